"""What is said of a certificate, in a person's language; the words lie in words.toml, the same for page, chat and command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from engine.services.certificates.verifying.enquiry import Finding
from engine.services.certificates.verifying.verdict import ANSWERS, Reason

LANGUAGES: Final = ("te", "en")


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return all words: headlines by answer, advice by reason, labels by what they stand before, each by language."""
    import tomllib
    from pkgutil import get_data

    written = get_data(__name__, "words.toml") or b""
    said: Any = tomllib.loads(written.decode())
    return {each: said[each] for each in ("answers", "reasons", "labels")}


def headline(reason: Reason, language: str) -> str:
    """Return the answer in a few words."""
    return _in(words()["answers"][ANSWERS[reason]], language)


def label(name: str, language: str) -> str:
    """Return what stands before a number, an office or a day."""
    return _in(words()["labels"][name], language)


def advice(finding: Finding, language: str) -> str:
    """Return what it means and what to do."""
    said = _in(words()["reasons"][finding.verdict.reason], language)
    return said.replace("{host}", finding.host)


def _in(said: Mapping[str, str], language: str) -> str:
    return said.get(language, said["en"])
