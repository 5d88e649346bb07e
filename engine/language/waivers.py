"""What is wrong with the waivers themselves, and where the steps stand that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from engine.language.findings import Finding, error, warning
from engine.language.judging import FIRM, PATH, firm
from engine.language.remark import Remark
from engine.language.waiver import Waiver
from engine.language.whole import Whole

LONGEST = timedelta(days=366)
"""How far ahead the last day of a waiver may lie."""
_A_DAY = timedelta(days=1)
_NOWHERE = (-1, -1)
"""The lines of a step that is not there."""


def placed(waivers: Iterable[Waiver], whole: Whole) -> tuple[Waiver, ...]:
    """Return the waivers with the lines of the steps they name."""
    asked = [each for each in waivers if each.step]
    steps = _steps(whole, {each.path for each in asked}) if asked else {}
    return tuple(
        replace(each, lines=steps.get((each.path, each.step), _NOWHERE)) if each.step else each
        for each in waivers
    )


def _steps(whole: Whole, paths: set[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the first and last line of every step of these files, by path and id."""
    found = {}
    for script in whole.scripts():
        for row in script.rows if script.path in paths else ():
            begins = [step.begins for step in row]
            after = [*(line - 1 for line in begins[1:]), row[-1].ends] if row else []
            for step, first, last in zip(row, begins, after, strict=True):
                found[script.path, step.id] = (first, max(first, last))
    return found


def about_waivers(
    waivers: Sequence[Waiver], whole: Whole, findings: Iterable[Finding]
) -> Iterator[Remark]:
    """Yield what is wrong with the waivers themselves. findings: everything that was found, whatever the day."""
    by_place: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_place.setdefault((finding.path, finding.code), []).append(finding)
    for waiver in waivers:
        if waiver.code.startswith(FIRM):
            yield Remark(firm(waiver))
        elif waiver.path not in whole.files:
            yield Remark(_lost(waiver))
        elif not any(map(waiver.covers, by_place.get((waiver.path, waiver.code), ()))):
            yield Remark(_idle(waiver))
        else:
            yield Remark(_expired(waiver), (waiver.until + _A_DAY).isoformat())
            yield Remark(_far(waiver), "", (waiver.until - LONGEST - _A_DAY).isoformat())


def _lost(waiver: Waiver) -> Finding:
    return error(
        PATH,
        waiver.span,
        "FILE-132",
        f'There is no file "{waiver.path}" for this waiver',
        "It lets nothing stand, and what was meant is shown as before",
        "Write the path as catalog validate shows it, without the catalogue's own folder",
    )


def _idle(waiver: Waiver) -> Finding:
    where = f'step "{waiver.step}" of {waiver.path}' if waiver.step else waiver.path
    return warning(
        PATH,
        waiver.span,
        "FILE-133",
        f"{waiver.code} is not found in {where}, so this waiver silences nothing",
        "It could hide a later slip that nobody has looked at",
        "Delete it",
    )


def _expired(waiver: Waiver) -> Finding:
    return error(
        PATH,
        waiver.span,
        "FILE-134",
        f"This waiver of {waiver.code} in {waiver.path} ended on {waiver.until}",
        f"{waiver.owner} promised to look at it by then: {waiver.reason}",
        f"Put right what {waiver.code} says, or let its owner give a new last day",
    )


def _far(waiver: Waiver) -> Finding:
    return error(
        PATH,
        waiver.span,
        "FILE-135",
        f"This waiver lasts until {waiver.until}, more than a year ahead",
        "Nobody would look at it again",
        "Write a day within a year under until:",
    )
