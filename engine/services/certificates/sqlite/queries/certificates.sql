-- Certificates as issued.

-- The effect has one already, or somebody else was quicker to take its place in the list: then it is tried anew.
-- name: insert
INSERT INTO certificate (serial, id, number, key, session, kind, service, status, issued_on, body, kid, list, place)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING;

-- name: by_id
SELECT serial, id, number, session, kind, service, status, issued_on, body, kid, logged, list, place FROM certificate WHERE id = ?;

-- name: by_key
SELECT serial, id, number, session, kind, service, status, issued_on, body, kid, logged, list, place FROM certificate WHERE key = ?;

-- name: by_number
SELECT serial, id, number, session, kind, service, status, issued_on, body, kid, logged, list, place FROM certificate WHERE number = ?;

-- name: of_case
SELECT id, body FROM certificate WHERE session = ?;

-- name: seal
UPDATE certificate SET body = ? WHERE id = ?;

-- name: numbers
SELECT number FROM certificate WHERE session IN (SELECT value FROM json_each(?)) ORDER BY number;

-- name: taken
SELECT 1 FROM certificate WHERE list = ? AND place = ?;

-- name: stand
UPDATE certificate SET status = ? WHERE id = ? AND status <> ?;

-- name: standings
SELECT place, status FROM certificate WHERE list = ? AND status <> 'valid';

-- From one list to the next by the index: however many certificates there are, it is asked every few seconds.
-- name: lists
WITH RECURSIVE each (list) AS (
    SELECT min(list) FROM certificate WHERE list > 0
    UNION ALL
    SELECT (SELECT min(list) FROM certificate WHERE list > each.list) FROM each WHERE each.list IS NOT NULL
)
SELECT list FROM each WHERE list IS NOT NULL ORDER BY list;

-- In the log, and without a paper: drawing it does not succeed, or its turn has not come.
-- name: undrawn
SELECT certificate.number, outbox.made FROM outbox JOIN certificate ON certificate.key = outbox.key
WHERE outbox.kind <> 'Send' AND outbox.state < 3 AND certificate.logged IS NOT NULL ORDER BY outbox.made LIMIT ?;

-- name: awaits_paper
SELECT 1 FROM outbox JOIN certificate ON certificate.key = outbox.key
WHERE outbox.kind <> 'Send' AND outbox.state < 3 AND certificate.id = ?;

-- name: hasten
UPDATE outbox SET due = ? WHERE kind <> 'Send' AND state IN (0, 2) AND key = (SELECT key FROM certificate WHERE id = ?);
