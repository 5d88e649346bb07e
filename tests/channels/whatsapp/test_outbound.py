"""It writes the platform's JSON and refuses what the platform would refuse."""

from __future__ import annotations

import pytest

from engine.channels.whatsapp.outbound import LimitError, Recipient, request
from engine.domain.message import (
    Button,
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    Row,
    TemplateOut,
    TextOut,
)
from engine.sandbox.whatsapp.outgoing import check_request

PERSON = Recipient(phone="919000000001")
LONG_LINK = "https://" + "a" * 1_992
FULL = {
    "text": TextOut("త" * 4_096),
    "buttons": ButtonsOut(
        "త" * 1_024, tuple(Button("i" * 255 + str(n), "త" * 19 + str(n)) for n in range(3))
    ),
    "list": ListOut(
        "త" * 1_024,
        "త" * 20,
        tuple(Row("i" * 199 + str(n), "త" * 24, "త" * 72) for n in range(10)),
    ),
    "list without notes": ListOut("ఏది?", "చూడండి", (Row("a", "ఒకటి"),)),
    "link": LinkOut("త" * 1_024, "త" * 20, LONG_LINK),
    "document": DocumentOut("blob", "ధ్రువపత్రం.pdf", "application/pdf", "త" * 1_024),
    "document without words": DocumentOut("blob", "slip.pdf", "application/pdf", ""),
    "image": ImageOut("blob", "image/png", "త" * 1_024),
    "location request": LocationRequestOut("త" * 1_024),
    "template": TemplateOut("service_update", "te", ("ఆదాయం", "REV-1"), "open.case1"),
    "bare template": TemplateOut("service_update", "te", (), ""),
}
TOO_MUCH = {
    "no words": TextOut(""),
    "spaces": TextOut("  \n"),
    "text": TextOut("a" * 4_097),
    "no buttons": ButtonsOut("?", ()),
    "four buttons": ButtonsOut("?", tuple(Button(str(n), str(n)) for n in range(4))),
    "button title": ButtonsOut("?", (Button("a", "a" * 21),)),
    "button id": ButtonsOut("?", (Button("a" * 257, "a"),)),
    "button id with a space": ButtonsOut("?", (Button("a ", "a"),)),
    "same id": ButtonsOut("?", (Button("a", "a"), Button("a", "b"))),
    "same title": ButtonsOut("?", (Button("a", "a"), Button("b", "a"))),
    "buttons body": ButtonsOut("a" * 1_025, (Button("a", "a"),)),
    "no rows": ListOut("?", "Open", ()),
    "eleven rows": ListOut("?", "Open", tuple(Row(str(n), "a") for n in range(11))),
    "same row": ListOut("?", "Open", (Row("a", "a"), Row("a", "b"))),
    "row title": ListOut("?", "Open", (Row("a", "a" * 25),)),
    "row note": ListOut("?", "Open", (Row("a", "a", "a" * 73),)),
    "row id": ListOut("?", "Open", (Row("a" * 201, "a"),)),
    "opener": ListOut("?", "a" * 21, (Row("a", "a"),)),
    "list body": ListOut("a" * 1_025, "Open", (Row("a", "a"),)),
    "link label": LinkOut("?", "a" * 21, "https://example.org"),
    "link of another kind": LinkOut("?", "a", "javascript:alert(1)"),
    "long link": LinkOut("?", "a", LONG_LINK + "a"),
    "caption": DocumentOut("blob", "a.pdf", "application/pdf", "a" * 1_025),
    "nameless file": DocumentOut("blob", "", "application/pdf", ""),
    "picture of a kind not taken": ImageOut("blob", "image/webp", ""),
    "location body": LocationRequestOut("a" * 1_025),
    "template name": TemplateOut("a" * 513, "te", (), ""),
    "template parameter": TemplateOut("a", "te", ("",), ""),
}


@pytest.mark.parametrize("case", FULL)
def test_it_sends_what_just_fits_and_the_platform_takes_it(case):
    body = request(FULL[case], PERSON, "o" * 512, media="300000000000001")
    taken = check_request(body)
    assert (taken.to, taken.opaque) == ("919000000001", "o" * 512)


@pytest.mark.parametrize("case", TOO_MUCH)
def test_it_refuses(case):
    with pytest.raises(LimitError):
        request(TOO_MUCH[case], PERSON, media="300000000000001")


@pytest.mark.parametrize(
    ("recipient", "address"),
    [
        (Recipient("919000000001", "IN.44"), {"to": "+919000000001"}),
        (Recipient("919000000001"), {"to": "+919000000001"}),
        (Recipient("", "IN.44"), {"recipient": "IN.44"}),
    ],
)
def test_it_names_the_person(recipient, address):
    body = request(TextOut("hi"), recipient)
    assert {key: body[key] for key in ("to", "recipient") if key in body} == address


def test_it_refuses_a_message_to_nobody():
    with pytest.raises(LimitError):
        request(TextOut("hi"), Recipient())


def test_it_refuses_callback_data_the_platform_would_not_echo():
    with pytest.raises(LimitError):
        request(TextOut("hi"), PERSON, "o" * 513)


def test_it_puts_a_parameter_on_one_line():
    body = request(TemplateOut("a", "te", ("one\n\ttwo     three",), ""), PERSON)
    assert body["template"]["components"][0]["parameters"][0]["text"] == "one two three"
