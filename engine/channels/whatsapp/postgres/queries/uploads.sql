-- name: find
SELECT id, until FROM whatsapp_upload WHERE media = $1 AND line = $2 AND until > $3;

-- name: keep
INSERT INTO whatsapp_upload (media, line, id, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (media, line) DO UPDATE SET id = excluded.id, until = excluded.until;

-- name: drop
DELETE FROM whatsapp_upload WHERE media = $1 AND line = $2;

-- name: expunge
DELETE FROM whatsapp_upload WHERE until <= $1;
