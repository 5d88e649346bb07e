"""Numbers and ids: readable, and a slip is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.services.certificates import (
    certificate_id,
    certificate_number,
    is_certificate_number,
    read_id,
)

NUMBER = certificate_number("REV", "INC", 2026, 123)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_it_reads_as_department_kind_year_serial() -> None:
    assert NUMBER.startswith("REV-INC-2026-000123-")
    assert is_certificate_number(f" {NUMBER.lower()} ")


def test_it_notices_every_single_wrong_character() -> None:
    body = [place for place, letter in enumerate(NUMBER) if letter != "-"]
    wrong = [
        NUMBER[:place] + letter + NUMBER[place + 1 :]
        for place in body
        for letter in ALPHABET
        if letter != NUMBER[place]
    ]

    assert not [number for number in wrong if is_certificate_number(number)]


def test_it_notices_swapped_neighbours() -> None:
    swapped = NUMBER.replace("123", "132")

    assert not is_certificate_number(swapped)


@pytest.mark.parametrize(
    "parts", [("R", "INC", 2026, 1), ("REV", "inc", 2026, 1), ("REV", "INC", 2026, 0)]
)
def test_it_refuses_parts_that_no_number_holds(parts: tuple[str, str, int, int]) -> None:
    with pytest.raises(ValueError, match="certificate number"):
        certificate_number(*parts)


@given(some.binary(min_size=10, max_size=10))
def test_it_reads_back_every_id(entropy: bytes) -> None:
    spelled = certificate_id(entropy)

    assert read_id(spelled) == spelled
    assert read_id(f" {spelled[:4]}-{spelled[4:]} ".lower()) == spelled


@given(some.lists(some.binary(min_size=10, max_size=10), min_size=2, max_size=20, unique=True))
def test_it_gives_different_ids_to_different_bytes(entropies: list[bytes]) -> None:
    assert len({certificate_id(each) for each in entropies}) == len(entropies)


def test_it_forgives_look_alikes() -> None:
    assert read_id("oooG4oR4oM3oE2o9") == "000G40R40M30E209"


@pytest.mark.parametrize("typed", ["", "000G", "000G40R40M30E209X", "000G40R40M30E20U", "../etc"])
def test_it_knows_what_cannot_be_an_id(typed: str) -> None:
    assert read_id(typed) is None


def test_it_wants_exactly_eighty_bits() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        certificate_id(b"short")
