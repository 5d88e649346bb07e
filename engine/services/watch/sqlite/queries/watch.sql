-- What an operator watches. Each statement reads through an index, however many rows have ended.

-- name: beat
INSERT INTO heartbeat (name, host, started, at, catalogue) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, catalogue = excluded.catalogue;

-- name: forget_workers
DELETE FROM heartbeat WHERE at < ?;

-- name: workers
SELECT at FROM heartbeat WHERE at >= ?;

-- name: messages
SELECT kind, state, count(*), min(CASE WHEN due <= ? THEN max(due, made) END) FROM outbox
WHERE kind = 'Send' AND state < 3 GROUP BY kind, state;

-- name: effects
SELECT kind, state, count(*), min(CASE WHEN due <= ? THEN max(due, made) END) FROM outbox
WHERE kind <> 'Send' AND state < 3 GROUP BY kind, state;

-- name: replies
SELECT count(*), min(due) FROM reply WHERE due <= ?;

-- name: timers
SELECT count(*), min(at) FROM timer WHERE at <= ?;

-- name: letters
SELECT kind, count(*) FROM dead_letter WHERE settled_at IS NULL GROUP BY kind;

-- name: log
SELECT count(*), min(CASE WHEN at > 0 THEN at END), (SELECT size FROM log_head WHERE one = 1) FROM log_pending;

-- Signed and in the public log, and drawing the paper has failed: it rests before the next try.
-- name: papers
SELECT count(*), min(outbox.made) FROM outbox JOIN certificate ON certificate.key = outbox.key
WHERE outbox.kind <> 'Send' AND outbox.state < 3 AND certificate.logged IS NOT NULL AND outbox.due > ?;

-- name: help
SELECT role, count(*), sum(CASE WHEN due <= ? THEN 1 ELSE 0 END) FROM application
WHERE kind = 'help' AND role <> '' GROUP BY role ORDER BY role;

-- name: migrations
SELECT part, number FROM migration;
