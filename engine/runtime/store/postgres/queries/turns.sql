-- name: conversations
SELECT person, body FROM conversation WHERE person = ANY($1::text[]);

-- name: sessions
SELECT id, person, body FROM session WHERE id = ANY($1::text[]);

-- name: session_persons
SELECT id, person FROM session WHERE id = ANY($1::text[]);

-- name: keep_conversation
INSERT INTO conversation (person, part, body, changed)
SELECT person, part_of(person), body, changed FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS given (person, body, changed)
ON CONFLICT (person, part) DO UPDATE SET body = excluded.body, changed = excluded.changed;

-- name: keep_session
INSERT INTO session (id, part, person, program, state, format, body, changed)
SELECT id, part_of(person), person, program, state, format, body, changed
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bytea[], $7::bigint[])
AS given (id, person, program, state, format, body, changed)
ON CONFLICT (id, part) DO UPDATE SET
    program = excluded.program, state = excluded.state, format = excluded.format, body = excluded.body, changed = excluded.changed,
    look_at = 0;

-- name: add_trace
INSERT INTO trace (seq, part, day, person, at, body)
SELECT seq, part_of(person), at / 86400000, person, at, body
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[]) AS given (seq, person, at, body);

-- name: traces
SELECT seq, at, body FROM trace WHERE person = $1 ORDER BY seq DESC LIMIT $2;

-- The number of rows at once means nothing here: whole days go.
-- name: forget_traces
SELECT tend_days('trace', today, today + 7, ($2::bigint / 86400000)::integer)
FROM (SELECT (extract(epoch FROM now()) / 86400)::integer AS today) AS clock WHERE $1::bigint > 0;
