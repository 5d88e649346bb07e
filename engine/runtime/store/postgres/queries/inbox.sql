-- name: claim
SELECT seq, kind, dedupe, body, at, part FROM inbox
WHERE seq > $1 AND day >= $2 AND part = ANY($mine) AND seq <> ALL($3::bigint[]) ORDER BY seq LIMIT $4;

-- The last number given, and which transactions were still under way a moment before that was asked.
-- name: horizon
SELECT
    (SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM inbox_seq),
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint;

-- name: cursors
SELECT min(seq), min(day) FROM cursor WHERE part = ANY($mine);

-- Arrivals that no worker has dealt with for certain, 10,000 at most.
-- name: waiting
SELECT count(*), coalesce(min(at), 0) FROM (
    SELECT inbox.at FROM inbox JOIN cursor USING (part)
    WHERE inbox.seq > (SELECT min(seq) FROM cursor) AND inbox.day >= (SELECT min(day) FROM cursor) AND inbox.seq > cursor.seq
    ORDER BY inbox.seq LIMIT 10000
) AS first;

-- name: move_cursor
UPDATE cursor SET seq = greatest(seq, $1), day = greatest(day, $2) WHERE part = ANY($3::bigint[]) AND (seq < $1 OR day < $2);

-- name: tend_days
SELECT tend_days('inbox', $1::integer, $2::integer, least($3::integer, (SELECT min(day) - 1 FROM cursor)));

-- Numbers the transaction before it draws numbers for its arrivals; the intake relies on that order.
-- name: numbered
SELECT pg_current_xact_id()::text;

-- name: routes
SELECT blind, part FROM route WHERE blind = ANY($1::text[]);

-- name: add_routes
INSERT INTO route (blind, part) SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT (blind) DO NOTHING;

-- name: append
INSERT INTO inbox (day, part, kind, dedupe, body, at)
SELECT $1::integer, part, kind, dedupe, body, at
FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::bigint[]) AS given (part, kind, dedupe, body, at);

-- name: mark_seen
INSERT INTO seen (dedupe, part, at) SELECT dedupe, ascii(dedupe) & 63, $1 FROM unnest($2::text[]) AS given (dedupe)
ON CONFLICT DO NOTHING RETURNING dedupe;

-- name: forget_seen
DELETE FROM seen WHERE ctid = ANY(ARRAY(SELECT ctid FROM seen WHERE at < $2 ORDER BY at LIMIT $1));

-- name: add_reply
INSERT INTO reply (seq, person, due, tries, at, body, part)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bigint[]);

-- name: due_replies
SELECT seq, person, tries, at, body, part FROM reply WHERE due <= $1 AND part = ANY($mine) ORDER BY seq LIMIT $2;

-- name: drop_reply
DELETE FROM reply WHERE seq = ANY($1::bigint[]);

-- name: put_off
UPDATE reply SET due = $1 WHERE person = $2;

-- name: count_try
UPDATE reply SET tries = $1 WHERE seq = $2;

-- name: put_off_persons
SELECT person, max(due) FROM reply WHERE due > $1 AND part = ANY($mine) GROUP BY person;
