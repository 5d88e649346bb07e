-- Files the platform holds for us, by our handle and our number; until: ms, when we no longer count on it.
CREATE TABLE whatsapp_upload (
    media TEXT NOT NULL,
    line TEXT NOT NULL,
    id TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (media, line)
) WITHOUT ROWID;
CREATE INDEX whatsapp_upload_until ON whatsapp_upload (until);

-- Messages the platform bills, by day in India, service (empty for the menu) and the platform's category.
CREATE TABLE whatsapp_cost (
    day TEXT NOT NULL,
    service TEXT NOT NULL,
    category TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, service, category)
) WITHOUT ROWID;
