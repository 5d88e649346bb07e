"""Cases in the form the pages print them: words in the officer's language, files to open, days left, what happened so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.calendar import HolidayCalendar, OfficeTime, local_date, parse_moment
from engine.domain.rendering import render_moment
from engine.language.compiled import Label
from engine.services.applications.help_desks import HELP, stopped_at
from engine.services.applications.record import Application, calendar_of, overdue
from engine.web.desk.facts import CatalogueFacts
from engine.web.desk.words import DID, STATES, WORDS

MOST_DAYS = 400
"""How far days are counted; a limit further away is shown as its date alone."""

ENDINGS: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
}
"""What a browser may open or play beside our pages, and how its file's name ends; anything else is handed over as a download."""

MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=18/{0}/{1}"
"""A marker on a public map: https://wiki.openstreetmap.org/wiki/Template:BrowseMapWithMarker (read 2026-11-22)."""


@dataclass(frozen=True, slots=True)
class File:
    """Something sent along. label: what it was asked for, or its name; kind: `image` and `audio` can be shown or played on the page
    itself; stem: how its name begins when it is saved."""

    media: str
    label: str
    kind: str
    stem: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map. degrees: latitude and longitude to a metre or so; url: shows it there."""

    degrees: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the table of answers.

    text: in the officer's language, several lines at times, empty where there are only files; own: a list as the citizen reads it, where
    that is another language, since names and words in it were typed; pin: of a place on the map.
    """

    label: str
    text: str
    own: str
    files: tuple[File, ...]
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When the present office's time is up. on: the day and time in India; days: working days left, below 0 when it is past."""

    on: str
    days: int
    late: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history. stage: whose turn it was, by role; reason: the words of the list; note: for colleagues."""

    at: str
    did: str
    officer: str
    stage: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the worklist. asked: since when it waits for the citizen, or empty; stopped: where the service stopped for somebody who
    wants help, empty for all other cases."""

    number: str
    title: str
    opened: str
    due: Due | None
    place: str
    asked: str
    stopped: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a case prints, its form apart. title, other: in the officer's language and in the other one; help: whether it
    is somebody who wants help."""

    number: str
    title: str
    other: str
    state: str
    holder: str
    place: str
    opened: str
    due: Due | None
    answers: tuple[Answer, ...]
    history: tuple[Happened, ...]
    seen: int
    help: bool


def words_in(label: Mapping[str, str], language: str) -> str:
    """Return the words in this language, or in another one where it has none."""
    return label.get(language) or label.get("en") or next(iter(label.values()), "")


def line(case: Application, facts: CatalogueFacts, now: datetime, language: str) -> Line:
    """Return one case as a line of the worklist."""
    return Line(
        case.number,
        words_in(case.title, language),
        render_moment(case.opened, language),
        due(case, facts.offices, now, language),
        place_of(case, facts, language),
        render_moment(case.paused, language) if case.state == "asked_back" else "",
        stopped_at(case, language),
    )


def case_page(case: Application, facts: CatalogueFacts, now: datetime, language: str) -> CasePage:
    """Return a case as its page prints it."""
    papers = facts.papers.get(case.service, {})
    other = next((words for tongue, words in case.title.items() if tongue != language), "")
    return CasePage(
        number=case.number,
        title=words_in(case.title, language),
        other=other,
        state=words_in(STATES["wants_help" if _waits_for_help(case) else case.state], language),
        holder=holder_of(case, facts, language),
        place=place_of(case, facts, language),
        opened=render_moment(case.opened, language),
        due=due(case, facts.offices, now, language),
        answers=tuple(_answer(each, papers, language) for each in case.shown),
        history=tuple(_happened(each, case, facts, language) for each in case.history),
        seen=len(case.history),
        help=case.kind == HELP,
    )


def _waits_for_help(case: Application) -> bool:
    return case.kind == HELP and case.state == "deciding"


def holder_of(case: Application, facts: CatalogueFacts, language: str) -> str:
    """Return who has the case now."""
    if case.state == "asked_back":
        return WORDS["the_citizen"][language]
    return role_words(case.role, facts, language) if case.role else ""


def role_words(role: str, facts: CatalogueFacts, language: str) -> str:
    """Return a role's name, or its id where the catalogue has dropped it since."""
    return words_in(facts.roles.get(role, {"en": role}), language)


def place_of(case: Application, facts: CatalogueFacts, language: str) -> str:
    """Return the name of the office's area, or nothing for the whole state."""
    return words_in(facts.places.get(case.area, {"en": case.area}), language)


# -- time ----------------------------------------------------------------------------------------------------------------


def due(case: Application, offices: OfficeTime, now: datetime, language: str) -> Due | None:
    """Return when the present office's time is up, or None where no clock runs."""
    if case.state != "deciding" or not case.due:
        return None
    calendar = calendar_of(case, offices)
    days = working_days(local_date(now), local_date(parse_moment(case.due)), calendar)
    return Due(render_moment(case.due, language), days, overdue(case, now))


def working_days(first: date, last: date, calendar: HolidayCalendar) -> int:
    """Return how many working days come after the first day up to the last; below 0 when the last is past. Bounded both ways."""
    low, high = min(first, last), max(first, last)
    span = min((high - low).days, MOST_DAYS)
    count = sum(calendar.is_working(low + timedelta(days=step)) for step in range(1, span + 1))
    return count if last >= first else -count


# -- answers and files -----------------------------------------------------------------------------------------------------


def _answer(each: Mapping[str, Any], papers: Mapping[str, Label], language: str) -> Answer:
    files = tuple(_files(each["value"], papers, language, _stem(each["name"])))
    own = "" if files else str(each["text"])
    text = "" if files else str(each.get("words", {}).get(language, own))
    typed = each["kind"] == "list" and text != own
    label = words_in(each["label"], language)
    return Answer(label, text, own if typed else "", files, _pin(each["value"]))


def _pin(value: Any) -> Pin | None:
    match value:
        case {"latitude": int() | float() as north, "longitude": int() | float() as east}:
            at = f"{north:.5f}", f"{east:.5f}"
            return Pin(", ".join(at), MAP.format(*at))
        case _:
            return None


def plain_mime(mime: str) -> str:
    """Return a kind of file without its parameters: a voice note comes as `audio/ogg; codecs=opus`."""
    return mime.partition(";")[0].strip().lower()


def _stem(name: str) -> str:
    """Return the last part of a dotted name."""
    return name.rpartition(".")[2]


def _files(
    value: Any, papers: Mapping[str, Label], language: str, stem: str, label: str = ""
) -> Iterator[File]:
    match value:
        case {"media": str(media)}:
            mime = plain_mime(str(value.get("mime") or ""))
            kind = mime.partition("/")[0] if mime in ENDINGS else ""
            unnamed = WORDS["recording"][language] if kind == "audio" else media
            yield File(media, label or str(value.get("name") or unnamed), kind, stem)
        case Mapping():
            for name, part in value.items():
                named = papers.get(name)
                words = words_in(named, language) if named else ""
                yield from _files(part, papers, language, str(name), words)
        case list() | tuple():
            for part in value:
                yield from _files(part, papers, language, stem)
        case _:
            return


def media_of(case: Application) -> Mapping[str, str]:
    """Return the handle of every file of a case, and the name it is saved under but for its ending: `INC-261123-7F3K2P-photo`."""
    found: dict[str, str] = {}
    for each in case.shown:
        for file in _files(each["value"], {}, "en", _stem(each["name"])):
            name = f"{case.number}-{file.stem}"
            taken = sum(known.startswith(name) for known in found.values())
            found[file.media] = f"{name}-{taken + 1}" if taken else name
    return found


# -- history ---------------------------------------------------------------------------------------------------------------


def _happened(
    entry: Mapping[str, Any], case: Application, facts: CatalogueFacts, language: str
) -> Happened:
    did, code = str(entry["did"]), str(entry.get("reason") or "")
    reason = ((case.reasons or {}).get(did) or {}).get(code)
    roles = {stage["id"]: (stage.get("late") or stage)["role"] for stage in case.stages}
    role = roles.get(entry.get("stage"))
    return Happened(
        at=render_moment(entry["at"], language),
        did=words_in(DID[did], language) if did in DID else did,
        officer=str(entry.get("officer") or ""),
        stage=role_words(str(role), facts, language) if role else "",
        reason=words_in(reason, language) if reason else code,
        note=str(entry.get("note") or ""),
    )
