-- Certificates as issued.

-- name: insert
INSERT INTO certificate (serial, id, number, key, session, kind, service, status, issued_on, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING;

-- name: by_id
SELECT serial, id, number, session, kind, service, status, issued_on, body FROM certificate WHERE id = ?;

-- name: by_key
SELECT serial, id, number, session, kind, service, status, issued_on, body FROM certificate WHERE key = ?;

-- name: of_case
SELECT id, body FROM certificate WHERE session = ?;

-- name: seal
UPDATE certificate SET body = ? WHERE id = ?;

-- name: numbers
SELECT number FROM certificate WHERE session IN (SELECT value FROM json_each(?)) ORDER BY number;
