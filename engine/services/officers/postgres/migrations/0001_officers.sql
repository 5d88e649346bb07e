-- before: officers of the desk. title: JSON, words by language; roles, areas: JSON, lists of codes; password: an Argon2id text, never the password.

CREATE TABLE officer (
    name text PRIMARY KEY,
    title text NOT NULL,
    roles text NOT NULL,
    areas text NOT NULL,
    password text NOT NULL,
    made bigint NOT NULL,
    left_at bigint
);
