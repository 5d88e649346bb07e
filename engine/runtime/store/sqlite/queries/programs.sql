-- name: sources
SELECT service, sources FROM program WHERE digest = ?;

-- name: known
SELECT digest FROM program WHERE digest IN (SELECT value FROM json_each(?));

-- name: keep
INSERT INTO program (digest, service, sources, made) VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING;
