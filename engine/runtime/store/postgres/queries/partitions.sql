-- Partitions are advisory locks: the first number is the class (7461 a partition, 7462 a worker that is alive), the second which one.

-- name: held
SELECT classid::bigint, objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid::bigint IN ($1, $2)
AND database = (SELECT oid FROM pg_database WHERE datname = current_database());

-- name: take
SELECT number FROM unnest($2::bigint[]) AS wanted (number) WHERE pg_try_advisory_lock($1::integer, number::integer);

-- name: free
SELECT count(pg_advisory_unlock($1::integer, number::integer)) FROM unnest($2::bigint[]) AS held (number);

-- A session that says nothing for so long is ended by the server, and its locks with it.
-- name: limit_silence
SELECT set_config('idle_session_timeout', $1::text, false);

-- name: draw
SELECT nextval($1::text::regclass);
