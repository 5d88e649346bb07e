-- Since when a line has been waiting for the log (ms), so that somebody is told where it waits too long.
ALTER TABLE log_pending ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
