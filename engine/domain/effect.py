"""What a step may ask of the world: plain values, performed later by handlers, each at least once under one key.

`key` is `<session id>/<number>`: the same turn replayed gives the same key, so a handler that remembers keys performs an effect once.
Every keyed effect is answered by a `Replied` event that carries its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.domain.message import Outgoing


@dataclass(frozen=True, slots=True)
class Send:
    """A message to the person whose conversation this is."""

    message: Outgoing


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on how often an outcome may come up across conversations.

    by: `citizen` or the stored value of an answer; within_s: seconds; outcomes: those that count.
    """

    name: str
    by: str
    at_most: int
    within_s: int
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """Ask a department system. The reply's outcome is one the operation declares, `unavailable`, or `over_limit`.

    operation: `connector.operation`; needs: stored values; counted: the outcome that counts for all limits, in a call that an earlier
    release wrote; try_until: go on trying until then before answering `gave_up` (None: answer `unavailable` at once).
    """

    key: str
    operation: str
    needs: Mapping[str, Any]
    counted: str = ""
    limits: tuple[Limit, ...] = ()
    try_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestPayment:
    """Open an order. Replies: `link` {url, reference} first, then `paid` {amount, reference, paid_on}, `failed`.

    amount: paise, frozen from here on; account: whose money it is; title: what the pay page shows; expires: aware, UTC.
    """

    key: str
    amount: int
    account: str
    title: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class CancelPayment:
    """Stop expecting this payment; money that still arrives is reported as `paid` and refunded by the session."""

    key: str
    payment: str


@dataclass(frozen=True, slots=True)
class Refund:
    """Give money back. payment: the key of the RequestPayment. Replies: `sent`, `failed`."""

    key: str
    payment: str
    amount: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One officer's turn at a case. limit: how long it may take; may: the allowed decisions; office: the kind of place the office is in,
    which says when it works (`rural`), empty for the usual times."""

    id: str
    role: str
    area: str
    limit: str
    may: tuple[str, ...]
    office: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as officers see it; document and photo values are media handles; searchable: its exact value finds the case.

    text: as the citizen saw it; words: in the other languages of the service, where it reads otherwise there.
    """

    name: str
    label: Mapping[str, str]
    kind: str
    value: Any
    text: str
    searchable: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Enter an application or a grievance in the register. Reply: `opened` {number, opened}.

    kind: `application` or `grievance`; continues: the number of an earlier round, or empty; prefix: begins the number, empty: made from
    the service's name.
    """

    key: str
    kind: str
    service: str
    title: Mapping[str, str]
    shown: tuple[Shown, ...]
    continues: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class AskOfficers:
    """Put a case before its stages. Replies: `moved` {holder, due} at each stage, then `approved`, `rejected`, `closed` {reason}.

    reasons: by decision (`reject`, `close`, `ask_back`), code to label by language; may_change: answers an officer may ask for again;
    escalate: (extra duration after the stage's limit, role) in order.
    """

    key: str
    case: str
    stages: tuple[Stage, ...]
    reasons: Mapping[str, Mapping[str, Mapping[str, str]]]
    may_change: tuple[str, ...]
    ask_backs: int
    escalate: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerOfficers:
    """Give officers the answers they asked for again, or none where the citizen's time ran out (`lapsed`)."""

    key: str
    case: str
    request: str
    shown: tuple[Shown, ...]
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """Make a certificate. Reply: `issued` {number, id, url, file}; file is a stored document.

    declared: what its kind said when the case began, as plain values, so that a later change of the kind does not meet it. language: the
    citizen's.
    """

    key: str
    type: str
    service: str
    fields: Mapping[str, Any]
    approval: str = ""
    declared: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verify:
    """Say whether a certificate somebody sent is genuine. media: of the file, or empty; text: of a code, or empty.

    Replies: `verified` {reason, said}, said being the whole answer by language; `unread` {why}. The file is not kept.
    """

    key: str
    media: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Put the person before a help desk: the case ended there, or broke off after something outside had changed. Reply, once an officer has
    seen to it: `helped` or `unreached`.

    at: the step it stood at; desk: the one the end names, empty: the department's; stopped: what was asked there; told: the last words;
    paid: paise; shown: what was answered; number: of the application, where there is one.
    """

    key: str
    service: str
    at: str
    desk: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    stopped: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    paid: int = 0
    shown: tuple[Shown, ...] = ()
    number: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class WentOn:
    """Let the help desk know that the person it was to speak with went on by themselves. There is no reply."""

    key: str


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake this session at `at` with TimerFired(name, token); one timer of a name a session, a later one replaces it."""

    session: str
    name: str
    at: datetime
    token: int


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget the timer of this name."""

    session: str
    name: str


Effect = (
    Send | Call | RequestPayment | CancelPayment | Refund | OpenCase | AskOfficers | AnswerOfficers | Issue
    | Verify | HandOver | WentOn | SetTimer | CancelTimer
)  # fmt: skip
