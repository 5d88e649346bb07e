-- name: count
SELECT count(*) FROM counter WHERE name = $1 AND subject = $2 AND at > $3;

-- name: add
INSERT INTO counter (name, subject, at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]);

-- name: expunge
DELETE FROM counter WHERE at < $1;
