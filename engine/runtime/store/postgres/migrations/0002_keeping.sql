-- before: how long what is kept is kept.
-- When an ended case is over with for good: 0 is a case not looked at since it last changed.
ALTER TABLE session ADD COLUMN look_at bigint NOT NULL DEFAULT 0;
CREATE INDEX session_ended ON session (look_at, part) WHERE state = 'ended';
CREATE INDEX session_person ON session (person);

-- When to see whether any case still needs a citizen's file: 0 is a file never looked at.
ALTER TABLE blob ADD COLUMN look_at bigint NOT NULL DEFAULT 0;
CREATE INDEX blob_stray ON blob (look_at) WHERE substr(owner, 1, 7) = 'person/';
CREATE INDEX blob_owner ON blob (owner);

-- Persons who are to be forgotten, and when that was done.
CREATE TABLE erasure (person text PRIMARY KEY, part smallint NOT NULL, asked bigint NOT NULL, done bigint);
