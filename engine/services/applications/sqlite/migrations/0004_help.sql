-- Requests for help lie among the cases: how many wait at a help desk is counted through an index of their own, and one whose key is
-- erased goes as a whole, since nobody can be called any more.

ALTER TABLE application ADD COLUMN kind TEXT NOT NULL DEFAULT '';
CREATE INDEX application_help ON application (role, due) WHERE kind = 'help' AND role <> '';
CREATE TRIGGER application_help_ends AFTER DELETE ON data_key WHEN OLD.owner LIKE 'case/%'
BEGIN
    DELETE FROM application WHERE session = substr(OLD.owner, 6) AND kind = 'help';
END;
