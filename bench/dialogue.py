"""The dialogue every measurement uses: seven messages a conversation, one of them invalid (the third)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.interpreter.directory import Directory, open_directory
from engine.language.catalogue import load
from engine.language.findings import Severity
from engine.language.program import Program

ANSWERS = ("2", "Ravi Kumar", "abc", "1234567890", "85000", "3", "yes")
HERE = Path(__file__).parent
SERVICE = "sample.enquiry"
MANY = "sample.many"


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
    return _program({}, SERVICE)


def many_questions(number: int) -> Program:
    """Return a service that asks for so many names."""
    asked = "".join(
        f'  - {{id: name_{n}, ask: {{te: "పేరు {n}?", en: "Name {n}?"}}, type: text(3..60)}}\n'
        for n in range(number)
    )
    text = f"""\
service: {MANY}
title: {{te: "పేర్లు", en: "Names"}}
short: {{te: "పేర్లు", en: "Names"}}
find: {{te: ["పేర్లు"], en: ["names"]}}
kind: application
source: {{title: "Made for measuring", read_on: 2026-11-01, state: sample}}
defaults: {{give_up: desk}}
steps:
{asked}  - {{id: last, confirm: {{te: "సరేనా?", en: "All right?"}}, shows: [name_0], then: done}}
ends:
  done: {{result: success, say: {{te: "అందింది.", en: "Received."}}}}
  desk: {{result: handoff, to: sample_helpdesk, say: {{te: "అధికారి మిమ్మల్ని సంప్రదిస్తారు.", en: "An officer will contact you."}}}}
"""
    return _program({"sample/many.yaml": text.encode()}, MANY)


def _program(more: Mapping[str, bytes], service: str) -> Program:
    files = {**read_folder(HERE / "enquiry"), **more}
    loaded = load(files, read_schemas(HERE.parent / "schemas"))
    errors = [each for each in loaded.findings if each.severity is Severity.ERROR]
    if errors:
        raise SystemExit(
            "\n".join(f"{each.path}:{each.span.line} {each.code} {each.message}" for each in errors)
        )
    return loaded.catalogue.programs[service]


def directory(enquiry: Program) -> Directory:
    """Return a directory with this one service."""
    current = {enquiry.service: enquiry}
    return open_directory({"en": "Benchmark"}, enquiry.languages, (), current, lambda _: enquiry)
