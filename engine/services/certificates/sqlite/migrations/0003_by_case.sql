-- Before a case is erased its certificates are looked up.
CREATE INDEX certificate_by_session ON certificate (session);
