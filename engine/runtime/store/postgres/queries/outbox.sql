-- name: add
INSERT INTO outbox (seq, part, key, kind, person, session, state, due, attempts, status, made, body)
SELECT seq, part_of(person), key, kind, person, session, state, due, 0, 0, made, body
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bytea[])
AS given (seq, key, kind, person, session, state, due, made, body);

-- name: known_keys
SELECT key FROM outbox WHERE key = ANY($1::text[]);

-- name: awaits
SELECT 1 FROM outbox WHERE key = $1 AND state < 3;

-- name: doubt_messages
UPDATE outbox SET state = 2, due = $1 WHERE kind = 'Send' AND state < 3 AND state = 1 AND status = 0 AND part = ANY($gained);

-- name: end_confirmed
UPDATE outbox SET state = 3, ended = $1 WHERE kind = 'Send' AND state < 3 AND status > 0 AND part = ANY($gained);

-- name: free_others
UPDATE outbox SET state = 2 WHERE kind <> 'Send' AND state < 3 AND state = 1 AND part = ANY($gained);

-- name: open_messages
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind = 'Send' AND state < 3 AND seq > $1 AND part = ANY($mine) ORDER BY seq LIMIT $2;

-- name: due_others
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind <> 'Send' AND state < 3 AND state <> 1 AND due <= $1 AND kind <> ALL($3::text[]) AND part = ANY($mine)
ORDER BY due LIMIT $2;

-- name: take
UPDATE outbox SET state = 1 WHERE seq = ANY($1::bigint[]);

-- name: put_back
UPDATE outbox SET state = 0 WHERE seq = ANY($1::bigint[]) AND state = 1;

-- name: done
UPDATE outbox SET state = 3, ended = given.ended, provider = coalesce(given.provider, outbox.provider), attempts = given.attempts
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) AS given (ended, provider, attempts, seq)
WHERE outbox.seq = given.seq;

-- name: wait
UPDATE outbox SET state = given.state, due = given.due, attempts = given.attempts
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS given (state, due, attempts, seq)
WHERE outbox.seq = given.seq AND outbox.state < 3;

-- name: dead
UPDATE outbox SET state = 4, ended = $1, attempts = $2 WHERE seq = $3;

-- name: forget
UPDATE outbox SET state = 5, ended = given.ended FROM unnest($1::bigint[], $2::text[]) AS given (ended, key)
WHERE outbox.key = given.key AND outbox.state IN (0, 2);

-- A row still open that has a name there but no status was reopened: that try failed, and nothing more is heard of it.
-- name: set_status
UPDATE outbox SET
    status = greatest(outbox.status, given.status),
    state = CASE WHEN outbox.state IN (0, 2) THEN 3 ELSE outbox.state END,
    ended = CASE WHEN outbox.state IN (0, 2) THEN given.ended ELSE outbox.ended END,
    provider = CASE WHEN outbox.state < 3 THEN given.provider ELSE coalesce(outbox.provider, given.provider) END
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS given (status, ended, provider, seq)
WHERE outbox.seq = given.seq AND NOT (outbox.state < 3 AND outbox.status = 0 AND coalesce(outbox.provider, '') = given.provider);

-- name: by_seq
SELECT seq, person, session, state, status, provider FROM outbox WHERE seq = ANY($1::bigint[]);

-- name: these_messages
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind = 'Send' AND seq = ANY($1::bigint[]) ORDER BY seq;

-- name: reopen
UPDATE outbox SET state = 1, status = given.status, provider = given.provider
FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS given (status, provider, seq)
WHERE outbox.seq = given.seq;

-- name: first_after
SELECT seq, made FROM outbox WHERE seq > $1 ORDER BY seq LIMIT 1;

-- name: expunge
DELETE FROM outbox WHERE seq >= $1 AND seq < $2 AND state >= 3 AND ended < $3;

-- name: counts
SELECT kind, state, count(*), min(due) FROM outbox WHERE state < 3 GROUP BY kind, state;
