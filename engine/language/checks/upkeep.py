"""What somebody should look after in a sound catalogue: what is unused, untested, repeated, copied or no longer up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.language.checks.copied import check_copied
from engine.language.checks.fee_upkeep import check_fee_upkeep
from engine.language.checks.find_words import check_titles, check_unfindable
from engine.language.checks.known_facts import check_known_facts
from engine.language.checks.option_words import check_option_words
from engine.language.checks.sources import check_sources
from engine.language.checks.untested import check_untested
from engine.language.checks.unused import check_unused
from engine.language.findings import Finding
from engine.language.whole import Remark, Whole

STANDING: tuple[Callable[[Whole], Iterable[Finding]], ...] = (
    check_unused,
    check_untested,
    check_unfindable,
    check_titles,
    check_option_words,
    check_fee_upkeep,
    check_known_facts,
    check_copied,
)
"""What holds on any day."""

DATED: tuple[Callable[[Whole], Iterable[Remark]], ...] = (check_sources,)
"""What holds from a day on, or up to one."""


def look_after(whole: Whole) -> Iterator[Remark]:
    """Yield what should be looked after. None of it stops a release."""
    for check in STANDING:
        yield from map(Remark, check(whole))
    for dated in DATED:
        yield from dated(whole)
