-- name: add
INSERT INTO outbox (seq, key, kind, person, session, state, due, attempts, status, made, body)
VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?);

-- name: known_keys
SELECT key FROM outbox WHERE key IN (SELECT value FROM json_each(?)) AND key IS NOT NULL;

-- name: awaits
SELECT 1 FROM outbox WHERE key = ? AND state < 3;

-- name: doubt_messages
UPDATE outbox SET state = 2, due = ? WHERE kind = 'Send' AND state = 1 AND status = 0;

-- name: end_confirmed
UPDATE outbox SET state = 3, ended = ? WHERE kind = 'Send' AND state < 3 AND status > 0;

-- name: free_others
UPDATE outbox SET state = 2 WHERE kind <> 'Send' AND state = 1;

-- name: open_messages
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind = 'Send' AND state < 3 AND seq > ? ORDER BY seq LIMIT ?;

-- name: due_others
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind <> 'Send' AND state < 3 AND state <> 1 AND due <= ?1 AND kind NOT IN (SELECT value FROM json_each(?3))
ORDER BY due LIMIT ?2;

-- name: take
UPDATE outbox SET state = 1 WHERE seq = ?;

-- name: put_back
UPDATE outbox SET state = 0 WHERE seq = ? AND state = 1;

-- name: done
UPDATE outbox SET state = 3, ended = ?, provider = coalesce(?, provider), attempts = ? WHERE seq = ?;

-- name: wait
UPDATE outbox SET state = ?, due = ?, attempts = ? WHERE seq = ? AND state < 3;

-- name: dead
UPDATE outbox SET state = 4, ended = ?, attempts = ? WHERE seq = ?;

-- name: forget
UPDATE outbox SET state = 5, ended = ? WHERE key = ? AND state IN (0, 2);

-- A row still open that has a name there but no status was reopened: that try failed, and nothing more is heard of it.
-- name: set_status
UPDATE outbox SET
    status = max(status, ?1),
    state = CASE WHEN state IN (0, 2) THEN 3 ELSE state END,
    ended = CASE WHEN state IN (0, 2) THEN ?2 ELSE ended END,
    provider = CASE WHEN state < 3 THEN ?3 ELSE coalesce(provider, ?3) END
WHERE seq = ?4 AND NOT (state < 3 AND status = 0 AND coalesce(provider, '') = ?3);

-- name: by_seq
SELECT seq, person, session, state, status, provider FROM outbox WHERE seq IN (SELECT value FROM json_each(?));

-- name: these_messages
SELECT seq, key, kind, person, session, state, due, attempts, made, body FROM outbox
WHERE kind = 'Send' AND seq IN (SELECT value FROM json_each(?)) ORDER BY seq;

-- name: reopen
UPDATE outbox SET state = 1, status = ?, provider = ? WHERE seq = ?;

-- name: first_after
SELECT seq, made FROM outbox WHERE seq > ? ORDER BY seq LIMIT 1;

-- name: expunge
DELETE FROM outbox WHERE seq >= ? AND seq < ? AND state >= 3 AND ended < ?;

-- name: counts
SELECT kind, state, count(*), min(due) FROM outbox WHERE state < 3 GROUP BY kind, state;
