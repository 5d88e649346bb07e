"""Whether what officers wrote makes sense as a whole: one small module for each thing that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.language.checks.amounts import check_amounts
from engine.language.checks.approved import check_approved
from engine.language.checks.asked_back import check_asked_back
from engine.language.checks.backed import check_backing, check_shared_backing
from engine.language.checks.budgets import check_budgets
from engine.language.checks.certificates import check_certificates, check_issued_lists
from engine.language.checks.counts import check_counts
from engine.language.checks.examples import check_examples
from engine.language.checks.fee_tables import check_fee_tables, check_listed_fees
from engine.language.checks.figures import check_figures, check_shared_figures
from engine.language.checks.find_words import (
    check_common_words,
    check_find_words,
    check_names,
    check_shared_find_words,
)
from engine.language.checks.fit import check_fit
from engine.language.checks.fragments import check_fragments
from engine.language.checks.gateway import check_gateway
from engine.language.checks.graph import check_graph
from engine.language.checks.idle import check_idle
from engine.language.checks.languages import check_languages, check_shared_languages
from engine.language.checks.lengths import check_lengths
from engine.language.checks.options import check_options
from engine.language.checks.placeholders import check_placeholders
from engine.language.checks.reach import check_family_reach, check_reach
from engine.language.checks.references import check_departments, check_groups, check_references
from engine.language.checks.scenarios import check_scenarios
from engine.language.checks.settled import check_settled
from engine.language.checks.stale import check_shared_stale, check_stale
from engine.language.checks.strays import check_strays
from engine.language.checks.style import check_shared_style, check_style
from engine.language.checks.systems import check_systems
from engine.language.checks.templates import check_templates
from engine.language.checks.turns import check_turns
from engine.language.checks.unnamed import check_unnamed
from engine.language.checks.unset import check_unset
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding
from engine.language.model.service import Service
from engine.language.own import Own
from engine.language.policies import check_policies, check_state_policies
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.whole import Whole

ServiceCheck = Callable[[Draft, Program | None], Iterable[Finding]]
ProgramCheck = Callable[[Reading, Service, Program], Iterable[Finding]]
OwnCheck = Callable[[Own, Program | None], Iterable[Finding]]
CatalogueCheck = Callable[[Whole], Iterable[Finding]]

SERVICE_CHECKS: tuple[ServiceCheck, ...] = (
    check_languages,
    check_placeholders,
    check_lengths,
    check_fit,
    check_options,
    check_turns,
    check_references,
    check_unset,
    check_amounts,
    check_counts,
    check_issued_lists,
    check_asked_back,
    check_graph,
    check_settled,
    check_unnamed,
    check_idle,
    check_policies,
)
"""What is looked at within a service, whether its program could be made or not."""

PROGRAM_CHECKS: tuple[ProgramCheck, ...] = (check_budgets,)
"""What is looked at in a program without errors."""

OWN_CHECKS: tuple[OwnCheck, ...] = (
    check_backing,
    check_listed_fees,
    check_figures,
    check_find_words,
    check_reach,
    check_scenarios,
    check_stale,
    check_style,
)
"""What is looked at in the files of a service, also where it is not compiled because they have findings."""

CATALOGUE_CHECKS: tuple[CatalogueCheck, ...] = (
    check_strays,
    check_departments,
    check_groups,
    check_shared_backing,
    check_fee_tables,
    check_shared_figures,
    check_certificates,
    check_shared_find_words,
    check_names,
    check_common_words,
    check_shared_languages,
    check_fragments,
    check_systems,
    check_gateway,
    check_state_policies,
    check_examples,
    check_family_reach,
    check_shared_stale,
    check_shared_style,
    check_approved,
    check_templates,
)
"""What is looked at in the files all services stand on, and between services: of these only what their outlines say."""


def check_service(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield what is wrong within one service. program: missing where its making had findings."""
    for check in SERVICE_CHECKS:
        yield from check(draft, program)


def check_program(reading: Reading, service: Service, program: Program) -> Iterator[Finding]:
    """Yield what a sound program should not do. Asked for right after its service was looked at, it uses what is known from there."""
    for check in PROGRAM_CHECKS:
        yield from check(reading, service, program)


def check_own(own: Own, program: Program | None) -> Iterator[Finding]:
    """Yield what is wrong in the files of a service. program: missing where it has findings already."""
    for check in OWN_CHECKS:
        yield from check(own, program)


def check_catalogue(whole: Whole) -> Iterator[Finding]:
    """Yield what is wrong between files."""
    for check in CATALOGUE_CHECKS:
        yield from check(whole)
