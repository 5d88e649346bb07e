-- An officer's worklist reads one role in a few areas out of the whole state's.
CREATE INDEX application_by_office ON application (role, area, due) WHERE role <> '';
