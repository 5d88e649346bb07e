"""On both stores: what is billed adds up by service, and an upload is remembered until its time."""

from __future__ import annotations

import pytest

from engine.runtime.doors import SystemClock, SystemRandom, new_id
from engine.runtime.keys import Keys
from engine.runtime.ports import Write
from tests.services.homes import HOMES

PERSONS = [new_id(SystemRandom()) for _ in range(3)]
CASE = PERSONS[0]


@pytest.fixture(params=HOMES)
def store(request, tmp_path):
    home = HOMES[request.param](tmp_path)
    opened = home.store(Keys(b"k" * 32, SystemRandom()), SystemClock())
    yield opened
    opened.close()
    home.close()


def write(store, statement, *rows):
    with store.transaction():
        store.write([Write(statement, row) for row in rows])


def test_messages_of_one_transaction_add_up_by_day_service_and_category(store):
    with store.transaction():
        store.execute("programs.keep", ("digest", "sample.card", b"x", 1))
        store.execute_many("turns.keep_session", [(CASE, CASE, "digest", "asking", 1, b"x", 1)])
    day = "2026-11-22"
    replies = [(day, CASE, person, "service", 1) for person in PERSONS]
    write(store, "costs.count", *replies, *replies, (day, "", PERSONS[1], "service", 1))
    write(store, "costs.count", (day, CASE, PERSONS[0], "service", -1))
    write(store, "costs.count", ("2026-11-23", CASE, PERSONS[2], "utility", 1))
    assert store.rows("costs.by_service", (day,)) == [
        (day, "", "service", 1),
        (day, "sample.card", "service", 5),
        ("2026-11-23", "sample.card", "utility", 1),
    ]
    assert len(store.rows("costs.by_service", ("2026-11-23",))) == 1


def test_an_upload_is_remembered_for_its_line_until_its_time(store):
    write(store, "uploads.keep", ("m1", "n1", "old", 100), ("m1", "n1", "id1", 200))
    assert store.rows("uploads.find", ("m1", "n1", 150)) == [("id1", 200)]
    assert store.rows("uploads.find", ("m1", "n1", 200)) == []
    assert store.rows("uploads.find", ("m1", "n2", 150)) == []
    write(store, "uploads.keep", ("m2", "n1", "id2", 900))
    write(store, "uploads.expunge", (200,))
    assert store.rows("uploads.find", ("m1", "n1", 0)) == []
    write(store, "uploads.drop", ("m2", "n1"))
    assert store.rows("uploads.find", ("m2", "n1", 0)) == []
