-- Files for everybody.

-- name: put
INSERT INTO published (path, content, mime, at) SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bigint[])
ON CONFLICT (path) DO UPDATE SET content = excluded.content, mime = excluded.mime, at = excluded.at;

-- name: begin
INSERT INTO published (path, content, mime, at) SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bigint[])
ON CONFLICT (path) DO NOTHING;

-- name: get
SELECT content, mime, at FROM published WHERE path = $1;

-- name: drop
DELETE FROM published WHERE path >= $1 AND path < $2;
