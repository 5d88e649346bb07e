-- name: by_alias
SELECT blind, person, last_seen FROM alias WHERE retired_at IS NULL AND blind = ANY($1::text[]);

-- name: aliases
SELECT person, kind, blind, value FROM alias
WHERE retired_at IS NULL AND person = ANY($1::text[]) ORDER BY last_seen DESC;

-- name: lines
SELECT id, line FROM person WHERE id = ANY($1::text[]);

-- name: add
INSERT INTO person (id, part, line, made) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]);

-- name: set_line
UPDATE person SET line = $1 WHERE id = $2;

-- name: add_alias
WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bigint[], $6::bigint[])
    AS given (blind, kind, person, value, first_seen, last_seen)
), routed AS (
    INSERT INTO route (blind, part) SELECT DISTINCT ON (blind) blind, part_of(person) FROM given ORDER BY blind
    ON CONFLICT (blind) DO UPDATE SET part = excluded.part WHERE route.part <> excluded.part
)
INSERT INTO alias (blind, kind, person, value, first_seen, last_seen) SELECT * FROM given;

-- name: see_alias
UPDATE alias SET last_seen = $1 WHERE blind = $2 AND retired_at IS NULL;

-- name: retire_alias
WITH gone AS (
    UPDATE alias SET retired_at = $1 WHERE blind = $2 AND retired_at IS NULL RETURNING person
)
UPDATE moved SET count = count + 1 WHERE EXISTS (SELECT FROM gone WHERE part_of(person) <> ALL($mine));

-- name: moved
SELECT count FROM moved;
