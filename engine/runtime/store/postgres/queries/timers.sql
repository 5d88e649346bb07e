-- name: due
SELECT session, name, person, at, token FROM timer WHERE at <= $1 AND part = ANY($mine) ORDER BY at LIMIT $2;

-- name: set
INSERT INTO timer (session, name, part, person, at, token)
SELECT session, name, part_of(person), person, at, token
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) AS given (session, name, person, at, token)
ON CONFLICT (session, name, part) DO UPDATE SET at = excluded.at, token = excluded.token, person = excluded.person;

-- name: cancel
DELETE FROM timer USING unnest($1::text[], $2::text[]) AS given (session, name)
WHERE timer.session = given.session AND timer.name = given.name;

-- name: fired
DELETE FROM timer USING unnest($1::text[], $2::text[], $3::bigint[]) AS given (session, name, token)
WHERE timer.session = given.session AND timer.name = given.name AND timer.token = given.token;
