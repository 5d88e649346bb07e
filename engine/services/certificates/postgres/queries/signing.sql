-- Keys that sign.

-- name: add
INSERT INTO signing_key (kid, purpose, role, public, secret, made) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kid) DO NOTHING;

-- name: all
SELECT kid, role, public, secret IS NOT NULL FROM signing_key ORDER BY made, kid;

-- name: secret
SELECT secret FROM signing_key WHERE kid = $1;

-- name: change
UPDATE signing_key SET role = $1 WHERE kid = $2;

-- name: destroy
UPDATE signing_key SET secret = NULL WHERE kid = $1;
