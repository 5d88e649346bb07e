-- before: orders at the gateway.

CREATE TABLE payment (
    key text PRIMARY KEY,
    session text NOT NULL,
    reference text NOT NULL UNIQUE,
    amount bigint NOT NULL,
    state text NOT NULL,
    changed text NOT NULL
);
