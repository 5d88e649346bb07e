"""The `catalog` command: one file a command, assembled in `main`; each loads what it needs only when it runs."""
