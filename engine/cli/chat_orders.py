"""What may be ordered in `catalog chat` besides answering: an officer's decision, time, a photo, a place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from engine.cli.talk import Talk
from engine.domain.message import LocationIn, MediaIn, Outgoing

Said = list[Outgoing] | str
"""What was said because of it, or what to tell the person at the terminal."""

HELP = """\
answer in words, or with the number of an option. Besides:
  :officer approve | forward | send_down | reject REASON | close REASON | ask_back ANSWER,ANSWER REASON
  :wait 3 days   :photo slip.jpg   :file slip.pdf   :place 16.51 80.64   :later NAME   :answers   :quit"""
SAMPLE_BYTES = 100_000
MIME = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def obey(talk: Talk, order: str) -> Said:
    """Carry out one order, written without its colon."""
    name, _, rest = order.strip().partition(" ")
    found = ORDERS.get(name)
    if found is None:
        return f'there is no ":{name}"; {HELP}'
    return found(talk, rest.strip())


def _officer(talk: Talk, rest: str) -> Said:
    decision, _, more = rest.partition(" ")
    if not decision:
        return "say what the officer does: :officer approve"
    answers: tuple[str, ...] = ()
    if decision == "ask_back":
        named, _, more = more.strip().partition(" ")
        answers = tuple(filter(None, named.split(",")))
    done = talk.decide(decision, more.strip(), answers)
    return f"not possible: {done}" if isinstance(done, str) else done


def _wait(talk: Talk, rest: str) -> Said:
    said = talk.wait(rest)
    return (
        f'"{rest}" is no length of time; write 3 days, 2 hours, 7 working days'
        if said is None
        else said
    )


def _photo(talk: Talk, rest: str) -> Said:
    return _media(talk, rest or "photo.jpg", "image/jpeg")


def _file(talk: Talk, rest: str) -> Said:
    return _media(talk, rest or "paper.pdf", "application/octet-stream")


def _media(talk: Talk, name: str, otherwise: str) -> Said:
    mime = MIME.get(name.rpartition(".")[2].lower(), otherwise)
    return talk.hear(MediaIn(f"media-{name}", mime, name, SAMPLE_BYTES))


def _place(talk: Talk, rest: str) -> Said:
    try:
        latitude, longitude = (float(part) for part in rest.replace(",", " ").split())
    except ValueError:
        return "write latitude and longitude: :place 16.51 80.64"
    return talk.hear(LocationIn(latitude, longitude))


def _later(talk: Talk, rest: str) -> Said:
    if rest not in talk.program.later:
        known = ", ".join(talk.program.later) or "nothing"
        return f'"{rest}" is not among what may be done later: {known}'
    return talk.later(rest)


def _answers(talk: Talk, _rest: str) -> Said:
    answers = talk.case.answers if talk.case else {}
    return json.dumps(answers, ensure_ascii=False, indent=2)


def _help(_talk: Talk, _rest: str) -> Said:
    return HELP


ORDERS: Mapping[str, Callable[[Talk, str], Said]] = {
    "officer": _officer,
    "wait": _wait,
    "photo": _photo,
    "file": _file,
    "document": _file,
    "place": _place,
    "later": _later,
    "answers": _answers,
    "help": _help,
}
