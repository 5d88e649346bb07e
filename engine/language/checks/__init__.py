"""Whether what officers wrote makes sense as a whole: one small module for each thing that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.language.checks.amounts import check_amounts
from engine.language.checks.asked_back import check_asked_back
from engine.language.checks.counts import check_counts
from engine.language.checks.examples import check_examples
from engine.language.checks.fee_tables import check_fee_tables
from engine.language.checks.find_words import check_find_words, check_names, check_shared_words
from engine.language.checks.fragments import check_fragments
from engine.language.checks.languages import check_languages
from engine.language.checks.lengths import check_lengths
from engine.language.checks.reach import check_reach
from engine.language.checks.references import check_departments, check_references
from engine.language.checks.scenarios import check_scenarios
from engine.language.checks.stale import check_stale
from engine.language.checks.systems import check_systems
from engine.language.checks.unset import check_unset
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding
from engine.language.program import Program
from engine.language.reading import Reading

ServiceCheck = Callable[[Draft, Program | None], Iterable[Finding]]
CatalogueCheck = Callable[[Reading, Mapping[str, Program]], Iterable[Finding]]

SERVICE_CHECKS: tuple[ServiceCheck, ...] = (
    check_languages,
    check_lengths,
    check_references,
    check_unset,
    check_amounts,
    check_counts,
    check_asked_back,
)
"""What is looked at within a service, whether its program could be made or not."""

CATALOGUE_CHECKS: tuple[CatalogueCheck, ...] = (
    check_departments,
    check_fee_tables,
    check_find_words,
    check_names,
    check_shared_words,
    check_fragments,
    check_systems,
    check_examples,
    check_reach,
    check_scenarios,
    check_stale,
)
"""What is looked at over all files."""


def check_service(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield what is wrong within one service. program: missing where its making had findings."""
    for check in SERVICE_CHECKS:
        yield from check(draft, program)


def check_catalogue(reading: Reading, programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield what is wrong between files."""
    for check in CATALOGUE_CHECKS:
        yield from check(reading, programs)
