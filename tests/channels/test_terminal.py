"""It shows messages as lines and reads lines as messages."""

from __future__ import annotations

import pytest

from engine.channels.terminal import Terminal
from engine.domain.message import (
    Button,
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    LocationIn,
    LocationRequestOut,
    MediaIn,
    Row,
    TapIn,
    TemplateOut,
    TextIn,
    TextOut,
)

BUTTONS = ButtonsOut("ఎక్కడ?", (Button("a", "గ్రామం"), Button("b", "పట్టణం")))
MESSAGES = {
    "text": (TextOut("one\ntwo"), ["one", "two"]),
    "buttons": (BUTTONS, ["ఎక్కడ?", "  1. గ్రామం", "  2. పట్టణం"]),
    "list": (
        ListOut("?", "చూడండి", (Row("a", "A", "note"), Row("b", "B"))),
        ["?", "[చూడండి]", "  1. A · note", "  2. B"],
    ),
    "link": (
        LinkOut("Pay", "Pay now", "https://e.example"),
        ["Pay", "  [Pay now] https://e.example"],
    ),
    "document": (DocumentOut("m", "a.pdf", "application/pdf", "Here"), ["  [file: a.pdf]", "Here"]),
    "image": (ImageOut("m", "image/png", ""), ["  [picture]"]),
    "location": (LocationRequestOut("Where?"), ["Where?", "  [/place LATITUDE LONGITUDE]"]),
    "template": (
        TemplateOut("news", "te", ("ఆదాయం",), "open"),
        ["  [template news: ఆదాయం]", "  1. Open"],
    ),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_it_shows(case):
    message, lines = MESSAGES[case]
    assert Terminal().show([message]) == lines


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("2\n", TapIn("b", "పట్టణం")),
        (" 1 ", TapIn("a", "గ్రామం")),
        ("3", TextIn("3")),
        ("0", TextIn("0")),
        ("౧", TextIn("౧")),
        ("గ్రామం\n", TextIn("గ్రామం")),
        ("/place 16.5 80.6", LocationIn(16.5, 80.6)),
        ("/place here", TextIn("/place here")),
        ("/photo", MediaIn("sample:photo.jpg", "image/jpeg", "", 120_000)),
        ("/voice", MediaIn("sample:note.ogg", "audio/ogg", "", 120_000)),
        ("/file slip.pdf", MediaIn("sample:slip.pdf", "application/pdf", "slip.pdf", 120_000)),
    ],
)
def test_it_reads(line, meant):
    terminal = Terminal()
    terminal.show([BUTTONS])
    assert terminal.read(line) == meant


def test_it_takes_a_number_for_words_where_nothing_is_offered():
    assert Terminal().read("1") == TextIn("1")
