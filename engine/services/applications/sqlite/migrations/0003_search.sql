-- Which cases have a searchable answer of a value: the mark is made from the value with the master key and cannot be read back.
-- A case whose key is erased is found no more.

CREATE TABLE application_search (
    mark TEXT NOT NULL,
    number TEXT NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (mark, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_search_by_number ON application_search (number);
CREATE INDEX application_search_by_owner ON application_search (owner);
CREATE TRIGGER application_search_ends AFTER DELETE ON data_key
BEGIN
    DELETE FROM application_search WHERE owner = OLD.owner;
END;
