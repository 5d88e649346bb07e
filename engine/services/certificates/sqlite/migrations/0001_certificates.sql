-- Certificates as issued; what they say lies sealed in `body`.

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
