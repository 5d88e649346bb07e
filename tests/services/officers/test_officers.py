"""Officers: their passwords, their tries, the table, and the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine.language.model.department import Department, HelpDesk, Role
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.store.protocol import Store
from engine.services.officers import passwords
from engine.services.officers.record import (
    NotAnOfficer,
    Officer,
    Officers,
    add_officer,
    end_officer,
    sample_officers,
)
from engine.services.officers.tries import AT_MOST, NAMES, WITHIN, Tries
from tests.services.homes import Home

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
PASSWORD = "a long sample password"
WHO = Officer("Tahsildar.Tenali", {"te": "నమూనా", "en": "Sample"}, ("tahsildar",), ("tenali",))


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    made = home.store(Keys(b"o" * 32, SystemRandom()), StandingClock())
    with made.transaction():
        made.write([add_officer(WHO, PASSWORD, NOW)])
    yield made
    made.close()


def test_it_knows_an_officer_by_name_however_it_is_typed(store: Store) -> None:
    found = Officers(store).by_name("  TAHSILDAR.tenali ")

    assert found == Officer("tahsildar.tenali", WHO.title, WHO.roles, WHO.areas)


@pytest.mark.parametrize(
    ("name", "password", "known"),
    [
        ("tahsildar.tenali", PASSWORD, True),
        ("tahsildar.tenali", PASSWORD + "x", False),
        ("nobody", PASSWORD, False),
        ("nobody", "", False),
        ("tahsildar.tenali", "x" * (passwords.LONGEST_BYTES + 1), False),
    ],
    ids=["right", "wrong", "unknown", "empty", "endless"],
)
def test_it_compares_the_password(store: Store, name: str, password: str, known: bool) -> None:
    assert (Officers(store).with_password(name, password) is not None) is known


@pytest.mark.usefixtures("store")
def test_it_stores_no_password(home: Home) -> None:
    kept = str(home.plain("SELECT * FROM officer"))

    assert PASSWORD not in kept
    assert "$argon2id$" in kept


def test_it_lets_nobody_in_who_has_left(store: Store) -> None:
    with store.transaction():
        store.write([end_officer("tahsildar.tenali", NOW)])

    assert Officers(store).with_password("tahsildar.tenali", PASSWORD) is None
    assert Officers(store).everyone() == []


def test_it_takes_a_new_password_for_one_who_is_there(store: Store) -> None:
    with store.transaction():
        store.write([add_officer(WHO, "another long password", NOW)])

    assert Officers(store).with_password(WHO.name, PASSWORD) is None
    assert Officers(store).with_password(WHO.name, "another long password") is not None


@pytest.mark.parametrize(
    ("officer", "password"),
    [
        (Officer("", {}, ("vro",), ("*",)), PASSWORD),
        (Officer("two words", {}, ("vro",), ("*",)), PASSWORD),
        (Officer("x" * 61, {}, ("vro",), ("*",)), PASSWORD),
        (Officer("sample.vro", {}, ("vro",), ("*",)), PASSWORD),
        (Officer("a", {}, (), ("*",)), PASSWORD),
        (Officer("a", {}, ("vro",), ()), PASSWORD),
        (Officer("a", {}, ("vro",), ("*",)), "short"),
    ],
    ids=[
        "no name",
        "spaces",
        "long name",
        "a sample's name",
        "no role",
        "no area",
        "short password",
    ],
)
def test_it_refuses(officer: Officer, password: str) -> None:
    with pytest.raises(NotAnOfficer):
        add_officer(officer, password, NOW)


@pytest.mark.parametrize(
    ("role", "area", "sits"),
    [
        ("tahsildar", "tenali", True),
        ("tahsildar", "", True),
        ("tahsildar", "duggirala", False),
        ("vro", "tenali", False),
    ],
)
def test_it_knows_its_seat(role: str, area: str, sits: bool) -> None:
    assert WHO.sits(role, area) is sits


def test_an_officer_of_the_whole_state_sits_everywhere() -> None:
    assert Officer("a", {}, ("rdo",), ("*",)).sits("rdo", "tenali")


def test_nobodys_password_never_fits() -> None:
    assert not passwords.fits(passwords.NOBODYS, "x")


# -- tries ---------------------------------------------------------------------------------------------------------------


def test_it_stops_after_five_wrong_passwords_and_begins_again_after_a_while() -> None:
    tries = Tries()

    assert [tries.start("a", NOW) for _ in range(AT_MOST + 1)] == [True] * AT_MOST + [False]
    assert tries.start("b", NOW)
    assert not tries.start("a", NOW + WITHIN - timedelta(seconds=1))
    assert tries.start("a", NOW + WITHIN)


def test_it_forgets_wrong_tries_once_the_right_one_came() -> None:
    tries = Tries()
    for _ in range(AT_MOST):
        tries.start("a", NOW)

    tries.right("a")

    assert tries.start("a", NOW)


def test_it_remembers_a_bounded_number_of_names() -> None:
    tries = Tries()
    for _ in range(AT_MOST):
        tries.start("first", NOW)

    for each in range(NAMES):
        tries.start(str(each), NOW)

    assert tries.start("first", NOW)


# -- samples -------------------------------------------------------------------------------------------------------------


def department(name: str, *roles: str) -> Department:
    labels = {role: Role(id=role, title={"te": role, "en": role}, office=None) for role in roles}
    return Department(
        path=f"{name}/_department.yaml", id=name, name=None, title={}, short={}, find={},
        desk=HelpDesk(id="", title={}), offices={}, roles=labels,
    )  # fmt: skip


def test_it_makes_a_sample_officer_of_each_role() -> None:
    found = sample_officers(
        [department("revenue", "vro", "tahsildar"), department("grievance", "collector")]
    )

    assert [(each.name, each.roles, each.areas) for each in found] == [
        ("sample.vro", ("vro",), ("*",)),
        ("sample.tahsildar", ("tahsildar",), ("*",)),
        ("sample.collector", ("collector",), ("*",)),
    ]
    assert all(each.sample for each in found)
