-- Orders, cases of the register, certificates, officers. What citizens said lies sealed in `body`; the other columns route.

CREATE TABLE payment (
    key TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    state TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE certificate (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    status TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
