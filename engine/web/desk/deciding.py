"""The form of a decision: what it offers, what came back in it, and its way into the inbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from engine.runtime import codec
from engine.runtime.ports import Arrival
from engine.runtime.store.protocol import StoreDown
from engine.services.applications import record
from engine.services.applications.handlers import DecisionBody
from engine.services.applications.record import NEEDS_REASON, Application, Decision, NotAllowed
from engine.services.officers.record import Officer
from engine.web.desk.facts import CatalogueFacts
from engine.web.desk.office import Desk, may_decide
from engine.web.desk.shown import words_in
from engine.web.desk.words import DECISIONS, LANGUAGES

LONGEST_NOTE = 2_000
LONGEST_PAGE = 32
LOOKS = 20
LOOK_EVERY_S = 0.1
"""A decision usually shows within a few looks: two seconds are waited for the worker at most."""

SAID = ("recorded", "pending", "changed")
"""How a decision that was understood went; every other word is a trouble to show beside the form."""


class Refused(Exception):
    """A form that cannot be taken as it is; `word` names the sentence of the desk that says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one decision. each: value in the form, words in every language."""

    did: str
    label: str
    each: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What may be decided now. decisions: what is sent, and its words; answers: those that may be asked again, with their labels."""

    decisions: tuple[tuple[str, str], ...]
    reasons: tuple[Reasons, ...]
    answers: tuple[tuple[str, str], ...]
    asks_left: int


def form_of(
    case: Application, officer: Officer, facts: CatalogueFacts, language: str
) -> Form | None:
    """Return what this officer may decide, or None where it is not his or her turn."""
    if not may_decide(officer, case):
        return None
    may = [did for did in DECISIONS if did in case.may]
    labels = {each["name"]: words_in(each["label"], language) for each in case.shown}
    again = case.may_change if "ask_back" in may else ()
    return Form(
        decisions=tuple((did, DECISIONS[did][language]) for did in may),
        reasons=tuple(
            _reasons(case, did, language)
            for did in NEEDS_REASON
            if did in may and _listed(case, did)
        ),
        answers=tuple(
            (name, labels.get(name) or asked_for(name, case, facts, language)) for name in again
        ),
        asks_left=case.ask_backs,
    )


def _reasons(case: Application, did: str, language: str) -> Reasons:
    order = (language, *(each for each in LANGUAGES if each != language))
    lines = [
        (f"{did}/{code}", " · ".join(dict.fromkeys(label[each] for each in order if each in label)))
        for code, label in _listed(case, did).items()
    ]
    return Reasons(did, DECISIONS[did][language], tuple(lines))


def _listed(case: Application, did: str) -> Mapping[str, Mapping[str, str]]:
    return (case.reasons or {}).get(did) or {}


def asked_for(name: str, case: Application, facts: CatalogueFacts, language: str) -> str:
    """Return the words for an answer that was not given this time, or its name where the service no longer asks for it."""
    label = facts.answers.get(case.service, {}).get(name)
    if label:
        return words_in(label, language)
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def read(form: MultiDict[str, str], case: Application, officer: Officer) -> Decision:
    """Return the decision a form holds. Raises Refused."""
    did, note = form.get("did", ""), form.get("note", "").strip()
    if not did:
        raise Refused("no_decision")
    if did not in case.may:
        raise Refused("not_open")
    if len(note) > LONGEST_NOTE:
        raise Refused("long_note")
    answers = tuple(name for name in case.may_change if name in form.getlist("answer"))
    if did == "ask_back" and not answers:
        raise Refused("no_answers")
    return Decision(
        officer.name, did, _reason(form, case, did), note, answers if did == "ask_back" else ()
    )


def _reason(form: MultiDict[str, str], case: Application, did: str) -> str:
    """Return the code chosen for this decision; the form sends it with the decision it belongs to, `reject/papers_insufficient`."""
    listed = _listed(case, did)
    if did not in NEEDS_REASON or not listed:
        return ""
    of, _, code = form.get("reason", "").partition("/")
    if of != did or code not in listed:
        raise Refused("no_reason")
    return code


@dataclass(frozen=True, slots=True)
class Taking:
    """One officer's decision on one case, as it is handed in.

    seen: how many entries of the history were on the page; page: that page's own sign.
    """

    case: Application
    officer: Officer
    seen: int
    now: datetime
    page: str = ""


def take(
    desk: Desk,
    append: Callable[[Sequence[Arrival]], None],
    form: MultiDict[str, str],
    taking: Taking,
) -> str:
    """Hand a decision in and wait a little for it; return how it went, a word of SAID. Raises Refused."""
    case, officer = taking.case, taking.officer
    if taking.seen != len(case.history):
        return _went(case, officer, form.get("did", ""), taking.seen)
    if not may_decide(officer, case):
        raise Refused("not_open")
    decision = read(form, case, officer)
    facts = desk.facts()
    try:
        record.decide(case, decision, taking.now, facts.offices, facts.roles)
        append([arrival(decision, taking)])
    except NotAllowed:
        raise Refused("not_open") from None
    except StoreDown:
        raise Refused("store_down") from None
    return _wait(desk, taking, decision.did)


def arrival(decision: Decision, taking: Taking) -> Arrival:
    """Return a decision as the inbox takes it; the same page sent twice is the same arrival.

    A page opened anew is another one: where the first could not be taken and lies among the dead letters, the officer can decide again.
    Where both come through, the second was made on a page that is out of date and changes nothing.
    """
    case, page = taking.case, taking.page[:LONGEST_PAGE]
    body = codec.encode(DecisionBody(case.number, decision, taking.seen))
    name = f"decision:{case.number}:{taking.seen}:{page}"
    return Arrival("decision", name, (), body, taking.now, case.session)


def _wait(desk: Desk, taking: Taking, did: str) -> str:
    for _ in range(LOOKS):
        case = desk.register.by_number(taking.case.number)
        if case is not None and len(case.history) > taking.seen:
            return _went(case, taking.officer, did, taking.seen)
        desk.pause(LOOK_EVERY_S)
    return "pending"


def _went(case: Application, officer: Officer, did: str, seen: int) -> str:
    """Return whether what happened next is what this officer wanted."""
    if not 0 <= seen < len(case.history):
        return "changed"
    next_entry = case.history[seen]
    return (
        "recorded"
        if (next_entry.get("officer"), next_entry["did"]) == (officer.name, did)
        else "changed"
    )
