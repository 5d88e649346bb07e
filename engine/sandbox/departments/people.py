"""Names for sample rows: put together by chance from common ones, and always marked as a sample."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engine.sandbox.departments.chance import Chance

DATA = Path(__file__).parent / "data"
TOO_LONG = 60


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    te: str
    en: str

    def plain(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"te": self.te, "en": self.en}

    @property
    def marked(self) -> str:
        """Return both, with the word sample; at most 60 letters."""
        both = f"{self.te} · {self.en} (నమూనా)"
        return both if len(both) <= TOO_LONG else f"{self.te} (నమూనా)"


def read(name: str) -> Any:
    """Return a file of `data/`."""
    return json.loads((DATA / name).read_text("utf-8"))


@cache
def _words(group: str) -> Sequence[Words]:
    return tuple(Words(**row) for row in read("people.json")[group])


@cache
def towns(company: str) -> Sequence[Words]:
    """Return the towns of one electricity company's area."""
    return tuple(Words(**row) for row in read("people.json")["towns"][company])


def person(chance: Chance) -> Words:
    """Return a sample person's name."""
    surname = chance.one_of(_words("surnames"))
    given = chance.one_of(_words(chance.one_of(("women", "men"))))
    return Words(f"{surname.te} {given.te}", f"{surname.en} {given.en}")


def given(chance: Chance) -> Words:
    """Return a given name."""
    return chance.one_of(_words(chance.one_of(("women", "men"))))


def woman(chance: Chance) -> Words:
    """Return a woman's given name."""
    return chance.one_of(_words("women"))


def named(label: object) -> Words:
    """Return a name in both languages as a request sends it; empty where it sends something else."""
    names = label if isinstance(label, dict) else {}
    return Words(str(names.get("te", "")), str(names.get("en", "")))
