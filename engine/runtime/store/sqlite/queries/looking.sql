-- What commands beside the running engine look at (`catalog diff`, `replay`, `why`). They write nothing.
-- name: meta
SELECT name, value FROM meta;

-- name: under_way
SELECT id, person, program, body FROM session WHERE state <> 'ended' ORDER BY id;

-- name: changed_since
SELECT id, person, program, body FROM session WHERE changed >= ? ORDER BY id;

-- name: case
SELECT id, person, program, body FROM session WHERE id = ?;

-- name: by_provider
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE provider = ?;

-- name: by_key
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE key = ?;

-- name: by_number
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE seq = ?;

-- name: turns_of
SELECT seq, at, body FROM trace WHERE person = ? ORDER BY seq;
