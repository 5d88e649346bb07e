"""What a person meets between services goes as written: first words, the menu, finding, the night, the language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.domain.calendar import INDIA, add, format_moment
from engine.domain.duration import parse_duration
from engine.domain.event import Event, MessageArrived, Replied, TimerFired
from engine.domain.message import (
    ButtonsOut,
    ListOut,
    MediaIn,
    Outgoing,
    TapIn,
    TemplateOut,
    TextIn,
)
from engine.domain.session import Conversation, Session
from engine.interpreter.changing import shown
from engine.interpreter.dialogue import sessions_needed, take_turn
from engine.interpreter.directory import Directory
from engine.interpreter.run import Run
from engine.language import nodes
from engine.language.compiled import SubmitStep
from engine.scenarios.transcript import words_of
from engine.scenarios.world import World
from engine.wiring.catalogue import Books

HERE = Path(__file__).parent
FILES = (
    "first_words", "menu", "night", "language", "cases", "verify", "certificates", "long", "lists",
)  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {**row, "it": f"{name}: {row['it']}", "file": name}
    for name in FILES
    for row in nodes.to_plain(
        nodes.parse((HERE / f"{name}.yaml").read_bytes(), name).node  # type: ignore[arg-type]
    )
]


def directory(*folders: str) -> Directory:
    """Return the state in these folders; what a later one has goes before."""
    files = {
        path.relative_to(HERE / folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in (HERE / folder).rglob("*")
        if path.is_file()
    }
    compiled = Books(lambda digest: pytest.fail(f"asked for {digest}")).compile(files)
    assert compiled is not None
    return compiled.directory


DIRECTORIES = {each: directory("catalog", each) for each in ("long", "lists")}
"""States with one department more, by the file of rows that is about it: more services than fit on a list; a service with lists."""
PLAIN = directory("catalog")


@dataclass
class Person:
    """Somebody on the telephone, and the world around. said: what came since the last line, in order."""

    now: datetime
    script: dict[str, tuple[str, ...]]
    directory: Directory
    conversation: Conversation = field(default_factory=lambda: Conversation("sample"))
    sessions: dict[str, Session] = field(default_factory=dict)
    worlds: dict[str, World] = field(default_factory=dict)
    said: list[Outgoing] = field(default_factory=list)

    def happen(self, event: Event) -> None:
        queue = [event]
        while queue:
            event = queue.pop(0)
            needed = sessions_needed(self.conversation, event)
            given = {each: self.sessions[each] for each in needed if each in self.sessions}
            new_id = f"case{len(self.sessions) + 1}"
            turn = take_turn(self.directory, self.conversation, given, event, self.now, new_id)
            self.conversation = Conversation.from_json(turn.conversation.to_json())
            self.sessions.update(turn.sessions)
            owner = getattr(event, "session", "") or next(iter(turn.sessions), "")
            for effect in turn.effects:
                world = self.world(getattr(effect, "session", "") or owner)
                before = len(world.said)
                queue += world.perform(effect)
                self.said += world.said[before:]
            if isinstance(event, TimerFired):
                self.forget(event)

    def forget(self, event: TimerFired) -> None:
        """The store deletes a timer that has fired after the turn, by session, name and token."""
        timers = self.world(event.session).timers
        if event.name in timers and timers[event.name].token == event.token:
            del timers[event.name]

    def world(self, session: str) -> World:
        world = self.worlds.setdefault(session, World(session, {}, self.script, self.now))
        world.now = self.now
        return world

    def write(self, message: Any) -> None:
        self.said.clear()
        self.happen(MessageArrived(message))

    def pass_time(self, written: str) -> None:
        duration = parse_duration(written)
        assert duration is not None, written
        self.said.clear()
        until = add(self.now, duration, self.directory.current["office.income"].calendar)
        while due := [
            timer
            for world in self.worlds.values()
            for timer in world.timers.values()
            if timer.at <= until
        ]:
            first = min(due, key=lambda timer: timer.at)
            self.now = max(self.now, first.at)
            for fired in self.world(first.session).pass_until(first.at):
                self.happen(fired)
        self.now = until

    def pay(self, late: str) -> None:
        """The money arrives; late: how long ago it was paid."""
        self.said.clear()
        duration = parse_duration(late)
        ago = timedelta(minutes=duration.amount) if duration else timedelta()
        session = self.sessions[self.conversation.cases[0]["id"]]
        gives = {"amount": 5000, "reference": "S", "paid_on": format_moment(self.now - ago)}
        self.happen(Replied(session.id, session.keys["fee"], "paid", gives))

    def decide(self, what: Any) -> None:
        self.said.clear()
        did, reason = (what, "") if isinstance(what, str) else next(iter(what.items()))
        worlds = (self.world(case["id"]) for case in self.conversation.cases)
        before_officers = next(world for world in worlds if world.desk is not None)
        events = before_officers.decide(
            did, "unclear" if did == "ask_back" else reason, ("income",)
        )
        assert not isinstance(events, str), events
        for event in events:
            self.happen(event)

    def change(self, did: str) -> None:
        """An officer changes how the certificate of the last case stands."""
        self.said.clear()
        session = self.conversation.cases[-1]["id"]
        gives = {"number": "SAMPLE-1", "did": did, "by": "SAMPLE-2" if did == "replaced" else ""}
        self.happen(Replied(session, "", "standing", gives))

    @property
    def rows(self) -> list[tuple[str, str]]:
        for message in reversed(self.said):
            if isinstance(message, ButtonsOut):
                return [(each.id, each.title) for each in message.buttons]
            if isinstance(message, ListOut):
                return [(each.id, each.title) for each in message.rows]
        return []

    def check(self, line: dict[str, Any]) -> None:
        heard = "\n".join(map(words_of, self.said))
        for expected in _listed(line.get("says")):
            assert expected in heard, heard
        for unwanted in _listed(line.get("not")):
            assert unwanted not in heard, heard
        shown = self.state()
        for name in line.keys() & shown.keys():
            assert shown[name] == line[name], heard

    def state(self) -> dict[str, Any]:
        """What a line may compare: how much was said, what is offered, where things stand."""
        newest = self.conversation.cases[0]["id"] if self.conversation.cases else ""
        session = self.sessions.get(newest)
        return {
            "silent": not self.said,
            "messages": len(self.said),
            "template": [type(each) for each in self.said] == [TemplateOut],
            "rows": [title for _, title in self.rows],
            "language": self.conversation.language,
            "case": f"{session.service} {session.at}" if session else "",
        }


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def play(person: Person, line: dict[str, Any]) -> None:  # noqa: C901 - one row a word
    match line:
        case {"citizen": words}:
            number = (
                person.conversation.cases[0].get("number", "") if person.conversation.cases else ""
            )
            person.write(TextIn(str(words).replace("{number}", number.lower())))
        case {"tap": row}:
            found = [each for each in person.rows if row == each[1] or each[0].endswith(f".{row}")]
            assert found, f"no {row} among {person.rows}"
            person.write(TapIn(*found[0]))
        case {"button": _} | {"open": _}:
            person.write(TapIn(line.get("button", "m.open"), "A button of before"))
        case {"photo": name}:
            for _ in range(line.get("times", 1)):
                person.write(MediaIn("m-1", "image/jpeg", name, 1000))
        case {"file": name, "mime": mime}:
            person.write(MediaIn("m-1", mime, name, 1000))
        case {"after": duration}:
            person.pass_time(duration)
        case {"paid": _}:
            person.pay(line.get("late", ""))
        case {"certificate": did}:
            person.change(did)
        case {"officer": what}:
            person.decide(what)
    person.check(line)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_goes_as_written(row: dict[str, Any]) -> None:
    began = datetime.fromisoformat(row.get("now", "2026-11-24 11:00")).replace(tzinfo=INDIA)
    script = {name: tuple(_listed(outcome)) for name, outcome in row.get("world", {}).items()}
    silent = frozenset(row.get("silent", ()))
    person = Person(began, script, replace(DIRECTORIES.get(row["file"], PLAIN), unavailable=silent))
    for line in row["talk"]:
        play(person, line)


@pytest.mark.parametrize(("language", "other"), [("te", "en"), ("en", "te")])
def test_it_hands_answers_to_officers_in_every_language(language: str, other: str) -> None:
    person = Person(datetime(2026, 11, 24, 11, tzinfo=INDIA), {}, DIRECTORIES["lists"])
    person.conversation.language = language
    for line in (
        {"citizen": "guests"}, {"citizen": "రవి కుమార్"}, {"citizen": "సీత"}, {"tap": "wife"}, {"citizen": "40"}, {"tap": "add"},
        {"citizen": "Anil"}, {"tap": "son"}, {"citizen": "12"}, {"tap": "complete"}, {"tap": "hotel"},
    ):  # fmt: skip
        play(person, line)
    session = person.sessions["case1"]
    program = person.directory.program(session.program, session.service)
    step = program.by_id["case"]
    assert isinstance(step, SubmitStep)

    found = shown(Run(program, session, person.now), step.shows)

    guests = {
        "te": "సీత, భార్య, వయసు 40\nAnil, కుమారుడు, వయసు 12",
        "en": "సీత, Wife, age 40\nAnil, Son, age 12",
    }
    stay = {"te": "హోటల్‌లో", "en": "In a hotel"}
    assert [(each.name, each.text, each.words) for each in found] == [
        ("host", "రవి కుమార్", {}),
        ("visitors", guests[language], {other: guests[other]}),
        ("stay", stay[language], {other: stay[other]}),
    ]
