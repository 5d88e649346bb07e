"""Tests, translations and samples that are there for a service that is not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.files import path_of
from engine.language.findings import Finding, error
from engine.language.model.family_scenarios import FamilyScenarios, strangers
from engine.language.nearest import suggest
from engine.language.source import START
from engine.language.whole import Whole


def check_strays(whole: Whole) -> Iterator[Finding]:
    """Yield files and samples without a service; of a service that is there and cannot be read all is said already."""
    services = {each.id for each in whole.outlines}
    for file in whole.reading.scenarios:
        if file.service not in services and path_of(file.service) not in whole.files:
            yield error(
                file.path,
                START,
                "FILE-105",
                f'There is no service "{file.service}" for these tests',
                "",
                suggest(file.service, services) or "Add the service, or delete the tests",
            )
    for service, sidecars in whole.reading.lonely.items():
        for each in sidecars if path_of(service) not in whole.files else ():
            yield error(
                each.path,
                START,
                "FILE-102",
                f'There is no service "{service}" to this translation',
                "Nobody would ever read these words",
                suggest(service, services) or "Name it as the service's file is named",
            )
    for told in whole.reading.for_families:
        yield from strangers(told, _members(told, whole))


def _members(told: FamilyScenarios, whole: Whole) -> list[str]:
    """Return the names of a family's members, without their department."""
    return [
        each.id.partition(".")[2]
        for each in whole.outlines
        if (each.department, each.family) == (told.department, told.family)
    ]
