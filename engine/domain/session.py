"""Everything of a case and of a person's conversation that must survive a restart, JSON-ready.

A session is one run of a service, pinned to its program. A conversation is a person's one dialogue with us: the language, the case
in the foreground, the place in the menu. Both are written after every turn, so both are small (target: 1 KB after 20 answers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Self

FORMAT = 2
"""Grows by one when a stored session must be converted before it can be read."""


@dataclass(slots=True)
class Stored:
    """What sessions and conversations share: a JSON form that costs little to write, to read and to keep.

    The form is the fields' values in the order of the class. A field may only be added at its end, with a default; none may go.
    """

    def to_json(self) -> tuple[Any, ...]:
        """Return the values of all fields in order, plain JSON already."""
        return _VALUES[self.__class__](self)

    @classmethod
    def from_json(cls, stored: Sequence[Any] | Mapping[str, Any]) -> Self:
        """Return the value whose JSON form this is; in format 1 it was an object of the fields that are not empty."""
        return cls(**stored) if isinstance(stored, dict) else cls(*stored)


@dataclass(slots=True)
class Session(Stored):
    """One run of a service.

    at: the step it stands at, or the end it reached; state: see STATES; turn: grows with every question asked, so that an old
    button is recognised; seq: grows with every keyed effect; pending: the key awaited; stage: what within the step (verb's own word);
    answers: stored values by name, nested for fragments, calls and repeats; left: answers left behind by a change of path, kept but unset;
    asked: questions answered since the last effect, for "back"; taken: where a step led when not simply on; counts: how often a counted
    way back was taken; resume: while answers are changed, the step to come back to: what is still answered on the way is passed over;
    holds: bookings neither settled nor released, by step id; keys: effects later steps refer to, by step id; local: the step's own notes;
    number: the case's number in the register, once it has one; said: words kept for the next message while a short call is under way.
    """

    id: str
    service: str
    program: str
    language: str
    at: str = ""
    state: str = "asking"
    turn: int = 0
    seq: int = 0
    tries: int = 0
    pending: str = ""
    stage: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    resume: str = ""
    holds: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    local: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    opened: str = ""
    ended: str = ""
    said: list[str] = field(default_factory=list)


STATES = ("asking", "working", "parked", "ended")
"""asking: the citizen's turn · working: a short call is under way · parked: an officer, a payment or time is awaited, the person is
free for other services · ended."""


@dataclass(slots=True)
class Conversation(Stored):
    """One person's dialogue with us.

    language: empty until chosen; foreground: the case whose question stands, or empty;
    place: where in the menu (`menu`, `deps`, `dep:revenue`, `events`, `event:birth`, `mine`, `begun:<case>`, `language`);
    cases: newest first, {"id", "service", "state", "number"?, "on": opened, "result"?}, bounded; their state can be `paying`, `left` too;
    heard: moment of the citizen's last message, the start of the 24-hour window;
    held: messages kept until the citizen taps "Open", or until the day comes; greeted: the first welcome was sent;
    awake: moment of the citizen's last payment; morning: moment until which `held` waits for the day, or empty;
    unread: the case whose question is among `held`; checked: when certificates were sent to be verified within the last hour;
    unseen: how many files in a row no code was found in.
    """

    id: str
    language: str = ""
    foreground: str = ""
    place: str = ""
    cases: list[dict[str, str]] = field(default_factory=list)
    heard: str = ""
    held: list[dict[str, Any]] = field(default_factory=list)
    greeted: bool = False
    awake: str = ""
    morning: str = ""
    unread: str = ""
    checked: list[str] = field(default_factory=list)
    unseen: int = 0


_VALUES: dict[type[Stored], Callable[[Any], tuple[Any, ...]]] = {
    kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Session, Conversation)
}
