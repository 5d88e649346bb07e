-- The partition a reply belongs to: of use where several workers share a database, kept here so that both stores hold the same.
ALTER TABLE reply ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
