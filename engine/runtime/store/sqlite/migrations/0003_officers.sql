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

-- An officer's worklist reads one role in a few areas out of the whole state's.
CREATE INDEX application_by_office ON application (role, area, due) WHERE role <> '';
