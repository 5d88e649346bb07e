"""Program: one service resolved, immutable and ready to run, named by the hash of everything it was made from.

A program is a flat list of steps: fragments are laid out in place (`home.district`), families are filled in, every target is a known
step or end. Conditions, values and texts are compiled to functions, so that running a step parses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.calendar import HolidayCalendar, QuietHours
from engine.domain.duration import Duration
from engine.domain.types import Type
from engine.language.compiled import AnyStep, Label, Paper, ShownAnswer, Text, Value

YEAR = Duration(1, "years")
"""How long a case stays readable after its end where neither service nor state say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a service can finish. result: success, rejected, duplicate, abandoned, handoff, failed; to: the desk of a handoff;
    desk: what a citizen is told of it, empty where nothing is known."""

    id: str
    result: str
    text: Text
    to: str = ""
    computed: tuple[str, ...] = ()
    desk: Label = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Something that may still be done with a finished case, offered under "my applications"."""

    id: str
    title: Label
    first: str
    open_until: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """When a service can be started (stored dates, both inclusive), and what to say before and after."""

    first: str
    last: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What the service costs, as far as it can be told before anything is asked.

    amounts: (first day, least, most) in paise, oldest first; each: for each of several; more: other parts may be added.
    """

    amounts: tuple[tuple[str, int, int], ...]
    each: bool = False
    more: bool = False

    def on(self, day: str) -> tuple[int, int] | None:
        """Return the least and the most to be paid on this day (stored form), or None where the table is silent."""
        held = [(least, most) for since, least, most in self.amounts if since <= day]
        return held[-1] if held else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """One service, ready to run.

    steps: in file order, those of `later` last; types: every name's type, dotted (`bill.due`); computed: values worked out when
    read (`fees.certificate`, `refunds.cancelled`); constants: stored values every text can read (a family's `with:`);
    dependents: by step, the steps whose answer must be asked again when its answer changes; notify: the template outside 24 hours;
    calendar: office days and holidays; price: told at the start; note: a small line under it in the menu; quiet: when nothing unasked
    is said; life_events, group: occasions and group of the menu; systems: what it asks, as `power` or, where it is always the same
    route of it, `power/spdcl`; searchable: answers by whose exact value officers find a case; number_prefix: begins the numbers of its
    cases; shown: how the answer of each question (ask, choose, repeat, collect) is shown back;
    keep: how long a case stays readable after its end;
    former_steps: what a step was called before, to what it is called now;
    why: what personal answers are needed for, empty where none are; sources: the paths of every file it was made from.
    """

    digest: str
    service: str
    department: str
    kind: str
    title: Label
    short: Label
    find: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    state: str
    steps: tuple[AnyStep, ...]
    by_id: Mapping[str, AnyStep]
    ends: Mapping[str, End]
    later: Mapping[str, Later]
    types: Mapping[str, Type]
    papers: tuple[Paper, ...]
    why: Label
    takes: str
    notify: str
    computed: Mapping[str, Value]
    constants: Mapping[str, Any]
    dependents: Mapping[str, frozenset[str]]
    calendar: HolidayCalendar
    shown: Mapping[str, ShownAnswer]
    season: Season | None = None
    price: Price | None = None
    note: Label = field(default_factory=dict)
    quiet: QuietHours | None = None
    life_events: tuple[str, ...] = ()
    group: str = ""
    systems: tuple[str, ...] = ()
    searchable: frozenset[str] = frozenset()
    keep: Duration = YEAR
    number_prefix: str = ""
    former_ids: tuple[str, ...] = ()
    former_steps: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """Return the id of the step every run begins with."""
        return self.steps[0].id
