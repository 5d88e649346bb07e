-- before: cases of the register. What citizens said lies sealed in `body`; the other columns route.

CREATE TABLE application (
    number text PRIMARY KEY,
    key text NOT NULL UNIQUE,
    session text NOT NULL,
    service text NOT NULL,
    state text NOT NULL,
    role text NOT NULL,
    area text NOT NULL,
    due text NOT NULL,
    opened text NOT NULL,
    body bytea NOT NULL
);
CREATE INDEX application_by_role ON application (role, (due = ''), due) WHERE role <> '';
CREATE INDEX application_by_office ON application (role, area, due) WHERE role <> '';
CREATE INDEX application_by_session ON application (session);
