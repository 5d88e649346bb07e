"""`catalog new` as a conversation: one question after the other, "back" goes back one, and nothing is written before the end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.cli.new_plan import Plan, Question, Words, name_from
from engine.cli.new_reading import (
    Wrong,
    label,
    listed,
    named,
    one_of,
    rupees,
    something,
    telugu,
    type_,
)
from engine.cli.new_types import guess
from engine.language.compiler.shared_ends import shared_ends
from engine.language.model.department import Department
from engine.language.model.fragment import Fragment
from engine.language.reading import Reading

KINDS = (
    "information",
    "status",
    "application",
    "certificate",
    "booking",
    "payment",
    "grievance",
    "donation",
    "download",
)
CONSENTED = ("application", "certificate", "grievance")
"""Kinds of service whose details officers see: the citizen agrees first."""
BACK = ("back", "వెనక్కి")
THANKS = Words("ధన్యవాదాలు.", "Thank you.")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to the officer. read: gives the answer's meaning or raises Wrong."""

    words: str
    read: Callable[[str], Any]


Asking = Generator[Prompt, Any, Plan]


def converse(
    make: Callable[[], Asking], hear: Callable[[str], str], say: Callable[[str], None]
) -> Plan:
    """Return the plan once every question is answered. make: begins the questions; hear: shows a prompt, gives what is typed.

    Going back begins again and gives the earlier answers anew, so that no question needs to know how to be taken back.
    """
    given: list[Any] = []
    asking = make()
    try:
        prompt = next(asking)
        while True:
            typed = hear(prompt.words).strip()
            if typed.lower() in BACK:
                given = given[:-1]
                asking, prompt = _again(make, given)
                continue
            try:
                answer = prompt.read(typed)
            except Wrong as reason:
                say(f"  {reason}")
                continue
            given.append(answer)
            prompt = asking.send(answer)
    except StopIteration as done:
        plan: Plan = done.value
        return plan


def _again(make: Callable[[], Asking], given: list[Any]) -> tuple[Asking, Prompt]:
    asking = make()
    prompt = next(asking)
    for answer in given:
        prompt = asking.send(answer)
    return asking, prompt


# -- the questions ---------------------------------------------------------------------------------------------------------


def questions(reading: Reading, service: str, kind: str, today: date) -> Asking:
    """Ask everything a service needs, and return its plan. service, kind: where they were given already."""
    world = reading.world
    department = service.partition(".")[0]
    if not department:
        department = yield Prompt(
            listed("Which department?", world.departments), one_of(tuple(world.departments))
        )
    taken = frozenset(each.id for each in reading.services)
    english = yield Prompt(
        "What do citizens call the service? In English: ", named(department, service, taken)
    )
    said = yield Prompt("The same in Telugu: ", telugu)
    if not kind:
        kind = yield Prompt(listed("What sort of service is it?", KINDS), one_of(KINDS))
    asked = yield from _asked(today)
    fee = yield Prompt("What does it cost, in rupees? Enter for nothing: ", rupees)
    here = world.departments[department]
    role, late = (yield from _decides(here)) if asked else ("", "")
    personal = tuple(
        each.id for each in asked if role or _is_personal(each, world.policies.personal)
    )
    purpose = yield from _purpose(world.policies.purposes if personal else {})
    thanks = yield from _thanks()
    reasons = world.lists.get("reject_reasons")
    return Plan(
        service=service or f"{department}.{name_from(english, most=4)}",
        title=Words(said, english),
        kind=kind,
        questions=asked,
        fee=fee,
        role=role,
        late=late,
        reasons="lists.reject_reasons" if reasons else "",
        reason=str(reasons.rows[0]["code"]) if reasons else "",
        thanks=thanks,
        desk=here.desk.id,
        today=today.isoformat(),
        personal=personal,
        purpose=purpose,
        consents=bool(personal) and kind in CONSENTED and _asks_consent(world.fragments),
        shared=frozenset(shared_ends(department, world)),
    )


def _purpose(
    purposes: Mapping[str, Mapping[str, str]],
) -> Generator[Prompt, Any, str]:
    """Return what personal details are used for, empty where the state names nothing."""
    if not purposes:
        return ""
    known = {name: words.get("en", "") for name, words in purposes.items()}
    words = "What are the personal details used for? (The state's list; policies.yaml)"
    purpose = yield Prompt(listed(words, known), one_of(tuple(known)))
    return str(purpose)


def _asked(today: date) -> Generator[Prompt, Any, tuple[Question, ...]]:
    found: list[Question] = []
    while True:
        first = "What is asked first?" if not found else "What is asked next?"
        english = yield Prompt(f"{first} In English, Enter when there is nothing more: ", str)
        if not english:
            return tuple(found)
        said = yield Prompt("The same in Telugu: ", telugu)
        name = (
            name_from(english, frozenset((*(each.id for each in found), *RESERVED)))
            or f"answer_{len(found) + 1}"
        )
        example = yield Prompt(
            "What might somebody answer? An example (15-08-1990), or all options (village / town): ",
            something,
        )
        options = [part.strip() for part in example.split("/") if part.strip()]
        if len(options) > 1 and not (
            len(options) == 2 and {each.lower() for each in options} == {"yes", "no"}
        ):
            labels = yield from _options(options)
            found.append(Question(name, Words(said, english), "", example, labels))
            continue
        kind = guess(example, english, today)
        kind = yield Prompt(
            f"That is {kind}. Enter if so, or write another type (? lists them): ", type_(kind)
        )
        found.append(Question(name, Words(said, english), kind, example))


RESERVED = (
    "review",
    "application",
    "payment",
    "decision",
    "told",
    "done",
    "refused",
    "unpaid",
    "consent",
    "stopped",
    "desk",
    "next",
)
"""Names that the other steps and ends of the new file have."""


def _is_personal(question: Question, types: frozenset[str]) -> bool:
    """Tell whether an answer is always about a person. types: of the state's policies; `past_date` is a date in the past."""
    kind = question.type.partition("(")[0]
    return kind in types or (
        "past_date" in types and kind == "date" and question.type.endswith("today)")
    )


def _asks_consent(fragments: Mapping[str, Fragment]) -> bool:
    found = fragments.get("consent")
    return found is not None and set(found.needs) == {"purpose"}


def _options(options: list[str]) -> Generator[Prompt, Any, dict[str, Words]]:
    labels: dict[str, Words] = {}
    for number, english in enumerate(options, 1):
        said = yield Prompt(f'"{english}" in Telugu: ', label)
        name = name_from(english, frozenset(labels)) or f"option_{number}"
        labels[name] = Words(said, english)
    return labels


def _decides(department: Department) -> Generator[Prompt, Any, tuple[str, str]]:
    """Return who decides, and who is told when that takes too long; both empty where nobody decides."""
    roles = {
        "nobody": "the answer is given at once",
        **{name: each.title.get("en", "") for name, each in department.roles.items()},
    }
    role = yield Prompt(listed("Who decides?", roles), one_of(tuple(roles), default="nobody"))
    if role == "nobody":
        return "", ""
    others = {name: words for name, words in roles.items() if name not in ("nobody", role)}
    if not others:
        return str(role), ""
    late = yield Prompt(
        listed("Who is told when nobody has decided in time?", others), one_of(tuple(others))
    )
    return str(role), str(late)


def _thanks() -> Generator[Prompt, Any, Words]:
    english = yield Prompt(
        'What is said at the good end? In English, Enter for "Thank you.": ', str
    )
    if not english:
        return THANKS
    said = yield Prompt("The same in Telugu: ", telugu)
    return Words(said, english)
