-- What commands beside the running engine look at (`catalog diff`, `replay`, `why`). They write nothing.
-- name: meta
SELECT name, value FROM meta;

-- name: under_way
SELECT id, person, program, body FROM session WHERE state <> 'ended' ORDER BY id;

-- name: changed_since
SELECT id, person, program, body FROM session WHERE changed >= $1 ORDER BY id;

-- name: case
SELECT id, person, program, body FROM session WHERE id = $1;

-- name: by_provider
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE provider = $1;

-- name: by_key
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE key = $1;

-- name: by_number
SELECT seq, key, kind, person, session, state, status, made, ended, attempts, body FROM outbox WHERE seq = $1;

-- name: turns_of
SELECT seq, at, body FROM trace WHERE person = $1 ORDER BY seq;
