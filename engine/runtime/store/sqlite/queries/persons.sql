-- name: by_alias
SELECT blind, person, last_seen FROM alias
WHERE retired_at IS NULL AND blind IN (SELECT value FROM json_each(?));

-- name: aliases
SELECT person, kind, blind, value FROM alias
WHERE retired_at IS NULL AND person IN (SELECT value FROM json_each(?)) ORDER BY last_seen DESC;

-- name: lines
SELECT id, line FROM person WHERE id IN (SELECT value FROM json_each(?));

-- name: add
INSERT INTO person (id, part, line, made) VALUES (?, ?, ?, ?);

-- name: set_line
UPDATE person SET line = ? WHERE id = ?;

-- name: add_alias
INSERT INTO alias (blind, kind, person, value, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?);

-- name: see_alias
UPDATE alias SET last_seen = ? WHERE blind = ? AND retired_at IS NULL;

-- name: retire_alias
UPDATE alias SET retired_at = ? WHERE blind = ? AND retired_at IS NULL;
