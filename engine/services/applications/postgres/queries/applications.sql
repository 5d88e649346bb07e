-- Cases of the register.

-- name: insert
INSERT INTO application (number, key, session, kind, service, state, role, area, due, opened, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (key) DO NOTHING;

-- name: update
UPDATE application SET key = $1, state = $2, role = $3, area = $4, due = $5, body = $6 WHERE number = $7;

-- name: by_number
SELECT number, session, body FROM application WHERE number = $1;

-- name: by_key
SELECT number, session, body FROM application WHERE key = $1;

-- name: of_session
SELECT number, session, body FROM application WHERE session = $1 ORDER BY opened DESC;

-- name: for_role
SELECT number, session, body FROM application WHERE role = $1 AND role <> '' AND state = $2 ORDER BY due = '', due LIMIT $3;

-- name: for_role_in_areas
SELECT number, session, body FROM application
WHERE role = $1 AND role <> '' AND state = $2 AND area = ANY($4::text[]) ORDER BY due = '', due LIMIT $3;

-- name: overdue
SELECT number, session, body FROM application WHERE state = 'deciding' AND due <> '' AND due <= $1 LIMIT 200;

-- name: index
INSERT INTO application_search (mark, number, owner) VALUES ($1, $2, $3) ON CONFLICT (mark, number) DO NOTHING;

-- name: unindex
DELETE FROM application_search WHERE number = $1;

-- name: found
SELECT a.number, a.session, a.body FROM application_search AS s JOIN application AS a ON a.number = s.number
WHERE s.mark = $1 ORDER BY a.opened DESC LIMIT $2;

-- name: numbers
SELECT number FROM application WHERE session = ANY($1::text[]) ORDER BY number;
