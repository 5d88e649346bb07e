"""What the checks let through never leaves a citizen alone: random services, driven by random citizens, officers and departments."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from engine.domain.effect import Call, Send, Verify
from engine.domain.event import MessageArrived, Replied, Started
from engine.domain.message import EditIn, LocationIn, MediaIn, TapIn, TextIn
from engine.domain.session import Session
from engine.domain.types import YesNo
from engine.interpreter.directory import open_directory
from engine.interpreter.machine import advance
from engine.interpreter.records import part_asked
from engine.language.bounds.room import session_bytes
from engine.language.catalogue import Loaded, load
from engine.language.compiled import AskStep, ChooseStep, CollectStep, RepeatStep
from engine.language.findings import Severity
from engine.language.program import Program
from tests.interpreter.loose_programs import with_calls, with_lists
from tests.interpreter.monkey import Monkey, check_limits, taps
from tests.interpreter.sound_programs import sound
from tests.language.assignment.test_unset import CODE
from tests.language.catalogues import project, schemas

HERE = Path(__file__).parent / "catalog"
STATE = {
    path.relative_to(HERE).as_posix(): path.read_bytes()
    for path in HERE.rglob("*")
    if path.is_file()
}
MESSAGES_A_TURN = 2
EVENTS = 60
LAST_EVENTS = 60
"""For each case: more than any way from where it may stand to its end."""
QUICK = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
NUMBERS = st.lists(st.integers(0, 10_000), min_size=60, max_size=700)


# -- services built to be valid ---------------------------------------------------------------------


def loaded(written: dict[str, Any]) -> Loaded:
    return load({**STATE, "sample/tried.yaml": json.dumps(written, ensure_ascii=False).encode()}, schemas())  # fmt: skip


SERVICE_ID = "sample.tried"
PHOTO = MediaIn("media-1", "image/jpeg", "a.jpg", 100_000)
ANSWERS = {
    "number": TextIn("2"), "money": TextIn("500"), "date": TextIn("01-12-2026"), "phone": TextIn("9876543210"), "pincode": TextIn("522001"),
    "digits": TextIn("1111"), "photo": PHOTO, "location": LocationIn(16.5, 80.6), "time": TextIn("10:30"), "text": TextIn("a reason"),
}  # fmt: skip


class Honest(Monkey):
    """A world gone wild that keeps its contract, and a citizen who mostly answers what is asked, so that walks go deep."""

    def event(self) -> Any:
        return self.willing() if self.choose(5) < 4 else super().event()

    def willing(self) -> Any:
        """Return what a citizen would do who wants to get on, or what the world owes by now."""
        if self.waiting:
            return self.waiting.pop(0)
        session = self.sessions.get(self.conversation.foreground)
        if session is None or session.state == "ended":
            return MessageArrived(TapIn(f"m.svc:{SERVICE_ID}", ""))
        if session.state != "asking":
            return way_on(self, session, ("approved", "approved", "rejected")[self.choose(3)])
        step: Any = self.directory.pinned("").by_id[session.at]
        if isinstance(step, CollectStep):
            return MessageArrived(PHOTO)
        if isinstance(step, RepeatStep):
            step = part_asked(step, session.local) or step
        if isinstance(step, AskStep) and not isinstance(step.type, YesNo):
            return MessageArrived(ANSWERS.get(step.kind.name, TextIn("Ravi Kumar")))
        offered = [tap for tap in taps(self.said[-1]) if "*" not in tap]
        first = not isinstance(step, ChooseStep | AskStep)
        return (
            MessageArrived(TapIn(offered[0] if first else self.pick(offered), "…"))
            if offered
            else super().event()
        )

    def _heed(self, effect: Any) -> None:
        if not isinstance(effect, Call):
            super()._heed(effect)
            return
        if self.choose(3):
            self._perform(effect)
            return
        outcomes = ["unavailable", *["over_limit"] * bool(effect.limits)]
        if effect.try_until is not None:
            outcomes = ["gave_up"]
        session = effect.key.split("/")[0]
        if effect.try_until is not None and self.choose(2):
            self.waiting.append(Replied(session, effect.key, "still_trying"))
        self.waiting.append(Replied(session, effect.key, self.pick(outcomes)))

    def _perform(self, effect: Call) -> None:
        self.world.session, self.world.now = effect.key.split("/")[0], self.now
        self.waiting += self.world.perform(effect)


def within_bounds(monkey: Monkey, program: Program) -> None:
    """What a case says and keeps stays below what was worked out for its service beforehand."""
    most = session_bytes(program)
    for session in monkey.sessions.values():
        assert len(orjson.dumps(session.to_json())) <= most, (session.at, most)


def drive(found: Loaded, numbers: list[int]) -> None:
    """Let anything happen; then let only time pass and the world answer: every case comes to an end."""
    program = found.catalogue.programs[SERVICE_ID]
    directory = open_directory(
        {"en": "Sample"}, program.languages, (), {program.service: program}, lambda _: program
    )
    chance = iter(numbers)
    monkey = Honest(directory, found.catalogue.connectors, lambda most: next(chance, 0) % most)
    turned(monkey, MessageArrived(TapIn(f"m.svc:{program.service}", "")))
    for _ in range(EVENTS):
        turned(monkey, monkey.event())
        within_bounds(monkey, program)
    for _ in range(LAST_EVENTS * len(monkey.sessions)):
        moving = next((way_on(monkey, each) for each in monkey.sessions.values() if each.state != "ended"), None)  # fmt: skip
        if moving is None:
            return
        turned(monkey, moving)
    standing = [(each.at, each.state, each.stage) for each in monkey.sessions.values()]
    pytest.fail(f"a case never ends: {standing}")


def turned(monkey: Monkey, happened: Any) -> None:
    """Take a turn: nothing raises, nothing circles, nothing is read that is not there, and whoever writes is answered."""
    turn = monkey.turn(happened)
    sent = [effect.message for effect in turn.effects if isinstance(effect, Send)]
    for message in sent:
        check_limits(message)
    assert len(sent) <= MESSAGES_A_TURN, sent
    wrong = [each for each in turn.trace if "broke off" in each.did or "circle" in each.did]
    assert not wrong, wrong
    if isinstance(happened, MessageArrived) and not isinstance(happened.message, EditIn):
        working = any(each.state == "working" for each in turn.sessions.values())
        looked_at = any(isinstance(effect, Verify) for effect in turn.effects)
        assert sent or turn.conversation.held or working or looked_at, (happened, turn.trace)


def way_on(monkey: Monkey, session: Session, decided: str = "rejected") -> Any:
    """Return something that moves this case on: what it waits for, an officer's word, or its timer."""
    for place, each in enumerate(monkey.waiting):
        if isinstance(each, Replied) and each.key == session.pending:
            return monkey.waiting.pop(place)
    timer = monkey.timers.get((session.id, "wait"))
    if timer is not None and timer.token == session.turn:
        return timer
    for name, ask in reversed(monkey.asks):
        if name == session.id and ask.key == session.pending:
            return Replied(name, ask.key, decided, {"reason": {"te": "కారణం", "en": "Reason"}})
    return pytest.fail(f"{session.id} is stuck at {session.at} ({session.state}, {session.stage})")


def judged(written: dict[str, Any], numbers: list[int]) -> None:
    found = loaded(written)
    errors = [each for each in found.findings if each.severity is Severity.ERROR]
    assert not errors, errors
    for step in written["steps"]:
        event(next(iter(set(step) & VERBS)))
    drive(found, numbers)


VERBS = {
    "ask", "choose", "confirm", "repeat", "collect", "say", "set", "when", "use", "call", "book", "pay", "refund", "submit", "approve",
    "wait",
}  # fmt: skip


@settings(QUICK, max_examples=30)
@given(sound(), NUMBERS)
def test_a_service_built_to_be_valid_never_leaves_a_citizen_alone(
    written: dict[str, Any], numbers: list[int]
) -> None:
    judged(written, numbers)


@pytest.mark.prove
@settings(QUICK, max_examples=150)
@given(sound(), NUMBERS)
def test_many_services_built_to_be_valid_never_leave_a_citizen_alone(
    written: dict[str, Any], numbers: list[int]
) -> None:
    judged(written, numbers)


# -- services sound or not --------------------------------------------------------------------------

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SAYS = ("1", "2", "4", "5", "yes", "no", "yes", "no", "skip", "back", "change", "1", "2", "correct", "wrong")  # fmt: skip
WALKS = st.lists(st.lists(st.integers(0, 1_000), min_size=20, max_size=60), min_size=4, max_size=8)


def walk(program: Program, numbers: list[int]) -> None:
    """Let a citizen answer anything, and the register reply anything."""
    session, now = Session("case", program.service, program.digest, "en"), NOW
    events: list[Any] = [Started()]
    for number in [*numbers, *([0] * 5)]:
        happened = events.pop() if events else MessageArrived(TextIn(SAYS[number % len(SAYS)]))
        outcome = advance(program, session, happened, now)
        broke = [record.did for record in outcome.trace if "Unset" in record.did]
        assert not broke, broke
        session, now = outcome.session, now + timedelta(seconds=1)
        if session.state == "ended":
            return
        if session.state == "working":
            reply = ("found", "not_found", "wrong")[number % 3]
            person = {"name": "x", "income": 1, "born": "1990-01-01", "children": []}
            gives = person if reply == "found" else {}
            events.append(Replied("case", session.pending, reply, gives))


def tried(written: dict[str, Any], walks: list[list[int]]) -> None:
    found = load({**project("base"), "revenue/tried.yaml": json.dumps(written).encode()}, schemas())
    codes = [each.code for each in found.findings if each.severity is Severity.ERROR]
    program = found.catalogue.programs.get("revenue.tried")
    event("refused" if CODE in codes else "taken" if program else f"other: {sorted(set(codes))}")
    if program is not None:
        for numbers in walks:
            walk(program, numbers)


@settings(QUICK, max_examples=32)
@given(st.one_of(with_calls(), with_lists()), WALKS)
def test_nothing_is_let_through_that_breaks_off(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)


@pytest.mark.prove
@settings(QUICK, max_examples=120)
@given(st.one_of(with_calls(), with_lists()), WALKS)
def test_nothing_is_let_through_that_breaks_off_in_many_services(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)


# -- anything at all --------------------------------------------------------------------------------

SIGNS = st.sampled_from((*"{}[]:,#&*!|>'\"%@`- \n\t\u200b\ufeffఅ0", "{{ x }}", "is not", "..", "again: ", "id: "))  # fmt: skip
SERVICE = "sample/tried.yaml"


@settings(QUICK, max_examples=60)
@given(st.one_of(st.text(max_size=400), st.lists(SIGNS, max_size=120).map("".join)))
def test_any_text_is_answered_with_findings(words: str) -> None:
    content = words.encode("utf-8", "surrogatepass")

    assert load({**STATE, SERVICE: content}, schemas()).findings


@settings(QUICK, max_examples=60)
@given(sound(), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 40), SIGNS), min_size=1, max_size=4))  # fmt: skip
def test_a_service_with_anything_in_it_is_read_without_a_fault_of_ours(
    written: dict[str, Any], slips: list[tuple[int, int, str]]
) -> None:
    text = json.dumps(written, ensure_ascii=False, indent=1)
    for place, length, words in slips:
        start = place % len(text)
        text = text[:start] + words + text[start + length :]

    found = load({**STATE, SERVICE: text.encode()}, schemas())

    assert found.findings or "sample.tried" in found.catalogue.programs
