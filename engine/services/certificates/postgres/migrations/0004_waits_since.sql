-- before: workers of the earlier release leave it at its default
-- Since when a line has been waiting for the log (ms), so that somebody is told where it waits too long.
ALTER TABLE log_pending ADD COLUMN at bigint NOT NULL DEFAULT 0;
