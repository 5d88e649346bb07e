-- before: workers that are alive. name: made at the start of each; at, started: milliseconds since 1970; catalogue: the digest of the one in force.

CREATE TABLE heartbeat (
    name text PRIMARY KEY,
    host text NOT NULL,
    started bigint NOT NULL,
    at bigint NOT NULL,
    catalogue text NOT NULL
);

-- Dead letters are kept for years; the open ones are few.
CREATE INDEX dead_letter_open ON dead_letter (kind) WHERE settled_at IS NULL;
