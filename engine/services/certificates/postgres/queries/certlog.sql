-- The public log: what waits for it, and where it stands.

-- What is not in the register is not logged either; a line that belongs to no new certificate names none.
-- name: enter
INSERT INTO log_pending (certificate, entry, at)
SELECT $1::text, $2::bytea, $3::bigint WHERE $1::text = '' OR EXISTS (SELECT 1 FROM certificate WHERE id = $1::text);

-- name: waits
SELECT 1 FROM log_pending LIMIT 1;

-- name: pending
SELECT seq, certificate, entry FROM log_pending ORDER BY seq LIMIT $1;

-- name: done
DELETE FROM log_pending USING unnest($1::bigint[]) AS given (seq) WHERE log_pending.seq = given.seq;

-- name: head
SELECT size FROM log_head WHERE one = 1 FOR UPDATE;

-- name: size
SELECT size FROM log_head WHERE one = 1;

-- name: grow
UPDATE log_head SET size = $1 WHERE one = 1 AND size = $2;

-- name: logged
UPDATE certificate SET logged = given.logged FROM unnest($1::bigint[], $2::text[]) AS given (logged, id)
WHERE certificate.id = given.id AND certificate.logged IS NULL;
