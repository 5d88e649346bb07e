"""A case is kept as long as its service says and not a day longer; a person who asks is forgotten; nothing of either is found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from engine.domain.calendar import HolidayCalendar
from engine.domain.duration import parse_duration
from engine.domain.event import MessageArrived, Replied
from engine.domain.message import TextIn
from engine.interpreter import memory
from engine.interpreter.dialogue import Turn
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.keys import Keys, NoKey, case_owner, person_owner
from engine.runtime.partitions import part_of
from engine.runtime.ports import Done, Retry
from engine.runtime.times import to_ms
from tests.runtime.pretend import MASTER, Town, reduce

DAY = 24 * 3600
PHONE = "919800000001"
SECRET = b"Sample Secret Words"


def take_turn(directory: Any, conversation: Any, sessions: Any, event: Any, *more: Any) -> Turn:
    """As `reduce`; `end` ends the case, `photo` answers with a file, `number` gives the case a number in the register,
    `give up` ends it at a question."""
    turn = reduce(directory, conversation, sessions, event, *more)
    session = sessions.get(conversation.foreground)
    if not (session and isinstance(event, MessageArrived) and isinstance(event.message, TextIn)):
        return turn
    changes = {
        "end": {"state": "ended"},
        "photo": {"answers": {**session.answers, "paper": [{"media": "m1"}]}},
        "number": {"number": "GRV-1"},
        "give up": {"state": "ended", "keys": {memory.GAVE_UP: "name"}},
    }.get(event.message.text)
    return replace(turn, sessions={session.id: replace(session, **changes)}) if changes else turn


@pytest.fixture
def citizen(make_town: Callable[..., Town]) -> Town:
    """Return a town with one citizen, whose case is open."""
    town = make_town(take_turn=take_turn)
    town.write(PHONE, "open")
    town.work()
    return town


def case_of(town: Town) -> str:
    return str(town.rows("SELECT id FROM session")[0][0])


def person_of(town: Town) -> str:
    return str(town.rows("SELECT id FROM person ORDER BY made")[0][0])


def use_service(town: Town) -> None:
    """Make the case's program one without steps whose cases are kept for 30 days."""
    keep, calendar = parse_duration("30 days"), HolidayCalendar()
    known: Any = SimpleNamespace(
        service="s", digest="digest-1", sources=(), keep=keep, calendar=calendar, steps=()
    )
    town.programs.use([known], {"s": known}, {})


def put_file(town: Town, media: str, owner: str) -> None:
    with town.store.transaction():
        blob = Blob(media, owner, "image/png", "sample.png", SECRET)
        town.store.write((blobs.keep(blob, town.keys, town.store, town.clock.now()),))


def later(town: Town, days: float) -> None:
    town.clock.forward(days * DAY)
    town.work()
    town.clock.forward(2)
    town.work()


def media(town: Town) -> list[str]:
    return [name for (name,) in town.rows("SELECT media FROM blob ORDER BY media")]


def ask(town: Town, person: str) -> None:
    with town.store.transaction():
        asked = (person, part_of(person), to_ms(town.clock.now()))
        town.store.execute("keeping.ask", asked)
    later(town, 0.0001)


def words_found(town: Town) -> list[str]:
    """Return the tables in which any sealed value still opens to what the citizen sent, with every key that is kept."""
    keys = Keys(MASTER, town.random)
    owners = [owner for (owner,) in town.rows("SELECT owner FROM data_key")]
    keys.load(owners, town.store)
    places = {
        "session": ("SELECT 'session/' || id || '/body', body FROM session"),
        "conversation": ("SELECT 'conversation/' || person || '/body', body FROM conversation"),
        "outbox": ("SELECT 'outbox/' || seq || '/body', body FROM outbox"),
        "trace": ("SELECT 'trace/' || seq || '/body', body FROM trace"),
        "blob": ("SELECT 'blob/' || media || '/body', body FROM blob"),
        "alias": ("SELECT 'alias/' || blind || '/value', value FROM alias"),
        "dead_letter": ("SELECT 'dead_letter/' || id || '/body', body FROM dead_letter"),
    }
    boxes = [keys.of(owner) for owner in owners]
    return sorted(
        table
        for table, sql in places.items()
        if any(_opens(box, body, place) for place, body in town.rows(sql) for box in boxes)
    )


def _opens(box: Any, body: bytes, place: str) -> bool:
    try:
        return bool(box.open(bytes(body), place))
    except Exception:  # noqa: BLE001 - any trouble means that it does not open
        return False


def test_a_case_goes_with_its_files_and_its_key_when_its_time_is_over(citizen: Town) -> None:
    case = case_of(citizen)
    put_file(citizen, "m1", person_owner(person_of(citizen)))
    put_file(citizen, "paper", case_owner(case))
    citizen.write(PHONE, "photo", "end")
    citizen.work()

    later(citizen, 364)
    before = (citizen.rows("SELECT id FROM session"), media(citizen))
    later(citizen, 2)

    assert before == ([(case,)], ["m1", "paper"])
    assert citizen.rows("SELECT id FROM session") == []
    assert media(citizen) == []
    assert citizen.rows("SELECT owner FROM data_key WHERE owner = ?", case_owner(case)) == []
    with pytest.raises(NoKey):
        citizen.keys.find(case_owner(case), citizen.store)


def test_a_service_says_how_long(citizen: Town) -> None:
    use_service(citizen)
    citizen.write(PHONE, "end")
    citizen.work()

    later(citizen, 29)
    kept = len(citizen.rows("SELECT id FROM session"))
    later(citizen, 2)

    assert (kept, citizen.rows("SELECT id FROM session")) == (1, [])


def test_a_case_that_goes_on_has_its_time_from_the_new_end(citizen: Town) -> None:
    citizen.write(PHONE, "end")
    citizen.work()
    later(citizen, 300)
    citizen.write(PHONE, "number")
    citizen.work()

    later(citizen, 100)
    kept = len(citizen.rows("SELECT id FROM session"))
    later(citizen, 270)

    assert (kept, len(citizen.rows("SELECT id FROM session"))) == (1, 0)


def test_a_running_case_is_never_touched(citizen: Town) -> None:
    later(citizen, 4_000)

    assert len(citizen.rows("SELECT id FROM session")) == 1


def test_a_late_event_of_an_erased_case_costs_nobody_anything(citizen: Town) -> None:
    case = case_of(citizen)
    citizen.write(PHONE, "end")
    citizen.work()
    later(citizen, 400)

    with citizen.store.transaction():
        citizen.worker._replies.add(
            person_of(citizen), Replied(case, f"{case}/9", "paid", {}), to_ms(citizen.clock.now())
        )
    citizen.write(PHONE, "hello")
    citizen.work()

    assert citizen.phone.heard_by(PHONE)[-1].endswith("hello")
    assert citizen.rows("SELECT kind FROM dead_letter") == []


def test_a_photo_nobody_needs_goes_after_a_month(citizen: Town) -> None:
    owner = person_owner(person_of(citizen))
    put_file(citizen, "m1", owner)
    put_file(citizen, "stray", owner)
    citizen.write(PHONE, "photo")
    citizen.work()

    later(citizen, 29)
    before = media(citizen)
    later(citizen, 2)

    assert (before, media(citizen)) == (["m1", "stray"], ["m1"])


def test_a_person_who_asks_is_forgotten(citizen: Town) -> None:
    use_service(citizen)
    person = person_of(citizen)
    put_file(citizen, "m1", person_owner(person))
    citizen.write(PHONE, "photo", "a secret", "bug")
    citizen.work()
    later(citizen, 0.01)
    later(citizen, 0.01)
    assert {"alias", "blob", "conversation", "outbox", "session"} <= set(words_found(citizen))

    ask(citizen, person)

    assert words_found(citizen) == []
    assert citizen.rows("SELECT person FROM erasure WHERE done IS NOT NULL") == [(person,)]
    citizen.write(PHONE, "hello")
    citizen.work()
    assert citizen.phone.heard_by(PHONE)[-1] == "1 hello"
    assert len(citizen.rows("SELECT id FROM person")) == 2


def test_a_case_that_was_given_up_is_forgotten_with_the_person(citizen: Town) -> None:
    use_service(citizen)
    citizen.write(PHONE, "give up")
    citizen.work()

    ask(citizen, person_of(citizen))

    assert citizen.rows("SELECT id FROM session") == []


def test_what_the_register_holds_stays_and_goes_on(citizen: Town) -> None:
    person, case = person_of(citizen), case_of(citizen)
    put_file(citizen, "m1", person_owner(person))
    citizen.department.answers = [Retry(600.0, "busy"), Done()]
    citizen.write(PHONE, "photo", "call", "number")
    citizen.work()

    ask(citizen, person)
    kept = blobs.find("m1", citizen.keys, citizen.store)
    later(citizen, 1)

    assert citizen.rows("SELECT id FROM session") == [(case,)]
    assert kept is not None
    assert (kept.owner, kept.content) == (case_owner(case), SECRET)
    assert citizen.department.performed == {f"{case}/1": 2}
    assert citizen.rows("SELECT person FROM alias") == []


def test_it_waits_for_the_event_that_is_under_way(citizen: Town) -> None:
    person = person_of(citizen)
    with citizen.store.transaction():
        citizen.worker._replies.add(
            person, Replied("none", "none/1", "paid", {}), 0, to_ms(citizen.clock.now()) + 60_000
        )
    ask(citizen, person)
    waiting = citizen.rows("SELECT person FROM erasure WHERE done IS NULL")
    later(citizen, 1)

    assert waiting == [(person,)]
    assert citizen.rows("SELECT person FROM erasure WHERE done IS NULL") == []


def test_a_key_erased_elsewhere_is_not_kept_in_memory(citizen: Town) -> None:
    owner = case_owner(case_of(citizen))
    citizen.keys.find(owner, citizen.store)
    with citizen.store.transaction():
        citizen.store.execute("keys.drop", (owner,))
    citizen.clock.forward(601)
    citizen.work()

    with pytest.raises(NoKey):
        citizen.keys.find(owner, citizen.store)
