"""What the runtime and the parts around it say to each other: arrivals come in, jobs go out, results come back.

A channel or a service gives the runtime *arrivals* (something happened outside), *receivers* (what an arrival of a kind means) and
*handlers* (how an effect is performed). Every body is bytes made by `codec.encode`, so that one reader serves all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from engine.domain.event import Event
from engine.domain.message import Incoming

KINDS = (
    *("message", "status", "moved", "payment", "decision", "standing"),
    *("reply", "timer", "quarantine"),
)
"""What an arrival can be. The runtime itself knows `message`, `status`, `moved`, `reply`, `timer`, `quarantine`; receivers the rest."""


class Alias(NamedTuple):
    """A name a citizen is known under outside. kind: `phone` (digits with country code), `user_id` (business-scoped), `terminal`."""

    kind: str
    value: str


class Write(NamedTuple):
    """One change to a table, done in the same transaction as what it belongs to. statement: `file.name` of a named statement."""

    statement: str
    params: tuple[Any, ...]


# -- in ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing from outside, as the web process appends it.

    kind: see KINDS; dedupe: what a repetition of it has in common with it, unique over all kinds (`wa:wamid.…`), empty where repeating
    does no harm; aliases: of the sender, none for kinds that name a case; body: bytes of `codec.encode`; at: when it happened, UTC;
    session: the case it concerns, where that is known.
    """

    kind: str
    dedupe: str
    aliases: tuple[Alias, ...]
    body: bytes
    at: datetime
    session: str = ""


@dataclass(frozen=True, slots=True)
class MessageBody:
    """The body of a `message`. id: the channel's name of it; to: which number of ours was written to; at: when it was written."""

    message: Incoming
    at: datetime
    id: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class StatusBody:
    """The body of a `status`: how far a message of ours has come. status: `sent`, `delivered`, `read` or `failed`;
    opaque: the `Job.key` it was sent with; code: the channel's error code.
    """

    id: str
    status: str
    at: datetime
    opaque: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class MovedBody:
    """The body of `moved`: the person the arrival's aliases name is from now on known under these. change: `number` or `user_id`."""

    new: tuple[Alias, ...]
    at: datetime
    change: str = "number"


@dataclass(frozen=True, slots=True)
class QuarantineBody:
    """The body of a `quarantine`: something not understood, kept for a person to look at."""

    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class PaymentBody:
    """The body of a `payment`: a gateway's report as it was signed. gateway: its name in the settings; raw: JSON, an object."""

    gateway: str
    raw: str


@dataclass(frozen=True, slots=True)
class Later:
    """An effect of a service's own, to be delivered at `at` (the expiry of an order, an officer's time limit).

    effect: a dataclass made known by `codec.know`, never a Send; key: unique, a second one with the same key is dropped
    (ended ones are remembered for days, not for ever);
    session: the case it concerns; person: found from the session where left empty.
    """

    at: datetime
    effect: Any
    key: str
    session: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What an arrival means. events: for the sessions they name, in order; writes: done in the same transaction;
    later: effects at a time; forget: keys of `Later` effects that are no longer wanted.
    """

    events: tuple[Event, ...] = ()
    writes: tuple[Write, ...] = ()
    later: tuple[Later, ...] = ()
    forget: tuple[str, ...] = ()


class Reader(Protocol):
    """The reading half of a store."""

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a named statement."""

    def rows_in(
        self, statement: str, values: Sequence[str | int], params: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a statement whose last parameter is a list of values, as many as there are."""


class NotYet(Exception):
    """What an arrival is about is not there: it may be on its way (another worker opens it just now), so the arrival comes again."""


class Receiver(Protocol):
    """Knows what arrivals of one kind mean. Runs inside the turn's transaction: it reads, it does not write, it does not wait.

    What it raises makes the arrival a dead letter after three tries.
    """

    def receive(self, arrival: Arrival, store: Reader, now: datetime) -> Received:
        """Return what this arrival means; the arrival's body is open."""


# -- out --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FetchMedia:
    """The runtime's own effect: bring a file a citizen sent into our blob store under the same handle, before the channel drops it."""

    media: str
    mime: str
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One effect to perform.

    key: the effect's key, or for effects without one a name unique to this row; it stays the same at every try.
    effect: one of domain.effect, FetchMedia, or a service's own; person: random id; session: empty where none is concerned;
    aliases: how the person can be reached, newest first; line: the number of ours the person last wrote to;
    attempt: 1 at first; unsure: an earlier try may have succeeded unseen.
    """

    key: str
    effect: Any
    person: str
    session: str
    aliases: tuple[Alias, ...]
    line: str
    attempt: int
    unsure: bool
    made: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """It is performed. replies: events for the sessions they name; provider_id: the channel's name of a message sent;
    later: effects at a time; forget: keys of `Later` effects no longer wanted; aliases: further names of this person learnt on the way.
    """

    replies: tuple[Event, ...] = ()
    writes: tuple[Write, ...] = ()
    provider_id: str = ""
    later: tuple[Later, ...] = ()
    forget: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Retry:
    """It certainly did not happen, and may later. after_s: None takes the next time of the retry table, whose end is a dead letter;
    a number is obeyed as often as it is given. writes, replies: done with the row's new time (a reply here is an interim one).
    """

    after_s: float | None
    why: str
    writes: tuple[Write, ...] = ()
    replies: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Dead:
    """It will never happen. It becomes a dead letter; replies: what the session hears of it, none for the default of its type."""

    why: str
    replies: tuple[Event, ...] = ()
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have happened. A message waits for a status that names its key; after `check_after_s` it is tried again as `unsure`."""

    check_after_s: float
    why: str = ""
    writes: tuple[Write, ...] = field(default=())


Result = Done | Retry | Dead | Unknown


class Handler(Protocol):
    """Performs effects of one type. Runs outside any transaction; must bear being called again with the same key.

    What it raises is logged and counts as `Retry(None, …)`.
    """

    async def deliver(self, job: Job) -> Result:
        """Perform the effect and say how it went."""
