"""What somebody read in an order or a charter is read again in time: a source past its day is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from engine.domain.duration import Duration, parse_duration
from engine.language.findings import Finding, warning
from engine.language.model.facts import Source
from engine.language.own import Own
from engine.language.reading import Reading
from engine.language.remark import Remark
from engine.language.whole import Whole

_DAY_S = 86_400
_A_DAY = timedelta(days=1)
_LONG = {"months": 30, "years": 365, "working_days": 1, "working_hours": 0}


def check_sources(own: Own) -> Iterator[Remark]:
    """Yield each source of a service from the day after it should have been read again."""
    yield from _remarks(own.sources, own.reading)


def check_shared_sources(whole: Whole) -> Iterator[Remark]:
    """Yield what `check_sources` finds in files that all services stand on."""
    services = {each.path for each in whole.outlines}
    shared = (each for each in whole.reading.world.sources if each.path not in services)
    yield from _remarks(shared, whole.reading)


def _remarks(sources: Iterable[Source], reading: Reading) -> Iterator[Remark]:
    after = parse_duration(reading.world.state.check_again_after)
    days = _days(after) if after else None
    for source in sources:
        due = source.check_again_by
        if due is None and days is not None and source.read_on is not None:
            due = source.read_on + days
        if due is not None:
            yield Remark(_overdue(source, due), (due + _A_DAY).isoformat())


def _days(written: Duration) -> timedelta:
    if written.seconds is not None:
        return timedelta(days=written.seconds // _DAY_S)
    return timedelta(days=written.amount * _LONG[written.unit])


def _overdue(source: Source, due: date) -> Finding:
    return warning(
        source.path,
        source.span,
        "FILE-141",
        f'"{source.title}" was to be read again by {due}, and was last read on {source.read_on}',
        "A citizen may be told a fee, a paper or a time limit that no longer holds",
        "Compare the file with the source, then write today under read_on: and the next day under check_again_by:",
    )
