"""The store for many processes on many machines: one PostgreSQL database, its rows spread over 64 partitions by person.

How `.sql` files are written here and in `services/<name>/postgres/{queries,migrations}`:

- The same statement names and the same parameters in the same order as in the SQLite folder; the code that calls them does not know
  which store it talks to. A service whose SQLite folder has a statement has it here as well, and the other way round.
- Placeholders are PostgreSQL's own: `$1`, `$2`, …; one may be used twice. A `%` is a `%`.
- Values: text arrives as `text`, whole numbers as `bigint` (write `smallint` for small columns, it is converted on the way in), bytes
  as `bytea`, None as NULL. Moments are `bigint` milliseconds or ISO text, exactly as in the SQLite file; JSON that the database never
  looks into stays `text` (no `jsonb`). A parameter whose type cannot be told from its place is cast: `$1::text`, `$2::bigint`.
- A list (`rows_in`, always the last parameter) is an array: `WHERE key = ANY($1::text[])`, `FROM unnest($2::text[]) AS given (value)`.
- A *set-wise* statement has an array for every parameter: `INSERT INTO t (a, b) SELECT * FROM unnest($1::text[], $2::bigint[])` or
  `UPDATE t SET a = given.a FROM unnest($1::text[], $2::bigint[]) AS given (a, b) WHERE t.b = given.b`. `execute_many` runs it once for
  all rows, `write` once for all rows that follow each other, `execute` gives it arrays of one. Any other statement given to `execute_many`
  is run once for each row, which is right for what is rare. In a set-wise `ON CONFLICT … DO UPDATE` no two rows of one call may meet the
  same row.
- `$mine` stands for the partitions this worker owns, an array: `WHERE part = ANY($mine)` (and `$gained` for those it
  has just taken over). Only work that belongs to one
  worker is claimed with it (outbox, timers, replies); what is looked up by its name is not.
- `part_of(id)` is a function of the database: the partition of a person or of a case, read from the id itself (its first six bits). Tables
  met at every turn have a column `part smallint NOT NULL` filled with it, and it is part of their primary key, in the last place.
- `Store.reserve("<table>")` draws from a sequence `<table>_seq`, which the migration that makes the table makes as well.
- `ON CONFLICT`, `RETURNING`, `LIMIT`, `coalesce` are written as in SQLite; `max(a, b)` of two values is `greatest(a, b)`; a text column
  compared with a number, `rowid`, `json_each`, `STRICT`, `WITHOUT ROWID`, `AUTOINCREMENT` have no place here.

Migrations are `NNNN_what_it_does.sql`, several statements each, run once and in one transaction, never changed afterwards. The first
line is `-- before: …` when processes of the release before can go on working with it (something is added), or `-- after: …` when no such
process may run any more (something is taken away). `before` runs at the first start of a new release; `after` at a start that finds no
other process at the database. Names of tables and indexes are the same as in the SQLite file.
"""
