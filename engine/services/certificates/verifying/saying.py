"""What is said of a certificate, in a person's language; the words lie in words.toml, the same for page, chat and command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.token.claims import BORN
from engine.services.certificates.verifying.enquiry import Finding
from engine.services.certificates.verifying.sheet import MOST_PAGES
from engine.services.certificates.verifying.verdict import ANSWERS, Reason

LANGUAGES: Final = ("te", "en")


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return all words: headlines by answer, advice by reason, labels by what they stand before, what is said of a photograph.

    Each is by language.
    """
    import tomllib
    from pkgutil import get_data

    written = get_data(__name__, "words.toml") or b""
    said: Any = tomllib.loads(written.decode())
    return {each: said[each] for each in ("answers", "reasons", "labels", "photograph")}


def headline(reason: Reason, language: str) -> str:
    """Return the answer in a few words."""
    return _in(words()["answers"][ANSWERS[reason]], language)


def label(name: str, language: str) -> str:
    """Return what stands before a number, an office or a day."""
    return _in(words()["labels"][name], language)


def nameless(number: int) -> dict[str, str]:
    """Return what stands before a detail that had a name when it was signed and has none in the catalogue in force, by language."""
    written = words()["labels"]["detail"]
    return {language: said.replace("{number}", str(number)) for language, said in written.items()}


def born(value: str | int, kind: CertificateKind | None) -> tuple[Mapping[str, str], str]:
    """Return a date of birth as checkers are shown it, with what stands before it: its year, where its kind does not show the whole day."""
    written = str(value)
    field = next((each for each in kind.fields if each.token == BORN), None) if kind else None
    if field is None or field.shown != "whole":
        return words()["labels"]["year"], _year(written)
    whole = re.fullmatch(r"[0-9]{8}", written, re.ASCII)
    return field.label, f"{written[6:]}-{written[4:6]}-{written[:4]}" if whole else written


def _year(written: str) -> str:
    """Return a year, of whatever a date of birth is written as; nothing else of it."""
    if re.fullmatch(r"[0-9]{8}", written, re.ASCII):
        return written[:4]
    years = [run for run in re.split(r"[^0-9]+", written) if len(run) == 4]
    return years[0] if len(years) == 1 else "••••"


def advice(finding: Finding, language: str) -> str:
    """Return what it means and what to do."""
    said = _in(words()["reasons"][finding.verdict.reason], language)
    if finding.pages > MOST_PAGES:
        said += " " + label("pages", language)
    said = said.replace("{looked}", str(MOST_PAGES)).replace("{pages}", str(finding.pages))
    return said.replace("{host}", finding.host)


def of_photograph(finding: Finding, language: str) -> str:
    """Return what is said of the photograph, nothing where the certificate has none."""
    return _in(words()["photograph"][finding.photograph], language) if finding.photograph else ""


def _in(said: Mapping[str, str], language: str) -> str:
    return said.get(language, said["en"])
