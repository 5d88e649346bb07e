-- name: ended
SELECT id, program, changed, body FROM session WHERE state = 'ended' AND look_at <= ? ORDER BY look_at LIMIT ?;

-- name: look_at_case
UPDATE session SET look_at = ? WHERE id = ?;

-- name: strays
SELECT media, substr(owner, 8), made FROM blob WHERE substr(owner, 1, 7) = 'person/' AND look_at <= ? ORDER BY look_at LIMIT ?;

-- name: look_at_file
UPDATE blob SET look_at = ? WHERE media = ?;

-- name: cases_of
SELECT id, program, body FROM session WHERE person = ?;

-- name: files_of
SELECT media FROM blob WHERE owner = ?;

-- name: drop_files
DELETE FROM blob WHERE owner = ?;

-- name: drop_timers
DELETE FROM timer WHERE session = ?;

-- name: drop_case
DELETE FROM session WHERE id = ?;

-- name: empty_letters
UPDATE dead_letter SET body = x'' WHERE session = ? AND session <> '';

-- name: ask
INSERT INTO erasure (person, part, asked) VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET asked = excluded.asked, done = NULL;

-- name: asked
SELECT person FROM erasure WHERE done IS NULL;

-- name: note_done
UPDATE erasure SET done = ? WHERE person = ?;

-- name: is_done
SELECT 1 FROM erasure WHERE person = ? AND done IS NOT NULL;

-- name: waits
SELECT 1 FROM reply WHERE person = ? LIMIT 1;

-- name: effects_of
SELECT seq, session, kind, state, body FROM outbox WHERE person = ?;

-- name: seal_effect
UPDATE outbox SET body = ? WHERE seq = ?;

-- name: drop_effect
DELETE FROM outbox WHERE seq = ?;

-- name: drop_traces
DELETE FROM trace WHERE person = ?;

-- name: drop_conversation
DELETE FROM conversation WHERE person = ?;

-- name: drop_names
DELETE FROM alias WHERE person = ?;

-- name: empty_letters_of
UPDATE dead_letter SET body = x'' WHERE person = ?;
