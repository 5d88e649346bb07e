-- before: certificates are signed, entered in the public log and given a place in a status list. Those issued before have neither.
ALTER TABLE certificate ADD COLUMN kid text NOT NULL DEFAULT '';
ALTER TABLE certificate ADD COLUMN logged bigint;
ALTER TABLE certificate ADD COLUMN list bigint NOT NULL DEFAULT 0;
ALTER TABLE certificate ADD COLUMN place bigint;
CREATE UNIQUE INDEX certificate_by_place ON certificate (list, place);
CREATE INDEX certificate_by_standing ON certificate (list, status) WHERE status <> 'valid';

-- Keys that sign: what each may do, and its secret half, sealed; a key whose secret lies elsewhere has none here.
CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    purpose text NOT NULL,
    role text NOT NULL,
    public bytea NOT NULL,
    secret bytea,
    made bigint NOT NULL
);

-- What waits to be logged, in order; and where the log stands.
CREATE TABLE log_pending (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    certificate text NOT NULL,
    entry bytea NOT NULL
);
CREATE TABLE log_head (
    one bigint PRIMARY KEY CHECK (one = 1),
    size bigint NOT NULL
);
INSERT INTO log_head (one, size) VALUES (1, 0);

-- Files for everybody: the key set, the status lists, the log.
CREATE TABLE published (
    path text PRIMARY KEY,
    content bytea NOT NULL,
    mime text NOT NULL,
    at bigint NOT NULL
);
