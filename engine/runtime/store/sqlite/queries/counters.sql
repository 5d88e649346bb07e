-- name: count
SELECT count(*) FROM counter WHERE name = ? AND subject = ? AND at > ?;

-- name: add
INSERT INTO counter (name, subject, at) VALUES (?, ?, ?);

-- name: expunge
DELETE FROM counter WHERE at < ?;
