-- Orders at the payment gateway.

-- name: insert
INSERT INTO payment (key, session, reference, amount, state, changed) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING;

-- name: by_key
SELECT key, session, reference, amount, state FROM payment WHERE key = ?;

-- name: by_reference
SELECT key, session, reference, amount, state FROM payment WHERE reference = ?;

-- name: set_state
UPDATE payment SET state = ?, changed = ? WHERE key = ?;

-- name: references_of
SELECT reference FROM payment WHERE session IN (SELECT value FROM json_each(?)) ORDER BY reference;
