-- Workers that are alive. name: made at the start of each; at, started: milliseconds since 1970; catalogue: the digest of the one in force.

CREATE TABLE heartbeat (
    name TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    started INTEGER NOT NULL,
    at INTEGER NOT NULL,
    catalogue TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Dead letters are kept for years; the open ones are few.
CREATE INDEX dead_letter_open ON dead_letter (kind) WHERE settled_at IS NULL;
