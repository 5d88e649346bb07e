-- name: find
SELECT id, until FROM whatsapp_upload WHERE media = ? AND line = ? AND until > ?;

-- name: keep
INSERT INTO whatsapp_upload (media, line, id, until) VALUES (?, ?, ?, ?)
ON CONFLICT (media, line) DO UPDATE SET id = excluded.id, until = excluded.until;

-- name: drop
DELETE FROM whatsapp_upload WHERE media = ? AND line = ?;

-- name: expunge
DELETE FROM whatsapp_upload WHERE until <= ?;
