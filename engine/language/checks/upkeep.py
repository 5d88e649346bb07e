"""What somebody should look after in a sound catalogue: what is unused, untested, repeated, copied, out of order or out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.language.checks.copied import check_copied
from engine.language.checks.copied_ends import check_copied_ends
from engine.language.checks.fee_upkeep import check_fee_upkeep, check_shared_fees
from engine.language.checks.find_words import check_titles, check_unfindable
from engine.language.checks.key_order import check_key_order, check_shared_key_order
from engine.language.checks.known_facts import check_known_facts
from engine.language.checks.option_words import check_option_words, check_shared_option_words
from engine.language.checks.reach import check_shared_ends
from engine.language.checks.sources import check_shared_sources, check_sources
from engine.language.checks.untested import check_untested
from engine.language.checks.unused import check_unused
from engine.language.findings import Finding
from engine.language.own import Own
from engine.language.program import Program
from engine.language.remark import Remark
from engine.language.whole import Whole

OWN: tuple[Callable[[Own, Program | None], Iterable[Finding]], ...] = (
    check_untested,
    check_option_words,
    check_fee_upkeep,
    check_known_facts,
    check_key_order,
)
"""What holds of a service on any day."""

STANDING: tuple[Callable[[Whole], Iterable[Finding]], ...] = (
    check_unused,
    check_shared_ends,
    check_unfindable,
    check_titles,
    check_shared_option_words,
    check_shared_fees,
    check_copied,
    check_copied_ends,
    check_shared_key_order,
)
"""What holds between services, and in what they stand on, on any day."""


def look_after_own(own: Own, program: Program | None) -> Iterator[Remark]:
    """Yield what should be looked after in a service. None of it stops a release."""
    for check in OWN:
        yield from map(Remark, check(own, program))
    yield from check_sources(own)


def look_after(whole: Whole) -> Iterator[Remark]:
    """Yield what should be looked after in the files all services stand on, and between services. None of it stops a release."""
    for check in STANDING:
        yield from map(Remark, check(whole))
    yield from check_shared_sources(whole)
