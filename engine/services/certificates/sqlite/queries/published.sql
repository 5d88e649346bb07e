-- Files for everybody.

-- name: put
INSERT INTO published (path, content, mime, at) VALUES (?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET content = excluded.content, mime = excluded.mime, at = excluded.at;

-- name: begin
INSERT INTO published (path, content, mime, at) VALUES (?, ?, ?, ?) ON CONFLICT (path) DO NOTHING;

-- name: get
SELECT content, mime, at FROM published WHERE path = ?;

-- name: drop
DELETE FROM published WHERE path >= ? AND path < ?;
