-- Officers of the desk. title: JSON, words by language; roles, areas: JSON, lists of codes; password: an Argon2id text, never the password.

CREATE TABLE officer (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    roles TEXT NOT NULL,
    areas TEXT NOT NULL,
    password TEXT NOT NULL,
    made INTEGER NOT NULL,
    left_at INTEGER
) STRICT, WITHOUT ROWID;
