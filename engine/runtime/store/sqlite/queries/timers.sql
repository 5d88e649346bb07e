-- name: due
SELECT session, name, person, at, token FROM timer WHERE at <= ? ORDER BY at LIMIT ?;

-- name: set
INSERT INTO timer (session, name, person, at, token) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (session, name) DO UPDATE SET at = excluded.at, token = excluded.token, person = excluded.person;

-- name: cancel
DELETE FROM timer WHERE session = ? AND name = ?;

-- name: fired
DELETE FROM timer WHERE session = ? AND name = ? AND token = ?;
