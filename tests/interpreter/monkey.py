"""A citizen, an office and a world gone wild: any event the outside can bring, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson

from engine.domain.calendar import format_moment
from engine.domain.effect import Call, Effect, RequestPayment, Send
from engine.domain.event import (
    AskedBack,
    Event,
    FileLost,
    MessageArrived,
    Replied,
    TimerFired,
    Unsaid,
)
from engine.domain.message import (
    ButtonsOut,
    ContactIn,
    DocumentOut,
    EditIn,
    FormIn,
    LinkOut,
    ListOut,
    LocationIn,
    LocationRequestOut,
    MediaIn,
    OtherIn,
    TapIn,
    TemplateOut,
    TextIn,
    TextOut,
)
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import Turn, sessions_needed, take_turn
from engine.scenarios.world import World

WORDS = (
    "hi", "మెనూ", "menu", "back", "వెనక్కి", "change", "మార్చు", "status", "స్థితి", "language", "తెలుగు", "english", "stop", "ఆపు", "help",
    "1", "2", "3", "9", "౧", "0", "-1", "", " ", "😀", "రవి కుమార్", "Ravi Kumar", "yes", "no", "అవును", "కాదు", "skip", "దాటవేయండి",
    "85000", "90,000", "1 lakh", "లక్ష", "15-08-1990", "15-08-2011", "31-02-2020", "రేపు", "tomorrow", "1234567890", "1234567890123",
    "12345", "x" * 4096, "a\u202eb", "{{ income }}", "*bold*", "income", "ఆదాయం", "bill", "దర్శనం", "more", "kal", "₹45", "22222222",
)  # fmt: skip
"""What a citizen may type: commands, answers that fit some question, answers that fit none, noise."""


@dataclass
class Monkey:
    """Holds a conversation and its world; `choose(n)` gives a number below n."""

    directory: object
    connectors: object
    choose: object
    now: datetime = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    language: str = "te"
    cases: int = 0
    sessions: dict[str, Session] = field(default_factory=dict)
    said: list = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    timers: dict[tuple[str, str], TimerFired] = field(default_factory=dict)
    asks: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self.conversation = Conversation("sample", self.language, greeted=True)
        self.world = World("", self.connectors, {}, self.now)

    def pick(self, several):
        return several[self.choose(len(several))]

    # -- events ------------------------------------------------------------------------------------

    def event(self) -> Event:
        """Return something that may happen now."""
        kind = self.choose(10)
        if self.waiting and kind < 4:
            return self.waiting.pop(self.choose(len(self.waiting)))
        if kind == 4 and self.timers:
            return self.timers[self.pick(sorted(self.timers))]
        if kind == 5 and self.asks:
            return self._officer()
        if kind == 6 and self.keys:
            session, key = self.pick(self.keys)
            return Replied(
                session,
                key,
                self.pick(("paid", "unavailable", "found", "odd", "failed", "moved")),
                {"amount": 100, "reference": "SAMPLE", "paid_on": "2026-11-20T06:00:00Z"},
            )
        words = [each for each in self.said[-6:] if not isinstance(each, TemplateOut)]
        if kind == 7 and words:
            session = self.pick([*sorted(self.sessions), "gone", ""])
            why, at = self.pick(("window", "file")), format_moment(self.now)
            return Unsaid(session, self.pick(words), why, at)
        if self.choose(12) == 0:
            return FileLost(self.pick(("media-1", "media-2", "unknown")))
        return MessageArrived(self._message())

    def _officer(self) -> Event:
        session, ask = self.pick(self.asks)
        did = self.pick(("approved", "rejected", "closed", "back"))
        if did == "back":
            return AskedBack(session, ask.key, ask.may_change[:2], "unclear")
        return Replied(session, ask.key, did, {"reason": {"te": "కారణం", "en": "A reason"}})

    def _message(self):
        kind = self.choose(8)
        offered = [tap for message in self.said[-6:] for tap in taps(message)]
        if kind < 4 and offered:
            return TapIn(self.pick(offered), "tapped")
        if kind == 4:
            name = self.pick(
                (("application/pdf", "a.pdf"), ("image/jpeg", "a.jpg"), ("video/mp4", "a.mp4"))
            )
            return MediaIn("media-1", name[0], name[1], self.pick((1000, 90_000_000)))
        if kind == 5:
            return self.pick(
                (
                    LocationIn(16.5, 80.6),
                    OtherIn("lost_file"),
                    MediaIn("media-2", "audio/ogg", "", 0, voice=True),
                    ContactIn("Sample", "919000000003"),
                    FormIn("address_message", "", {"city": "Guntur"}),
                    EditIn("wamid.1", withdrawn=True),
                    TapIn("m.odd", "?"),
                    TapIn("gone.1.x", "?"),
                )
            )
        return TextIn(self.pick(WORDS))

    # -- turns -------------------------------------------------------------------------------------

    def turn(self, event: Event) -> Turn:
        """Take one turn on state that went through JSON, and let the world answer some time."""
        stored = orjson.dumps(
            [
                self.conversation.to_json(),
                {name: each.to_json() for name, each in self.sessions.items()},
            ]
        )
        first, rest = orjson.loads(stored)
        conversation = Conversation.from_json(first)
        sessions = {name: Session.from_json(each) for name, each in rest.items()}
        needed = set(sessions_needed(conversation, event))
        given = {name: each for name, each in sessions.items() if name in needed}
        self.now += timedelta(seconds=self.pick((1, 30, 3600, 90_000)))
        self.cases += 1
        turn = take_turn(self.directory, conversation, given, event, self.now, f"case{self.cases}")
        again = take_turn(self.directory, conversation, given, event, self.now, f"case{self.cases}")
        assert turn == again, "the same inputs gave another outcome"
        for session in turn.sessions.values():
            through_json = Session.from_json(orjson.loads(orjson.dumps(session.to_json())))
            assert through_json == session, (
                "something of the session does not survive its JSON form"
            )
        for effect in turn.effects:
            self._heed(effect)
        self.conversation = turn.conversation
        self.sessions.update(turn.sessions)
        return turn

    def _heed(self, effect: Effect) -> None:
        session = getattr(effect, "key", "/").split("/")[0] or getattr(effect, "session", "")
        self.world.session, self.world.now = session, self.now
        if isinstance(effect, Send):
            self.said.append(effect.message)
            return
        if isinstance(effect, Call) and self.choose(3) == 0:
            self.waiting.append(
                Replied(
                    session,
                    effect.key,
                    self.pick(("unavailable", "gave_up", "over_limit", "still_trying")),
                )
            )
            return
        if isinstance(effect, RequestPayment):
            self.keys.append((session, effect.key))
        self.world.desk = None
        self.waiting += self.world.perform(effect)
        if self.world.desk is not None:
            self.asks.append((session, self.world.desk.ask))
        for timer in self.world.timers.values():
            self.timers[timer.session, timer.name] = TimerFired(
                timer.session, timer.name, timer.token
            )
        self.world.timers.clear()


def taps(message) -> list[str]:
    """Return the ids of everything that can be tapped on a message."""
    if isinstance(message, ButtonsOut):
        return [button.id for button in message.buttons]
    if isinstance(message, ListOut):
        return [row.id for row in message.rows]
    return [message.tap] if isinstance(message, TemplateOut) else []


def check_limits(message) -> None:
    """Assert that the platform would take this message."""
    match message:
        case TextOut(body):
            assert 1 <= len(body) <= 4096
        case ButtonsOut(body, buttons):
            assert 1 <= len(body) <= 1024
            assert 1 <= len(buttons) <= 3
            assert all(1 <= len(button.title) <= 20 and len(button.id) <= 256 for button in buttons)
            assert len({button.id for button in buttons}) == len(buttons)
        case ListOut(body, opener, rows):
            assert 1 <= len(body) <= 1024
            assert 1 <= len(opener) <= 20
            assert 1 <= len(rows) <= 10
            assert all(
                1 <= len(row.title) <= 24 and len(row.note) <= 72 and len(row.id) <= 200
                for row in rows
            )
            assert len({row.id for row in rows}) == len(rows)
        case LinkOut(body, label, url):
            assert 1 <= len(body) <= 1024
            assert 1 <= len(label) <= 20
            assert url
        case DocumentOut(caption=caption):
            assert len(caption) <= 1024
        case LocationRequestOut(body):
            assert 1 <= len(body) <= 1024
