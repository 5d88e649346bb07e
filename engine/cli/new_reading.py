"""What an officer typed, read: a number of a list, words in Telugu, an example, an amount; or the line that says what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.cli.new_plan import name_from
from engine.cli.new_types import SIMPLE, written
from engine.language.model.department import Department
from engine.language.nearest import nearest


class Wrong(Exception):
    """An answer that cannot be taken; the words say what to write."""


def listed(question: str, names: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return a question with what may be chosen below it."""
    rows = [f"  {number}  {name}{_about(names, name)}" for number, name in enumerate(names, 1)]
    return "\n".join([question, *rows, "A number or a name: "])


def _about(names: Mapping[str, Any] | tuple[str, ...], name: str) -> str:
    said = names[name] if isinstance(names, Mapping) else ""
    said = said.title.get("en", "") if isinstance(said, Department) else said
    return f": {said}" if isinstance(said, str) and said else ""


def one_of(names: tuple[str, ...], default: str = "") -> Callable[[str], str]:
    """Return what reads a number or a name of a list."""

    def read(typed: str) -> str:
        if not typed and default:
            return default
        if typed.isdigit() and 1 <= int(typed) <= len(names):
            return names[int(typed) - 1]
        close = nearest(typed.lower(), names, 1) if typed else ()
        if typed.lower() in names:
            return typed.lower()
        raise Wrong(f"Write a number from 1 to {len(names)}{f', or {close[0]}' if close else ''}.")

    return read


def named(department: str, service: str, taken: frozenset[str]) -> Callable[[str], str]:
    """Return what reads the name of a new service."""

    def read(typed: str) -> str:
        name = service or f"{department}.{name_from(typed, most=4)}"
        if not typed or name.endswith("."):
            raise Wrong("Write the name in English letters; the file is named after it.")
        if name in taken:
            raise Wrong(f"{name} is there already. Choose another name.")
        return typed

    return read


def telugu(typed: str) -> str:
    """Return words that hold Telugu letters."""
    if not any("\u0c00" <= each <= "\u0c7f" for each in typed):
        raise Wrong("Write it in Telugu letters, please.")
    return typed


def label(typed: str) -> str:
    """Return the words of a button or a line."""
    words = telugu(typed)
    if len(words) > 24:
        raise Wrong(f"It has {len(words)} characters; a button or a line has room for 24.")
    return words


def something(typed: str) -> str:
    """Return an example, or options with strokes between them."""
    options = [part.strip() for part in typed.split("/") if part.strip()]
    long = next((each for each in options if len(options) > 1 and len(each) > 24), "")
    if not options or long or len(options) > 60:
        raise Wrong(
            f'"{long}" is longer than the 24 characters of a line.'
            if long
            else "Write an example, such as 15-08-1990."
        )
    return typed


def type_(guessed: str) -> Callable[[str], str]:
    """Return what reads the type of an answer; nothing said takes the guess."""

    def read(typed: str) -> str:
        kind = written(typed, guessed)
        if kind.partition("(")[0].strip() not in SIMPLE or (kind == "digits"):
            close = nearest(kind, SIMPLE, 1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise Wrong(f"{hint}Types are {', '.join(SIMPLE)}; digits with how many: digits(10).")
        return kind

    return read


def rupees(typed: str) -> str:
    """Return whole rupees, empty for nothing."""
    plain = typed.replace(",", "").removeprefix("₹").strip()
    if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 9):
        raise Wrong("Write whole rupees in digits: 45.")
    return "" if plain in ("", "0") else plain
