"""The number on a contact card that comes as one text is read, whatever stands in it and however long it is."""

from __future__ import annotations

import time

import pytest

from engine.channels.whatsapp.incoming import READERS
from engine.domain.message import ContactIn

LONGEST_S = 0.5
"""One card; a message may bring hundreds."""


def number_on(card: str) -> str:
    content = {"contacts": [{"vcard": card}]}
    read = READERS["contacts"](content, content)
    return read.phone if isinstance(read, ContactIn) else ""


@pytest.mark.parametrize(
    ("card", "number"),
    [
        ("TEL:+91 90000 00001", "919000000001"),
        ("FN:Sample\r\nTEL;type=CELL;waid=919000000001:090000 00001\r\n", "919000000001"),
        ("TEL;waid=919000000001;type=CELL:90000 00001", "919000000001"),
        ("TEL;type=CELL;waid=1:+91 90000 00001", "919000000001"),
        ("X-TEL:+91 90000 00001", ""),
        ("TEL;type=CELL", ""),
    ],
)
def test_it_reads_the_number_of_a_card(card: str, number: str) -> None:
    assert number_on(card) == number


@pytest.mark.parametrize("line", ["TEL;" + "a" * 19_990, "TEL;" + "waid=1234" * 2_200])
def test_it_takes_no_longer_for_a_card_made_to_be_slow(line: str) -> None:
    before = time.thread_time()
    assert number_on(line) == ""
    assert time.thread_time() - before < LONGEST_S
