-- Plain columns are for routing only: ids, kinds, times, states. Every `body`, `value` and `wrapped` is sealed (engine/runtime/keys.py).
-- Times are milliseconds since 1970, UTC.

-- How far each inbox has been worked through.
CREATE TABLE cursor (inbox TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

-- Arrivals of our own making: effects' replies, and what had to be put off after a failed turn.
CREATE TABLE reply (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    due INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX reply_person ON reply (person);

-- What has been dealt with already, by dedupe id; rows are in order of time.
CREATE TABLE seen (dedupe TEXT NOT NULL UNIQUE, at INTEGER NOT NULL);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    part INTEGER NOT NULL,
    line TEXT NOT NULL,
    made INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE alias (
    blind TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    value BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    retired_at INTEGER
);
CREATE UNIQUE INDEX alias_blind ON alias (blind) WHERE retired_at IS NULL;
CREATE INDEX alias_person ON alias (person);

CREATE TABLE data_key (owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE conversation (person TEXT PRIMARY KEY, body BLOB NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    program TEXT NOT NULL,
    state TEXT NOT NULL,
    format INTEGER NOT NULL,
    body BLOB NOT NULL,
    changed INTEGER NOT NULL
) WITHOUT ROWID;

-- The files each pinned program was made from, compressed.
CREATE TABLE program (
    digest TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    sources BLOB NOT NULL,
    made INTEGER NOT NULL
) WITHOUT ROWID;

-- Effects. kind: the effect's class; state: 0 waiting, 1 in hand, 2 unknown, 3 done, 4 dead, 5 dropped;
-- key: NULL where the row's number is its name; provider: the channel's name of a message; status: 0 none, 1 sent, 2 delivered, 3 read, 9 failed.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    session TEXT NOT NULL,
    state INTEGER NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER NOT NULL,
    made INTEGER NOT NULL,
    ended INTEGER,
    provider TEXT,
    body BLOB NOT NULL
);
CREATE UNIQUE INDEX outbox_key ON outbox (key) WHERE key IS NOT NULL;
CREATE INDEX outbox_sends ON outbox (seq) WHERE kind = 'Send' AND state < 3;
CREATE INDEX outbox_due ON outbox (due) WHERE kind <> 'Send' AND state < 3;

CREATE TABLE timer (
    session TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    token INTEGER NOT NULL,
    PRIMARY KEY (session, name)
) WITHOUT ROWID;
CREATE INDEX timer_at ON timer (at);

-- What each turn did, one row a turn.
CREATE TABLE trace (seq INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX trace_person ON trace (person);

-- What failed for good. kind: `turn`, `effect`, `status`, `arrival`; about: the key, the session or the arrival's kind.
CREATE TABLE dead_letter (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    session TEXT NOT NULL,
    about TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    settled_at INTEGER,
    body BLOB NOT NULL
);
CREATE INDEX dead_letter_at ON dead_letter (at);

-- Photos and documents. owner: whose key seals the body.
CREATE TABLE blob (
    media TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    made INTEGER NOT NULL,
    name BLOB NOT NULL,
    body BLOB NOT NULL
);

-- Limits across conversations. subject: blind.
CREATE TABLE counter (name TEXT NOT NULL, subject TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX counter_subject ON counter (name, subject, at);
