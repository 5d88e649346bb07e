-- Officers who may sign in at the desk.

-- name: add
INSERT INTO officer (name, title, roles, areas, password, made) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (name) DO UPDATE SET
    title = excluded.title, roles = excluded.roles, areas = excluded.areas, password = excluded.password, left_at = NULL;

-- name: end
UPDATE officer SET left_at = $1 WHERE name = $2 AND left_at IS NULL;

-- name: by_name
SELECT name, title, roles, areas FROM officer WHERE name = $1 AND left_at IS NULL;

-- name: password
SELECT password FROM officer WHERE name = $1 AND left_at IS NULL;

-- name: everyone
SELECT name, title, roles, areas FROM officer WHERE left_at IS NULL ORDER BY name COLLATE "C";
