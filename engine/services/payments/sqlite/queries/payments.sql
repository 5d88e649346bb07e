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
