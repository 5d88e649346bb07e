"""What a person sees between services: the menu, a department, a life event, "my applications", the choice of language.

Every button here says all it means (`m.svc:revenue.income_certificate`), so a menu never grows stale. Where a citizen types instead, the
conversation's `place` tells which menu stands on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from engine.domain import limits
from engine.domain.comparing import fold
from engine.domain.rendering import render_date
from engine.domain.session import Conversation, Session
from engine.interpreter.directory import Directory, Section
from engine.interpreter.memory import get
from engine.interpreter.offers import Offer
from engine.interpreter.phrases import PHRASES, phrase
from engine.language.card import Card
from engine.language.compiled import IssueStep, Label
from engine.language.expressions.env import Env, Unset
from engine.language.program import Program

PREFIX = "m."
VERIFY = "verify"
"""The place, and the row, where certificates are sent to be verified."""
WAITS = ("asking", "paying")
"""States of a case, as a conversation remembers it, in which the citizen is to do something."""
LEFT = "left"
"""State of a case that ended because a question was given up: the citizen may come back to it."""
IN_VAIN = ("abandoned", "failed", "expired")
"""Results of a case of which nothing came: it was stopped, not paid, or not answered in time."""
LANGUAGE_NAMES = {"te": "తెలుగు", "en": "English"}


class Place(NamedTuple):
    """Where in the menu somebody is. place: `dep:revenue`, its kind and name; page: which nine rows are on the screen."""

    place: str
    kind: str
    name: str
    page: int


def where(conversation: Conversation) -> Place:
    """Return the conversation's place in the menu; it is kept as `dep:revenue`, on a further page as `dep:revenue|1`."""
    place, _, page = conversation.place.partition("|")
    kind, _, name = place.partition(":")
    return Place(place, kind, name, int(page or 0))


def at_page(place: str, page: int) -> str:
    """Return a place as it is kept."""
    plain = place.partition("|")[0]
    return f"{plain}|{page}" if page else plain


def words(label: Label, language: str) -> str:
    """Return a label in this language, or in the first it has."""
    return label.get(language) or next(iter(label.values()))


def offers_at(
    directory: Directory, conversation: Conversation, sessions: Mapping[str, Session], now: datetime
) -> list[Offer]:
    """Return what the menu at the conversation's place offers."""
    here, language = where(conversation), conversation.language
    kind, rest = here.kind, here.name
    match kind:
        case "dep" | "event":
            return _services_of(directory, here.place, language)
        case "deps" | "events":
            return groups(directory, kind, language)
        case "mine":
            return cases(directory, conversation)
        case "case" | "begun":
            session = sessions.get(rest)
            return (
                _ways_on(rest, language)
                if kind == "begun"
                else afterwards(directory, session, now, language)
            )
        case "found":
            return named(directory, rest.split(","), language)
        case "language":
            return [
                Offer(f"lang:{code}", name)
                for code, name in LANGUAGE_NAMES.items()
                if code in directory.languages
            ]
        case "verify":
            return []
    return main(directory, conversation)


def _ways_on(case: str, language: str) -> list[Offer]:
    """Return what may be done with an unfinished case whose service was asked for again."""
    return [
        Offer(f"case:{case}", phrase("continue_case", language)),
        Offer(f"anew:{case}", phrase("begin_again", language)),
    ]


def interrupted(conversation: Conversation) -> dict[str, str] | None:
    """Return the newest case that waits for the citizen, else the one they gave up last if nothing was begun since, or None."""
    waits = next((case for case in conversation.cases if case["state"] in WAITS), None)
    given_up = [case for case in conversation.cases[:1] if case["state"] == LEFT]
    return waits or next(iter(given_up), None)


def begun(conversation: Conversation, service: str) -> dict[str, str] | None:
    """Return the newest case of a service that can be gone on with, or None."""
    return next((case for case in unfinished(conversation) if case["service"] == service), None)


def unfinished(conversation: Conversation) -> list[dict[str, str]]:
    """Return the cases that can be gone on with, newest first."""
    return [case for case in conversation.cases if case["state"] in (*WAITS, LEFT)]


def main(directory: Directory, conversation: Conversation) -> list[Offer]:
    """Return the first menu: the interrupted case, the two roads to the services, "my applications", verifying, the language.

    Where no life event has services there is only one road, and the departments stand here at once.
    """
    language = conversation.language
    rows = _unfinished(directory, conversation)
    if any(event.services for event in directory.events):
        rows.append(Offer("events", phrase("by_event", language)))
        rows.append(Offer("deps", phrase("by_department", language)))
    else:
        rows += groups(directory, "deps", language)
    rows.append(Offer("mine", phrase("my_applications", language)))
    rows.append(Offer(VERIFY, phrase("verify_row", language)))
    rows.append(Offer("lang", phrase("language_row", language)))
    return rows


def _unfinished(directory: Directory, conversation: Conversation) -> list[Offer]:
    """Return the row that goes on with an interrupted case, or begins the newest one anew whose time ran out."""
    case, key = interrupted(conversation), "continue_case"
    value = f"case:{case['id']}" if case is not None else ""
    if case is None and conversation.cases and conversation.cases[0].get("result") == "expired":
        case, key = conversation.cases[0], "begin_again"
        value = f"svc:{case['service']}"
    card = directory.cards.get(case["service"]) if case is not None else None
    if card is None:
        return []
    note = words(card.title, conversation.language)[: limits.ROW_DESCRIPTION]
    return [Offer(value, phrase(key, conversation.language), note)]


def groups(directory: Directory, kind: str, language: str) -> list[Offer]:
    """Return the departments (`deps`) or the life events (`events`) that have services."""
    return [
        Offer(f"{kind[:-1]}:{each.id}", words(each.short, language))
        for each in (directory.sections if kind == "deps" else directory.events)
        if each.services
    ]


def group(directory: Directory, place: str) -> Section | None:
    """Return the department or life event at this place (`dep:revenue`), or a group of it (`dep:energy.bills`), or None."""
    kind, _, name = place.partition(":")
    found = directory.sections if kind == "dep" else directory.events
    whole, _, part = name.partition(".")
    section = next((each for each in found if each.id == whole), None)
    if section is None or not part:
        return section
    return next((each for each in section.groups if each.id == name), None)


def _services_of(directory: Directory, place: str, language: str) -> list[Offer]:
    """Return what stands in a department, a life event or a group of either: its services, or groups where they do not fit on a list."""
    section = group(directory, place)
    if section is None:
        return []
    if len(section.services) <= limits.LIST_ROWS:
        return named(directory, [f"svc:{service}" for service in section.services], language)
    kind, _, _ = place.partition(":")
    parts = [each for each in section.groups if len(each.services) > 1]
    inside = {service for each in parts for service in each.services}
    alone = [f"svc:{service}" for service in section.services if service not in inside]
    return named(directory, [*(f"{kind}:{each.id}" for each in parts), *alone], language)


def named(directory: Directory, values: Sequence[str], language: str) -> list[Offer]:
    """Return these services, departments and life events, as far as they are in force."""
    rows = []
    for value in values:
        kind, _, name = value.partition(":")
        titled = directory.cards.get(name) if kind == "svc" else group(directory, value)
        if titled is not None:
            note = titled.note.get(language, "") if isinstance(titled, Card) else ""
            if name in directory.unavailable and kind == "svc":
                note = phrase("not_answering", language)
            rows.append(Offer(value, words(titled.short, language), note))
    return rows


def cases(directory: Directory, conversation: Conversation) -> list[Offer]:
    """Return the person's cases, newest first; each can be named by its number too."""
    language = conversation.language
    rows = []
    for case in conversation.cases:
        card = directory.cards.get(case["service"])
        if card is not None:
            day = render_date(case["on"]) if "on" in case else ""
            number = case.get("number", "")
            state = state_words(case["state"], case.get("result", ""), language)
            note = " · ".join(filter(None, (number, state, day)))
            also = (number,) if number else ()
            rows.append(Offer(f"case:{case['id']}", words(card.short, language), note, also))
    return rows


def numbered(conversation: Conversation, text: str) -> str:
    """Return the id of the case that bears this number, or an empty string."""
    said = fold(text)
    found = (case["id"] for case in conversation.cases if fold(case.get("number", "")) == said)
    return next(found, "") if said else ""


def state_words(state: str, result: str, language: str) -> str:
    """Return how a case stands, and of a finished one how it ended."""
    known = f"result_{result}"
    return phrase(known if known in PHRASES else f"state_{state}", language)


def afterwards(
    directory: Directory, session: Session | None, now: datetime, language: str
) -> list[Offer]:
    """Return what may still be done with a finished case; one of which nothing came may be begun again."""
    if session is None or session.state != "ended":
        return []
    program = directory.program(session.program, session.service)
    papers = [
        Offer(f"paper:{session.id}:{step}", phrase("send_again", language))
        for step in papers_of(program, session)
    ]
    later = [
        Offer(f"later:{session.id}:{each.id}", words(each.title, language))
        for each in program.later.values()
        if session.stage == "success" and _still_open(program, session, each.id, now)
    ]
    anew = Offer(f"svc:{session.service}", phrase("begin_again", language))
    return [*papers, *later, *([anew] if session.stage in IN_VAIN else [])]


def papers_of(program: Program, session: Session) -> dict[str, dict[str, Any]]:
    """Return the certificates a case has issued, by step: each can be sent again."""
    found = {
        step.id: get(session.answers, f"{step.id}.file")
        for step in program.steps
        if isinstance(step, IssueStep)
    }
    return {step: file for step, file in found.items() if file}


def _still_open(program: Program, session: Session, later: str, now: datetime) -> bool:
    until = program.later[later].open_until
    if until is None:
        return True
    env = Env({**program.constants, **session.answers}, now, program.calendar)
    try:
        limit = str(until(env))
    except Unset:
        return False
    return now.strftime("%Y-%m-%dT%H:%M:%SZ") < limit
