-- name: add
INSERT INTO dead_letter (id, kind, person, session, about, why, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING;

-- name: open
SELECT id, kind, person, session, about, why, at FROM dead_letter WHERE settled_at IS NULL ORDER BY at DESC LIMIT ?;

-- name: settle
UPDATE dead_letter SET settled_at = ? WHERE id = ?;

-- name: count_open
SELECT count(*) FROM dead_letter WHERE settled_at IS NULL;
