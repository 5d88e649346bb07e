-- name: conversations
SELECT person, body FROM conversation WHERE person IN (SELECT value FROM json_each(?));

-- name: sessions
SELECT id, person, body FROM session WHERE id IN (SELECT value FROM json_each(?));

-- name: session_persons
SELECT id, person FROM session WHERE id IN (SELECT value FROM json_each(?));

-- name: keep_conversation
INSERT INTO conversation (person, body, changed) VALUES (?, ?, ?)
ON CONFLICT (person) DO UPDATE SET body = excluded.body, changed = excluded.changed;

-- name: keep_session
INSERT INTO session (id, person, program, state, format, body, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    program = excluded.program, state = excluded.state, format = excluded.format, body = excluded.body, changed = excluded.changed,
    look_at = 0;

-- name: add_trace
INSERT INTO trace (seq, person, at, body) VALUES (?, ?, ?, ?);

-- name: traces
SELECT seq, at, body FROM trace WHERE person = ? ORDER BY seq DESC LIMIT ?;

-- name: forget_traces
DELETE FROM trace WHERE seq IN (SELECT seq FROM trace ORDER BY seq LIMIT ?) AND at < ?;
