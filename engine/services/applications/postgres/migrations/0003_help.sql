-- before: requests for help lie among the cases: how many wait at a help desk is counted through an index of their own, and one whose key is
-- erased goes as a whole, since nobody can be called any more.

ALTER TABLE application ADD COLUMN kind text NOT NULL DEFAULT '';
CREATE INDEX application_help ON application (role, due) WHERE kind = 'help' AND role <> '';
CREATE FUNCTION application_help_end() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM application WHERE session = substr(OLD.owner, 6) AND kind = 'help';
    RETURN NULL;
END
$body$;
CREATE TRIGGER application_help_ends AFTER DELETE ON data_key FOR EACH ROW WHEN (OLD.owner LIKE 'case/%')
EXECUTE FUNCTION application_help_end();
