-- name: add
INSERT INTO dead_letter (id, kind, person, session, about, why, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO NOTHING;

-- name: open
SELECT id, kind, person, session, about, why, at FROM dead_letter WHERE settled_at IS NULL ORDER BY at DESC LIMIT $1;

-- name: settle
UPDATE dead_letter SET settled_at = $1 WHERE id = $2;

-- name: count_open
SELECT count(*) FROM dead_letter WHERE settled_at IS NULL;
