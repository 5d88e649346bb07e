-- before: which cases have a searchable answer of a value: the mark is made from the value with the master key and cannot be read back.
-- A case whose key is erased is found no more.

CREATE TABLE application_search (
    mark text NOT NULL,
    number text NOT NULL,
    owner text NOT NULL,
    PRIMARY KEY (mark, number)
);
CREATE INDEX application_search_by_number ON application_search (number);
CREATE INDEX application_search_by_owner ON application_search (owner);
CREATE FUNCTION application_search_end() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM application_search WHERE owner = OLD.owner;
    RETURN NULL;
END
$body$;
CREATE TRIGGER application_search_ends AFTER DELETE ON data_key FOR EACH ROW EXECUTE FUNCTION application_search_end();
