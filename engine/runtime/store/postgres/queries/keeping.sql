-- name: ended
SELECT id, program, changed, body FROM session WHERE state = 'ended' AND look_at <= $1 AND part = ANY($mine) ORDER BY look_at LIMIT $2;

-- name: look_at_case
UPDATE session SET look_at = given.look_at FROM unnest($1::bigint[], $2::text[]) AS given (look_at, id)
WHERE session.id = given.id AND session.part = part_of(given.id);

-- name: strays
SELECT media, substr(owner, 8), made FROM blob WHERE substr(owner, 1, 7) = 'person/' AND look_at <= $1 ORDER BY look_at LIMIT $2;

-- name: look_at_file
UPDATE blob SET look_at = given.look_at FROM unnest($1::bigint[], $2::text[]) AS given (look_at, media) WHERE blob.media = given.media;

-- name: cases_of
SELECT id, program, body FROM session WHERE person = $1;

-- name: files_of
SELECT media FROM blob WHERE owner = $1;

-- name: drop_files
DELETE FROM blob WHERE owner = $1;

-- name: drop_timers
DELETE FROM timer WHERE session = $1;

-- name: drop_case
DELETE FROM session WHERE id = $1;

-- name: empty_letters
UPDATE dead_letter SET body = ''::bytea WHERE session = $1 AND session <> '';

-- name: ask
INSERT INTO erasure (person, part, asked) VALUES ($1, $2, $3)
ON CONFLICT (person) DO UPDATE SET asked = excluded.asked, done = NULL;

-- name: asked
SELECT person FROM erasure WHERE done IS NULL AND part = ANY($mine);

-- name: note_done
UPDATE erasure SET done = $1 WHERE person = $2;

-- name: is_done
SELECT 1 FROM erasure WHERE person = $1 AND done IS NOT NULL;

-- name: waits
SELECT 1 FROM reply WHERE person = $1 LIMIT 1;

-- name: effects_of
SELECT seq, session, kind, state, body FROM outbox WHERE person = $1 AND part = part_of($1);

-- name: seal_effect
UPDATE outbox SET body = $1 WHERE seq = $2;

-- name: drop_effect
DELETE FROM outbox WHERE seq = $1;

-- name: drop_traces
DELETE FROM trace WHERE person = $1;

-- name: drop_conversation
DELETE FROM conversation WHERE person = $1;

-- name: drop_names
WITH gone AS (DELETE FROM alias WHERE person = $1 RETURNING blind) DELETE FROM route USING gone WHERE route.blind = gone.blind;

-- name: empty_letters_of
UPDATE dead_letter SET body = ''::bytea WHERE person = $1;
