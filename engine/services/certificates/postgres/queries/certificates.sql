-- Certificates as issued.

-- name: insert
INSERT INTO certificate (serial, id, number, key, session, kind, service, status, issued_on, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (key) DO NOTHING;

-- name: by_id
SELECT serial, id, number, session, kind, service, status, issued_on, body FROM certificate WHERE id = $1;

-- name: by_key
SELECT serial, id, number, session, kind, service, status, issued_on, body FROM certificate WHERE key = $1;

-- name: of_case
SELECT id, body FROM certificate WHERE session = $1;

-- name: seal
UPDATE certificate SET body = $1 WHERE id = $2;

-- name: numbers
SELECT number FROM certificate WHERE session = ANY($1::text[]) ORDER BY number;
