-- name: wrapped
SELECT owner, wrapped FROM data_key WHERE owner = ANY($1::text[]);

-- name: add
INSERT INTO data_key (owner, part, wrapped, made)
SELECT owner, part_of(split_part(owner, '/', 2)), wrapped, made
FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS given (owner, wrapped, made)
ON CONFLICT DO NOTHING;

-- name: drop
DELETE FROM data_key WHERE owner = $1;
