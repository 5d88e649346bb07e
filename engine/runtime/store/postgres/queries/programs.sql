-- name: sources
SELECT service, sources FROM program WHERE digest = $1;

-- name: known
SELECT digest FROM program WHERE digest = ANY($1::text[]);

-- name: keep
INSERT INTO program (digest, service, sources, made) SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[])
ON CONFLICT (digest) DO NOTHING;
