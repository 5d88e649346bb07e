"""The dialogue every measurement uses: seven messages a conversation, one of them invalid (the third)."""

from __future__ import annotations

from pathlib import Path

from engine.interpreter.directory import Directory, open_directory
from engine.language.catalogue import load
from engine.language.program import Program

ANSWERS = ("2", "Ravi Kumar", "abc", "1234567890", "85000", "3", "yes")
HERE = Path(__file__).parent
SERVICE = "sample.enquiry"


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file of a catalogue by its path inside it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_schemas(folder: Path) -> dict[str, dict]:
    """Return every schema by its path."""
    import json

    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in folder.rglob("*.json")
    }


def program() -> Program:
    """Return the compiled enquiry."""
    loaded = load(read_folder(HERE / "enquiry"), read_schemas(HERE.parent / "schemas"))
    if loaded.findings:
        message = "\n".join(
            f"{each.path}:{each.span.line} {each.code} {each.message}" for each in loaded.findings
        )
        raise SystemExit(message)
    return loaded.catalogue.programs[SERVICE]


def directory(enquiry: Program) -> Directory:
    """Return a directory with this one service."""
    current = {enquiry.service: enquiry}
    return open_directory({"en": "Benchmark"}, enquiry.languages, (), current, lambda _: enquiry)
