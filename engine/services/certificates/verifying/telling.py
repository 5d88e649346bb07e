"""The whole answer to "is this genuine?" as one message: what we found, what to do, and what the certificate truly says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from engine.domain.calendar import local_date
from engine.domain.rendering import render_date
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.token import Claims
from engine.services.certificates.token.claims import BORN, NAME
from engine.services.certificates.verifying.enquiry import Finding
from engine.services.certificates.verifying.saying import (
    advice,
    born,
    headline,
    label,
    nameless,
    of_photograph,
)

MOST: Final = 300
"""Characters of a value: nothing that we sign is longer."""
MOST_WORDS: Final = 60
"""Letters of a foreign code that are said again."""
UNSEEN: Final = "\ufffd"
"""Stands in a host for a sign that nobody sees: without it the host could look like ours."""
_JOINERS = "\u200c\u200d"
"""Telugu, Hindi and Urdu words need them; other signs that nobody sees could turn a line round."""


def told(finding: Finding, kind: CertificateKind | None, language: str) -> str:
    """Return the message. What was signed is shown only where a key of ours signed it. kind: None where we issue none of this type now."""
    verdict = finding.verdict
    said = [f"*{headline(verdict.reason, language)}*", advice(_unlinked(finding), language)]
    if verdict.claims is not None and verdict.answer != "not_genuine":
        title = _in(kind.title, language) if kind else verdict.claims.type
        lines = "\n".join(
            f"{name}: {value}" for name, value in _lines(verdict.claims, kind, language)
        )
        said += ["", f"*{title}*", lines]
        if finding.photograph:
            said.append(f"{label('photograph', language)}: {of_photograph(finding, language)}")
    return "\n".join(said)


def named(finding: Finding, code: str) -> Finding:
    """Return the finding with the foreign host in words that cannot pretend; a code that leads nowhere is named by its own."""
    if finding.verdict.reason != "other_host":
        return finding
    return replace(finding, host=_host((finding.host or code)[:MOST_WORDS]))


def _lines(
    claims: Claims, kind: CertificateKind | None, language: str
) -> Iterator[tuple[str, str]]:
    """Yield what was signed, each with its label; what has no name any more, or whose kind is gone, with its number."""
    yield label("number", language), plain(claims.number)
    labels = {NAME: label("name", language)}
    if kind is not None:
        labels |= {field.token: _in(field.label, language) for field in kind.fields if field.token}
    said = {**claims.person, **claims.fields}
    if BORN in said:
        before, shown = born(said[BORN], kind)
        labels[BORN], said[BORN] = _in(before, language), shown
    for number in (each for each in labels if each in said):
        yield labels[number], plain(said[number])
    for number in sorted(said.keys() - labels.keys()):
        yield (
            _in(nameless(number), language),
            f"{plain(said[number])} ({label('changed', language)})",
        )
    offices = [_in(kind.office, language) if kind else "", plain(claims.officer)]
    if any(offices):
        yield label("office", language), ", ".join(filter(None, offices))
    yield label("issued", language), _date(claims.issued)
    if claims.expires is not None:
        yield label("expires", language), _date(claims.expires)


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()))


def _date(moment: int) -> str:
    return render_date(local_date(datetime.fromtimestamp(moment, UTC)).isoformat())


def plain(value: str | int) -> str:
    """Return a value as one line that shows all it holds: composed, no signs that turn a line round or that nobody sees."""
    composed = unicodedata.normalize("NFC", str(value)[:MOST])
    seen = (
        each if each in _JOINERS or unicodedata.category(each)[0] not in "CZ" else " "
        for each in composed
    )
    return " ".join("".join(seen).split())


def _host(words: str) -> str:
    """Return a host, or what a code says instead, with a mark for every sign that nobody sees."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(each if each.isprintable() else UNSEEN for each in composed)


def _unlinked(finding: Finding) -> Finding:
    """Return the finding with a host that no phone makes into a link: nobody shall be led there by a message of ours."""
    return replace(finding, host=_host(finding.host[:80]).replace(".", " . "))
