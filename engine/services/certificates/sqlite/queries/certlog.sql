-- The public log: what waits for it, and where it stands.

-- What is not in the register is not logged either; a line that belongs to no new certificate names none.
-- name: enter
INSERT INTO log_pending (certificate, entry, at)
SELECT ?1, ?2, ?3 WHERE ?1 = '' OR EXISTS (SELECT 1 FROM certificate WHERE id = ?1);

-- name: waits
SELECT 1 FROM log_pending LIMIT 1;

-- name: pending
SELECT seq, certificate, entry FROM log_pending ORDER BY seq LIMIT ?;

-- name: done
DELETE FROM log_pending WHERE seq = ?;

-- name: head
SELECT size FROM log_head WHERE one = 1;

-- name: size
SELECT size FROM log_head WHERE one = 1;

-- name: grow
UPDATE log_head SET size = ? WHERE one = 1 AND size = ?;

-- name: logged
UPDATE certificate SET logged = ? WHERE id = ? AND logged IS NULL;
