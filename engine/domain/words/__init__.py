"""What answers say, in each language: one TOML file a language, and adding a language is adding its file.

`te.toml` and `en.toml` were written by people; the head of a file says where its words are only drafted.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

FALLBACK = "en"
"""Speaks where a language has no file, or lacks a sentence."""

Section = Mapping[str, Any]


@cache
def section(name: str, language: str) -> Section:
    """Return one part of a language's words: `rendering`, `places`, or those of a kind of answer; from English what it lacks."""
    mine = _file(language).get(name, {})
    return mine if language == FALLBACK else {**section(name, FALLBACK), **mine}


@cache
def _file(language: str) -> Mapping[str, Section]:
    """Return a whole file, read once as a module is; nothing where there is none."""
    import tomllib  # a command that says nothing pays nothing
    from pkgutil import get_data

    try:
        written = get_data(__name__, f"{language}.toml") if language.isalpha() else None
    except FileNotFoundError:
        written = None
    return tomllib.loads(written.decode()) if written else {}
