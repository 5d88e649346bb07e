-- name: keep
INSERT INTO blob (media, owner, mime, size, made, name, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (media) DO UPDATE SET
    owner = excluded.owner, mime = excluded.mime, size = excluded.size, made = excluded.made, name = excluded.name, body = excluded.body;

-- name: get
SELECT owner, mime, size, name, body FROM blob WHERE media = $1;

-- name: drop
DELETE FROM blob WHERE media = $1;
