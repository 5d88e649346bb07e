-- Cases of the register.

-- name: insert
INSERT INTO application (number, key, session, kind, service, state, role, area, due, opened, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING;

-- name: update
UPDATE application SET key = ?, state = ?, role = ?, area = ?, due = ?, body = ? WHERE number = ?;

-- name: by_number
SELECT number, session, body FROM application WHERE number = ?;

-- name: by_key
SELECT number, session, body FROM application WHERE key = ?;

-- name: of_session
SELECT number, session, body FROM application WHERE session = ? ORDER BY opened DESC;

-- name: for_role
SELECT number, session, body FROM application WHERE role = ? AND role <> '' AND state = ? ORDER BY due = '', due LIMIT ?;

-- name: for_role_in_areas
SELECT number, session, body FROM application
WHERE role = ?1 AND role <> '' AND state = ?2 AND area IN (SELECT value FROM json_each(?4)) ORDER BY due = '', due LIMIT ?3;

-- name: overdue
SELECT number, session, body FROM application WHERE state = 'deciding' AND due <> '' AND due <= ? LIMIT 200;

-- name: index
INSERT INTO application_search (mark, number, owner) VALUES (?, ?, ?) ON CONFLICT (mark, number) DO NOTHING;

-- name: unindex
DELETE FROM application_search WHERE number = ?;

-- name: found
SELECT a.number, a.session, a.body FROM application_search AS s JOIN application AS a ON a.number = s.number
WHERE s.mark = ? ORDER BY a.opened DESC LIMIT ?;

-- name: numbers
SELECT number FROM application WHERE session IN (SELECT value FROM json_each(?)) ORDER BY number;
