"""Judges what was found on a day: what is to be shown, and what may stand by a waiver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from engine.language.findings import Finding, Severity, error, tidy
from engine.language.remark import Remark
from engine.language.waiver import Waiver

PATH = "_shared/waivers.yaml"
FIRM = ("YAML-", "SHAPE-", "FILE-13")
"""Codes that cannot be waived begin so: how a file is written, and waivers themselves."""


class Waived(NamedTuple):
    """A finding that may stand, and what lets it."""

    finding: Finding
    by: Waiver


class Judged(NamedTuple):
    """What is to be shown on a day, and what may stand on it."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]


def judge(
    findings: Iterable[Finding],
    remarks: Iterable[Remark],
    waivers: Iterable[Waiver],
    today: date,
) -> Judged:
    """Return what is to be shown today. An error is never waived: it stops the release whatever a waiver says."""
    live: dict[tuple[str, str], list[Waiver]] = {}
    for waiver in waivers:
        if today <= waiver.until and not waiver.code.startswith(FIRM):
            live.setdefault((waiver.path, waiver.code), []).append(waiver)
    shown: list[Finding] = []
    waived: list[Waived] = []
    held = (remark.finding for remark in remarks if remark.holds(today))
    for finding in tidy((*findings, *held)):
        near = live.get((finding.path, finding.code), ())
        by = next((waiver for waiver in near if waiver.covers(finding)), None)
        if by is None:
            shown.append(finding)
        elif finding.severity is Severity.ERROR:
            shown += [finding, firm(by)]
        else:
            waived.append(Waived(finding, by))
    return Judged(tidy(shown), tuple(waived))


def firm(waiver: Waiver) -> Finding:
    """Return that this waiver speaks of what no waiver may let stand."""
    return error(
        PATH,
        waiver.span,
        "FILE-131",
        f"{waiver.code} of {waiver.path} cannot be waived",
        "An error stops the release, so that no citizen meets it",
        f"Put right what {waiver.code} says, and delete this waiver",
    )
