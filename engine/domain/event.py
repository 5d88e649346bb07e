"""What can wake a conversation: a message, an effect's reply, an officer's question, a timer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.message import Incoming, Outgoing


@dataclass(frozen=True, slots=True)
class Started:
    """A citizen opened a service; later: what is taken up of a finished case, or empty for a new one."""

    later: str = ""


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """The citizen wrote, tapped or sent something."""

    message: Incoming


LIMIT = "limit"
"""What a reply `over_limit` gives: the place of the limit that is used up among those of the call, from 0."""


@dataclass(frozen=True, slots=True)
class Replied:
    """An effect's outcome came back.

    session: the case it belongs to; key: the effect's key; outcome: one that the effect's step declares
    (`found`, `paid`, `approved`, …) or an interim one (`link` of a payment, `moved` of an application);
    gives: stored values by name.
    """

    session: str
    key: str
    outcome: str
    gives: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedBack:
    """An officer wants some answers again; reason: a code of the step's `ask_back` list."""

    session: str
    key: str
    answers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer set by a session came due; `token` tells whether it still matters."""

    session: str
    name: str
    token: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something the person was to be told did not reach them.

    why: `window` (WhatsApp takes free words only for 24 hours after the citizen wrote) or `file` (it does not take this file);
    at: when it was tried, stored form.
    """

    session: str
    message: Outgoing
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class FileLost:
    """A file a citizen sent could not be brought home.

    media: its handle, as it stands among a case's answers; refused: it came, and is nothing we can take.
    """

    media: str
    refused: bool = False


Event = Started | MessageArrived | Replied | AskedBack | TimerFired | Unsaid | FileLost
