-- Orders at the gateway.

CREATE TABLE payment (
    key TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    state TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
