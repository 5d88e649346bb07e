-- before: everything the first release on PostgreSQL needs.
-- Plain columns are for routing only: ids, kinds, times, states. Every `body`, `value` and `wrapped` is sealed (engine/runtime/keys.py).
-- Times are milliseconds since 1970, UTC; days are whole days since 1970. `part`: the partition, 0 to 63, of the person the row belongs to.

-- The partition of a person or a case: the first six bits of its id, five in each letter. The same as engine/runtime/partitions.py.
CREATE FUNCTION part_of(id text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    greatest(strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(id, 1, 1)) - 1, 0) * 2
    + greatest(strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(id, 2, 1)) - 1, 0) / 16
)::smallint;

-- Opens tables for the days first to last, and drops those of days before `oldest`. Does nothing while another process is at it, or while
-- the table is so busy that it would have to wait. A row of a day that has no table lies in `<parent>_rest`.
CREATE FUNCTION tend_days(parent text, first integer, last integer, oldest integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(7463, hashtext(parent)) THEN
        RETURN;
    END IF;
    SET LOCAL lock_timeout = '500ms';
    FOR day IN first..last LOOP
        name := parent || '_' || to_char(date '1970-01-01' + day, 'YYYYMMDD');
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)', name, parent, day, day + 1);
        END IF;
    END LOOP;
    FOR name IN
        SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = to_regclass(parent) AND child.relname < parent || '_' || to_char(date '1970-01-01' + oldest, 'YYYYMMDD')
        AND child.relname <> parent || '_rest'
    LOOP
        EXECUTE format('DROP TABLE %I', name);
    END LOOP;
    EXECUTE format('DELETE FROM %I WHERE day < %s', parent || '_rest', oldest);
EXCEPTION WHEN lock_not_available OR check_violation OR duplicate_table THEN
    RETURN;
END $$;

-- Arrivals as web processes append them. A row is never changed; its day is dropped when it is old and worked through.
CREATE SEQUENCE inbox_seq;
CREATE TABLE inbox (
    seq bigint NOT NULL DEFAULT nextval('inbox_seq'),
    part smallint NOT NULL,
    day integer NOT NULL,
    kind text NOT NULL,
    dedupe text NOT NULL,
    body bytea NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (seq, part, day)
) PARTITION BY RANGE (day);
CREATE TABLE inbox_rest PARTITION OF inbox DEFAULT;

-- Where the arrivals of a sender go, by each of its names (blind). Two names that were ever met together lead to one partition.
CREATE TABLE route (blind text NOT NULL, part smallint NOT NULL, PRIMARY KEY (blind)) WITH (fillfactor = 90);

-- How far each partition has been worked through: nothing with a smaller number is left, or can still appear. day: when that was known.
CREATE TABLE cursor (part smallint PRIMARY KEY, seq bigint NOT NULL, day integer NOT NULL) WITH (fillfactor = 20);
INSERT INTO cursor SELECT part, 0, 0 FROM generate_series(0, 63) AS every (part);

-- Arrivals of our own making: effects' replies, what belongs to another partition, and what had to be put off after a failed turn.
CREATE SEQUENCE reply_seq;
CREATE TABLE reply (
    seq bigint NOT NULL,
    part smallint NOT NULL,
    person text NOT NULL,
    due bigint NOT NULL,
    tries integer NOT NULL,
    at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (seq, part)
);
CREATE INDEX reply_person ON reply (person);

-- What has been dealt with already, by dedupe id. part: of the dedupe id, which is the same wherever a repetition comes in.
CREATE TABLE seen (dedupe text NOT NULL, part smallint NOT NULL, at bigint NOT NULL, PRIMARY KEY (dedupe, part));
CREATE INDEX seen_at ON seen (at);

CREATE TABLE person (id text NOT NULL, part smallint NOT NULL, line text NOT NULL, made bigint NOT NULL, PRIMARY KEY (id, part));

CREATE TABLE alias (
    blind text NOT NULL,
    kind text NOT NULL,
    person text NOT NULL,
    value bytea NOT NULL,
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    retired_at bigint
);
CREATE UNIQUE INDEX alias_blind ON alias (blind) WHERE retired_at IS NULL;
CREATE INDEX alias_person ON alias (person);
-- Counts names taken from persons of a partition by the worker of another one, so that every worker looks again who is who.
CREATE TABLE moved (count bigint NOT NULL);
INSERT INTO moved VALUES (0);

CREATE TABLE data_key (owner text NOT NULL, part smallint NOT NULL, wrapped bytea NOT NULL, made bigint NOT NULL, PRIMARY KEY (owner, part));

CREATE TABLE conversation (
    person text NOT NULL, part smallint NOT NULL, body bytea NOT NULL, changed bigint NOT NULL, PRIMARY KEY (person, part)
) WITH (fillfactor = 60);

CREATE TABLE session (
    id text NOT NULL,
    part smallint NOT NULL,
    person text NOT NULL,
    program text NOT NULL,
    state text NOT NULL,
    format integer NOT NULL,
    body bytea NOT NULL,
    changed bigint NOT NULL,
    PRIMARY KEY (id, part)
) WITH (fillfactor = 60);

-- The files each pinned program was made from, compressed.
CREATE TABLE program (digest text PRIMARY KEY, service text NOT NULL, sources bytea NOT NULL, made bigint NOT NULL);

-- Effects. kind: the effect's class; state: 0 waiting, 1 in hand, 2 unknown, 3 done, 4 dead, 5 dropped;
-- key: NULL where the row's number is its name; provider: the channel's name of a message; status: 0 none, 1 sent, 2 delivered, 3 read, 9 failed.
CREATE SEQUENCE outbox_seq;
CREATE TABLE outbox (
    seq bigint NOT NULL,
    part smallint NOT NULL,
    key text,
    kind text NOT NULL,
    person text NOT NULL,
    session text NOT NULL,
    state smallint NOT NULL,
    due bigint NOT NULL,
    attempts integer NOT NULL,
    status smallint NOT NULL,
    made bigint NOT NULL,
    ended bigint,
    provider text,
    body bytea NOT NULL,
    PRIMARY KEY (seq, part)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX outbox_key ON outbox (key, part) WHERE key IS NOT NULL;
CREATE INDEX outbox_sends ON outbox (seq, part) WHERE kind = 'Send' AND state < 3;
CREATE INDEX outbox_due ON outbox (due, part) WHERE kind <> 'Send' AND state < 3;

CREATE TABLE timer (
    session text NOT NULL,
    name text NOT NULL,
    part smallint NOT NULL,
    person text NOT NULL,
    at bigint NOT NULL,
    token bigint NOT NULL,
    PRIMARY KEY (session, name, part)
);
CREATE INDEX timer_at ON timer (at, part);

-- What each turn did, one row a turn.
CREATE SEQUENCE trace_seq;
CREATE TABLE trace (
    seq bigint NOT NULL,
    part smallint NOT NULL,
    day integer NOT NULL,
    person text NOT NULL,
    at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (seq, part, day)
) PARTITION BY RANGE (day);
CREATE INDEX trace_person ON trace (person);
CREATE TABLE trace_rest PARTITION OF trace DEFAULT;

-- What failed for good. kind: `turn`, `effect`, `status`, `arrival`; about: the key, the session or the arrival's kind.
CREATE TABLE dead_letter (
    id text PRIMARY KEY,
    kind text NOT NULL,
    person text NOT NULL,
    session text NOT NULL,
    about text NOT NULL,
    why text NOT NULL,
    at bigint NOT NULL,
    settled_at bigint,
    body bytea NOT NULL
);
CREATE INDEX dead_letter_at ON dead_letter (at);

-- Photos and documents. owner: whose key seals the body.
CREATE TABLE blob (
    media text PRIMARY KEY,
    owner text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    made bigint NOT NULL,
    name bytea NOT NULL,
    body bytea NOT NULL
);

-- Limits across conversations. subject: blind.
CREATE TABLE counter (name text NOT NULL, subject text NOT NULL, at bigint NOT NULL);
CREATE INDEX counter_subject ON counter (name, subject, at);

-- Sealed bytes cannot be made smaller.
ALTER TABLE inbox ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE reply ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE conversation ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE session ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE outbox ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE trace ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE blob ALTER COLUMN body SET STORAGE EXTERNAL;
