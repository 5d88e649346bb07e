-- Certificates are signed, entered in the public log and given a place in a status list. Those issued before have neither.
ALTER TABLE certificate ADD COLUMN kid TEXT NOT NULL DEFAULT '';
ALTER TABLE certificate ADD COLUMN logged INTEGER;
ALTER TABLE certificate ADD COLUMN list INTEGER NOT NULL DEFAULT 0;
ALTER TABLE certificate ADD COLUMN place INTEGER;
CREATE UNIQUE INDEX certificate_by_place ON certificate (list, place);
CREATE INDEX certificate_by_standing ON certificate (list, status) WHERE status <> 'valid';

-- Keys that sign: what each may do, and its secret half, sealed; a key whose secret lies elsewhere has none here.
CREATE TABLE signing_key (
    kid TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    role TEXT NOT NULL,
    public BLOB NOT NULL,
    secret BLOB,
    made INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What waits to be logged, in order; and where the log stands.
CREATE TABLE log_pending (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    certificate TEXT NOT NULL,
    entry BLOB NOT NULL
) STRICT;
CREATE TABLE log_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL
) STRICT;
INSERT INTO log_head (one, size) VALUES (1, 0);

-- Files for everybody: the key set, the status lists, the log.
CREATE TABLE published (
    path TEXT PRIMARY KEY,
    content BLOB NOT NULL,
    mime TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
