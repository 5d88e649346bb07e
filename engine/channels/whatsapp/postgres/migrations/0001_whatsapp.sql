-- before: two new tables.

-- Files the platform holds for us, by our handle and our number; until: ms, when we no longer count on it.
CREATE TABLE whatsapp_upload (
    media text NOT NULL,
    line text NOT NULL,
    id text NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (media, line)
);
CREATE INDEX whatsapp_upload_until ON whatsapp_upload (until);

-- Messages the platform bills, by day in India, service (empty for the menu) and the platform's category.
-- part: of the person, so that two workers never wait for the same row.
CREATE TABLE whatsapp_cost (
    day text NOT NULL,
    service text NOT NULL,
    category text NOT NULL,
    messages bigint NOT NULL,
    part smallint NOT NULL,
    PRIMARY KEY (day, service, category, part)
);
