-- name: wrapped
SELECT owner, wrapped FROM data_key WHERE owner IN (SELECT value FROM json_each(?));

-- name: add
INSERT INTO data_key (owner, wrapped, made) VALUES (?, ?, ?) ON CONFLICT (owner) DO NOTHING;

-- name: drop
DELETE FROM data_key WHERE owner = ?;
