"""`python -m engine` is the `catalog` command."""

from __future__ import annotations

from engine.cli.main import main

main()
