-- name: cursor
SELECT seq FROM cursor WHERE inbox = ?;

-- name: move_cursor
INSERT INTO cursor (inbox, seq) VALUES (?, ?) ON CONFLICT (inbox) DO UPDATE SET seq = excluded.seq;

-- name: mark_seen
INSERT INTO seen (at, dedupe) SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT (dedupe) DO NOTHING RETURNING dedupe;

-- name: forget_seen
DELETE FROM seen WHERE rowid IN (SELECT rowid FROM seen ORDER BY rowid LIMIT ?) AND at < ?;

-- name: add_reply
INSERT INTO reply (seq, person, due, tries, at, body, part) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: due_replies
SELECT seq, person, tries, at, body, part FROM reply WHERE due <= ? ORDER BY seq LIMIT ?;

-- name: drop_reply
DELETE FROM reply WHERE seq = ?;

-- name: put_off
UPDATE reply SET due = ? WHERE person = ?;

-- name: count_try
UPDATE reply SET tries = ? WHERE seq = ?;

-- name: put_off_persons
SELECT person, max(due) FROM reply WHERE due > ? GROUP BY person;
