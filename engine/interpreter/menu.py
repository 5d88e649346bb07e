"""What a person sees between services: the menu, a department, "my applications", the choice of language.

Every button here says all it means (`m.svc:revenue.income_certificate`), so a menu never grows stale. Where a citizen types instead, the
conversation's `place` tells which menu stands on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.domain.rendering import render_date
from engine.domain.session import Conversation, Session
from engine.interpreter.directory import Directory
from engine.interpreter.memory import get
from engine.interpreter.offers import Offer
from engine.interpreter.phrases import PHRASES, phrase
from engine.language.compiled import IssueStep, Label
from engine.language.expressions.env import Env, Unset
from engine.language.program import Program

PREFIX = "m."
SHOWN_CASES = 9
LANGUAGE_NAMES = {"te": "తెలుగు", "en": "English"}


def words(label: Label, language: str) -> str:
    """Return a label in this language, or in the first it has."""
    return label.get(language) or next(iter(label.values()))


def offers_at(
    directory: Directory, conversation: Conversation, sessions: Mapping[str, Session], now: datetime
) -> list[Offer]:
    """Return what the menu at the conversation's place offers."""
    kind, _, rest = conversation.place.partition(":")
    if kind == "dep":
        return department(directory, rest, conversation.language)
    if kind == "mine":
        return cases(directory, conversation)
    if kind == "case":
        return afterwards(directory, sessions.get(rest), now, conversation.language)
    if kind == "found":
        return services(directory, tuple(rest.split(",")), conversation.language)
    if kind == "language":
        return [
            Offer(f"lang:{code}", name)
            for code, name in LANGUAGE_NAMES.items()
            if code in directory.languages
        ]
    return main(directory, conversation)


def main(directory: Directory, conversation: Conversation) -> list[Offer]:
    """Return the first menu: the interrupted case, the departments, "my applications", the language."""
    language = conversation.language
    rows = []
    for case in conversation.cases:
        program = directory.current.get(case["service"])
        if case["state"] == "asking" and program is not None:
            rows.append(
                Offer(
                    f"case:{case['id']}",
                    phrase("continue_case", language),
                    words(program.title, language)[:72],
                )
            )
            break
    rows += [
        Offer(f"dep:{section.id}", words(section.short, language))
        for section in directory.sections
        if section.services
    ]
    rows.append(Offer("mine", phrase("my_applications", language)))
    rows.append(Offer("lang", phrase("language_row", language)))
    return rows


def department(directory: Directory, section_id: str, language: str) -> list[Offer]:
    """Return a department's services."""
    ids = next((section.services for section in directory.sections if section.id == section_id), ())
    return services(directory, ids, language)


def services(directory: Directory, ids: tuple[str, ...], language: str) -> list[Offer]:
    """Return these services, as far as they are in force."""
    programs = [directory.current[service] for service in ids if service in directory.current]
    return [Offer(f"svc:{program.service}", words(program.short, language)) for program in programs]


def cases(directory: Directory, conversation: Conversation) -> list[Offer]:
    """Return the person's cases, newest first."""
    language = conversation.language
    rows = []
    for case in conversation.cases[:SHOWN_CASES]:
        program = directory.current.get(case["service"])
        if program is not None:
            day = render_date(case["on"]) if "on" in case else ""
            state = state_words(case["state"], case.get("result", ""), language)
            note = " · ".join(filter(None, (case.get("number", ""), state, day)))
            rows.append(Offer(f"case:{case['id']}", words(program.short, language), note))
    return rows


def state_words(state: str, result: str, language: str) -> str:
    """Return how a case stands, and of a finished one how it ended."""
    known = f"result_{result}"
    return phrase(known if known in PHRASES else f"state_{state}", language)


def afterwards(
    directory: Directory, session: Session | None, now: datetime, language: str
) -> list[Offer]:
    """Return what may still be done with a finished case."""
    if session is None or session.state != "ended":
        return []
    program = directory.program(session.program, session.service)
    papers = [
        Offer(f"paper:{session.id}:{step}", phrase("send_again", language))
        for step in papers_of(program, session)
    ]
    return papers + [
        Offer(f"later:{session.id}:{later.id}", words(later.title, language))
        for later in program.later.values()
        if session.stage == "success" and _still_open(program, session, later.id, now)
    ]


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
