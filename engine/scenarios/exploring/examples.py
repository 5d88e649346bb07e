"""Answers a citizen could give to a question of each kind: such as will do, from all over what is allowed, and one that will not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from engine.domain.answers.kind import AnswerKind, Bounds, Given
from engine.domain.message import Incoming, LocationIn, MediaIn, TextIn

SIZES = (0, 1, 2, 3, 5, 10, 17, 18, 20, 40, 60, 61, 100, 150, 200, 250, 500, 1_000)
"""Quantities between which conditions usually decide."""
RUPEES = (
    50_000, 90_000, 1, 10, 100, 500, 1_000, 5_000, 15_000, 99_999, 1_00_001, 1_50_000, 2_00_001, 2_50_000, 3_50_000, 5_00_001, 8_00_001,
    10_00_001, 50_00_000,
)  # fmt: skip
DAYS = (
    -30,
    1,
    0,
    -1,
    -7,
    -22,
    -100,
    -200,
    -365 * 2,
    -365 * 19,
    -365 * 36,
    -365 * 64,
    2,
    3,
    7,
    14,
    25,
    60,
    120,
    300,
)
"""Days from today."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "name": ("చింతల రవి · Chintala Ravi", "చింతల రవి", "Chintala Ravi"),
    "phone": ("9000000001", "+91 90000 00001"),
    "email": ("sample@example.in",),
    "pincode": ("522001",),
    "pan": ("ABCPE1234F",),
    "vehicle": ("AP39AB1234",),
    "ration_card": ("2812345678",),
    "application": ("INC-261122-7F3K2P",),
    "time": ("10:30", "06:00", "18:00"),
    "yes_no": ("yes", "no"),
    "text": (
        "నమూనా సమాధానం: ఇంటి నంబర్ 1-23, రామాలయం వీధి, గుంటూరు",
        "Sample 12",
        "101",
    ),
}
MEDIA: Mapping[str, tuple[str, str]] = {
    "photo": ("image/jpeg", "sample.jpg"),
    "document": ("application/pdf", "sample.pdf"),
    "voice": ("audio/ogg", ""),
}
PLACES = (LocationIn(16.5062, 80.6480), LocationIn(15.0, 78.0), LocationIn(28.6, 77.2))
WRONG: tuple[Incoming, ...] = (
    TextIn("?"),
    TextIn("ఏమో"),
    TextIn("x" * 1_200),
    LocationIn(16.5062, 80.6480),
    TextIn("0"),
)
"""What fits hardly any question."""
MOST = 24


def good_answers(
    kind: AnswerKind, bounds: Bounds, today: date, known: Iterable[str] = ()
) -> tuple[Incoming, ...]:
    """Return messages this kind of question takes, the likeliest first. known: values that a department's examples know."""
    found: dict[object, Incoming] = {}
    for message in (*map(TextIn, known), *_of_kind(kind.name, bounds, today)):
        reading = kind.read(_given(message), bounds, today)
        if not reading.problem:
            found.setdefault(str(reading.value), message)
    return tuple(found.values())[:MOST]


def wrong_answer(kind: AnswerKind, bounds: Bounds, today: date) -> Incoming | None:
    """Return a message this kind of question does not take; nothing where it takes anything."""
    for message in WRONG:
        if kind.read(_given(message), bounds, today).problem:
            return message
    return None


def _given(message: Incoming) -> Given:
    match message:
        case TextIn(text):
            return Given(text=text)
        case MediaIn():
            return Given(media=message)
        case LocationIn():
            return Given(location=message)
        case _:
            return Given()


def _of_kind(name: str, bounds: Bounds, today: date) -> Iterator[Incoming]:
    if name == "location":
        yield from PLACES
    elif name in MEDIA:
        mime, file = MEDIA[name]
        yield MediaIn(f"media-{name}", mime, file, 100_000, voice=name == "voice")
        yield MediaIn("media-photo", *MEDIA["photo"], 100_000)
    else:
        yield from map(TextIn, _MADE[name](bounds, today) if name in _MADE else WORDS[name])


def _numbers(bounds: Bounds, _today: date) -> Iterator[str]:
    least, most = _ends(bounds, 0, 100)
    yield from map(str, (max(least, min(2, most)), least, most, (least + most) // 2))
    yield from (str(size) for size in SIZES if least <= size <= most)


def _amounts(bounds: Bounds, _today: date) -> Iterator[str]:
    least, most = _ends(bounds, 0, 10_000_000)
    rupees = (
        *(each for each in RUPEES if least <= each * 100 <= most),
        -(-least // 100),
        most // 100,
    )
    yield from map(str, rupees)


def _digits(bounds: Bounds, _today: date) -> Iterator[str]:
    least, most = _ends(bounds, 1, 30)
    for size in dict.fromkeys((least, min(most, max(least, 10)))):
        yield ("2812345678" * 3)[:size]
        yield "9" * size
        yield "1" * size


def _codes(bounds: Bounds, today: date) -> Iterator[str]:
    least, most = _ends(bounds, 4, 8)
    yield from _digits(Bounds(least, most), today)


def _dates(bounds: Bounds, today: date) -> Iterator[str]:
    days = [today + timedelta(days=each) for each in DAYS]
    ends = [date.fromisoformat(end) for end in (bounds.least, bounds.most) if isinstance(end, str)]
    for day in (
        *days,
        *ends,
        *(end + timedelta(days=each) for end in ends for each in (1, -1, 5, -5)),
    ):
        yield day.strftime("%d-%m-%Y")


def _references(bounds: Bounds, _today: date) -> Iterator[str]:
    yield bounds.example or "AB123456"


def _ends(bounds: Bounds, least: int, most: int) -> tuple[int, int]:
    low = bounds.least if isinstance(bounds.least, int) else least
    high = bounds.most if isinstance(bounds.most, int) else max(most, low)
    return low, high


_MADE: Mapping[str, Callable[[Bounds, date], Iterator[str]]] = {
    "number": _numbers,
    "money": _amounts,
    "digits": _digits,
    "otp": _codes,
    "date": _dates,
    "reference": _references,
}
