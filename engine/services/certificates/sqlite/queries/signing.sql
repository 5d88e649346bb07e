-- Keys that sign.

-- name: add
INSERT INTO signing_key (kid, purpose, role, public, secret, made) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kid) DO NOTHING;

-- name: all
SELECT kid, role, public, secret IS NOT NULL FROM signing_key ORDER BY made, kid;

-- name: secret
SELECT secret FROM signing_key WHERE kid = ?;

-- name: change
UPDATE signing_key SET role = ? WHERE kid = ?;

-- name: destroy
UPDATE signing_key SET secret = NULL WHERE kid = ?;
