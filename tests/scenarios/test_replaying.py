"""A conversation that was held goes the same way once more, from nothing but its recording, and the recording names nobody."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import orjson
import pytest

from engine.domain import types
from engine.language.catalogue import Catalogue
from engine.scenarios.playing import CASE, Play
from engine.scenarios.replaying.compared import compared
from engine.scenarios.replaying.recording import Recording, record
from engine.scenarios.replaying.standing_in import stand_in
from engine.scenarios.replaying.walking import walk
from tests import real

FILES, SERVICES = real.files(), real.services()
UNKNOWN = 0.02
"""Share of dialogues whose recording may be too short to say: what an earlier reply gave is not kept."""


@cache
def catalogue() -> Catalogue:
    return real.loaded().catalogue


@cache
def held(service: str) -> tuple[tuple[Recording, dict[str, Any]], ...]:
    """Return the recordings of a service's dialogues, through JSON, and what was really answered."""
    program = catalogue().programs[service]
    names = compared(program, FILES)
    found = []
    for scenario in catalogue().scenarios[service].scenarios:
        play = Play.begin(program, catalogue().connectors, scenario)
        play.open()
        for line in scenario.talk:
            play.line(line)
        session = play.session
        if session is not None:
            trace = [each for each in play.trace if each.session == CASE]
            made = record(program, session, trace, names).to_json()
            found.append((Recording.from_json(orjson.loads(orjson.dumps(made))), session.answers))
    return tuple(found)


@pytest.mark.parametrize("service", real.each())
def test_every_dialogue_goes_the_same_way_again(service: str) -> None:
    program = catalogue().programs[service]

    walked = [walk(program, recording) for recording, _ in held(service)]

    assert [each for each in walked if each.how not in ("same", "unknown")] == []


@pytest.mark.parametrize(
    "services",
    [
        pytest.param(real.one_of_each(), id="one of each"),
        pytest.param(SERVICES, id="all", marks=pytest.mark.prove),
    ],
)
def test_hardly_any_recording_is_too_short(services: tuple[str, ...]) -> None:
    walked = [
        walk(catalogue().programs[service], recording).how
        for service in services
        for recording, _ in held(service)
    ]

    assert walked.count("unknown") <= UNKNOWN * len(walked)


@pytest.mark.parametrize("service", real.each())
def test_a_recording_holds_no_word_of_a_citizen(service: str) -> None:
    program = catalogue().programs[service]
    printed = "".join(
        FILES[path].decode() for path in program.sources
    )  # an example there may be kept
    for recording, answers in held(service):
        kept = orjson.dumps(recording.to_json()).decode()
        for name, value in answers.items():
            kind = program.types.get(name)
            said = isinstance(kind, types.Text) and isinstance(value, str) and len(value) > 3
            if said and value not in printed:
                assert value not in kept, f"{name} of {recording.service}"


HELD = date(2026, 11, 20)
PLACE = {"latitude": 16.5062, "longitude": 80.648, "name": ""}
FILE = {"media": "wa-1", "mime": "image/png", "name": "me.png", "bytes": 7}
PERSON = types.Record({"name": types.Text(), "due": types.Money()})
ROWS = [
    ("options stay", types.Choice(("a", "b")), "b", "b"),
    ("yes stays", types.YesNo(), True, True),
    ("amounts stay", types.Money(), 9_000_000, 9_000_000),
    ("times stay", types.Time(), "10:30", "10:30"),
    ("a day of birth loses its day", types.Date(), "1990-08-15", "1990-08-01"),
    ("a day near stays", types.Date(), "2026-12-01", "2026-12-01"),
    ("words keep their shape", types.Text(), "Ravi, 12 B", "Aaaa, 11 A"),
    ("Telugu words keep no letter", types.Text(), "రవి", "అఅ"),
    ("a code is gone", types.Secret(), "482913", "111111"),
    ("a place is another", types.Location(), {**PLACE, "latitude": 17.7, "name": "Home"}, PLACE),
    ("a file loses handle and name", types.Document(), FILE, {**FILE, "media": "sample", "name": ""}),
    ("a record, field by field", PERSON, {"name": "Ravi", "due": 5}, {"name": "Aaaa", "due": 5}),
    ("something unknown is masked", None, {"x": ["Ravi", 3]}, {"x": ["Aaaa", 3]}),
]  # fmt: skip


@pytest.mark.parametrize(("it", "kind", "value", "kept"), ROWS, ids=[row[0] for row in ROWS])
def test_a_stand_in(it: str, kind: types.Type | None, value: Any, kept: Any) -> None:
    assert stand_in(kind, value, HELD) == kept, it


def test_a_day_the_flow_compares_stays() -> None:
    assert stand_in(types.Date(), "1990-08-15", HELD, exact=True) == "1990-08-15"
