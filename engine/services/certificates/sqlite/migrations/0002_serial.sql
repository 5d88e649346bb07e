-- The serial of each certificate's number is kept, so that none is given twice after a restart.
CREATE TABLE certificate_kept (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    status TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO certificate_kept (id, number, key, session, kind, service, status, issued_on, body)
SELECT id, number, key, session, kind, service, status, issued_on, body FROM certificate ORDER BY issued_on, number;
-- A number ends in its serial (six digits, until the millionth) and a letter: KIND-2026-000123-T.
UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(CAST(substr(number, -8, 6) AS INTEGER)), 0) FROM certificate))
WHERE name = 'certificate_kept';
DROP TABLE certificate;
ALTER TABLE certificate_kept RENAME TO certificate;
