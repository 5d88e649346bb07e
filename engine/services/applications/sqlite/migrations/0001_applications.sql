-- Cases of the register. What citizens said lies sealed in `body`; the other columns route.

CREATE TABLE application (
    number TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    role TEXT NOT NULL,
    area TEXT NOT NULL,
    due TEXT NOT NULL,
    opened TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX application_by_role ON application (role, due) WHERE role <> '';
CREATE INDEX application_by_session ON application (session);
