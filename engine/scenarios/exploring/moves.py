"""What can happen next in a dialogue: the citizen, a department, a payment, an officer or the clock does something."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.message import Incoming, Outgoing, TapIn
from engine.scenarios.transcript import offered


@dataclass(frozen=True, slots=True)
class Sends:
    """The citizen types words, or sends a file or a place."""

    message: Incoming


@dataclass(frozen=True, slots=True)
class Taps:
    """The citizen taps what was offered last. value: what the tap brings back, the same in every language."""

    value: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The world answers what it was asked. wanted: examples or outcomes in order, as in a test; none: what comes by itself."""

    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decides:
    """An officer acts."""

    decision: str
    reason: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passes:
    """Time passes. seconds: none where it is until the next thing that time brings about."""

    seconds: int = 0


@dataclass(frozen=True, slots=True)
class ComesBack:
    """The citizen takes up something that may be done with a finished case."""

    later: str


Move = Sends | Taps | Answers | Decides | Passes | ComesBack


def value_of(tap: str) -> str:
    """Return what a tap brings back, without the case and the turn it belongs to."""
    return tap.split(".", 2)[-1]


def tap_on(said: list[Outgoing], value: str) -> TapIn | None:
    """Return the tap on the newest message that offers this."""
    for message in reversed(said):
        for tap, title in offered(message):
            if value_of(tap) == value:
                return TapIn(tap, title)
    return None
