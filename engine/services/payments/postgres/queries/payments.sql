-- Orders at the payment gateway.

-- name: insert
INSERT INTO payment (key, session, reference, amount, state, changed) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (key) DO NOTHING;

-- name: by_key
SELECT key, session, reference, amount, state FROM payment WHERE key = $1;

-- name: by_reference
SELECT key, session, reference, amount, state FROM payment WHERE reference = $1;

-- name: set_state
UPDATE payment SET state = $1, changed = $2 WHERE key = $3;

-- name: references_of
SELECT reference FROM payment WHERE session = ANY($1::text[]) ORDER BY reference;
