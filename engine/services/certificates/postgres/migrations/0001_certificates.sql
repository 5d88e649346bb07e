-- before: certificates as issued; what they say lies sealed in `body`.

-- The running number of each certificate.
CREATE SEQUENCE certificate_seq;
CREATE TABLE certificate (
    id text PRIMARY KEY,
    serial bigint NOT NULL,
    number text NOT NULL UNIQUE,
    key text NOT NULL UNIQUE,
    session text NOT NULL,
    kind text NOT NULL,
    service text NOT NULL,
    status text NOT NULL,
    issued_on text NOT NULL,
    body bytea NOT NULL
);
