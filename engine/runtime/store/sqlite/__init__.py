"""The embedded store: two SQLite files, one written by the web process, one by the worker."""
