"""Puts people whose case ended at a help desk before it, as a case of the register: who they are, where it stopped, what they answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.calendar import OfficeTime, format_moment
from engine.domain.effect import AskOfficers, HandOver, OpenCase, Shown, Stage, WentOn
from engine.domain.money import format_money
from engine.language.model.department import HelpDesk
from engine.runtime.doors import Clock
from engine.runtime.keys import Keys
from engine.runtime.ports import Alias, Dead, Done, Job, Reader, Result, Retry
from engine.services.applications import record
from engine.services.applications.record import Application
from engine.services.applications.register import Register

HELP = "help"
"""The kind of a case by which somebody stands before a help desk, and the name of its one stage."""

STOPPED = "stopped"
"""What the answer is called that says where the service stopped."""

PREFIX = "HLP"
"""Begins the number of every request for help."""

LANGUAGES: Mapping[str, str] = {"te": "తెలుగు", "en": "English", "hi": "हिन्दी", "ur": "اردو"}

LABELS: Mapping[str, Mapping[str, str]] = {
    "whatsapp": {"te": "వాట్సాప్ నంబర్", "en": "WhatsApp number"},
    "language": {"te": "మాట్లాడే భాష", "en": "Language"},
    STOPPED: {"te": "సేవ ఎక్కడ ఆగింది", "en": "Where it stopped"},
    "told": {"te": "పౌరులకు చెప్పింది", "en": "What the citizen was told"},
    "number": {"te": "దరఖాస్తు నంబర్", "en": "Application number"},
    "paid": {"te": "చెల్లించిన మొత్తం", "en": "Paid"},
}
"""What stands before the answers, in the order it is read."""

REASONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "spoken": {
        "settled": {"te": "సమస్య పరిష్కారమైంది.", "en": "The matter is settled."},
        "explained": {"te": "తర్వాత ఏం చేయాలో వివరించారు.", "en": "What to do next was explained."},
        "passed_on": {
            "te": "సంబంధిత కార్యాలయానికి పంపారు.",
            "en": "It was passed on to the office concerned.",
        },
        "not_needed": {"te": "ఇక సహాయం అవసరం లేదు.", "en": "No more help is needed."},
    }
}
"""What an officer closes a request with; the citizen reads it too."""


@dataclass(frozen=True, slots=True)
class HelpDesks:
    """The handler of what brings people before help desks.

    offices: when they work; desks: those of the catalogue in force, by department.
    """

    store: Reader
    keys: Keys
    clock: Clock
    offices: Callable[[], OfficeTime]
    desks: Callable[[], Mapping[str, HelpDesk]]

    async def deliver(self, job: Job) -> Result:
        """Perform one effect."""
        match job.effect:
            case HandOver():
                return self._put(job, job.effect, self.clock.now())
            case WentOn():
                return self._let_go(job.session, self.clock.now())
            case _:
                return Dead(f"not of the help desks: {type(job.effect).__name__}")

    def _put(self, job: Job, effect: HandOver, now: datetime) -> Result:
        register = Register(self.store, self.keys)
        if register.by_key(effect.key) is not None:
            return Done()
        desk = self._desk(effect)
        if desk is None:
            return Dead(f"{effect.service} stopped at {effect.at}, and no help desk is there")
        title = effect.title or {"en": effect.service}
        shown = (*about(effect, job.aliases), *effect.shown)
        opening = OpenCase(effect.key, HELP, effect.service, title, shown, prefix=PREFIX)
        stage = Stage(HELP, desk.id, "", desk.within, ("spoken", "unreached"))
        asking = AskOfficers(effect.key, effect.key, (stage,), REASONS, (), 0)
        case = record.opened(opening, register.free_number(opening, now), job.session, now)
        case = record.before_officers(case, asking, now, self.offices())
        return Done(writes=(register.insert(case), *register.index(case)))

    def _desk(self, effect: HandOver) -> HelpDesk | None:
        """Return the help desk that was meant; where the catalogue no longer has it, that of the service's department."""
        desks = self.desks()
        named = (each for each in desks.values() if effect.desk and each.id == effect.desk)
        own = desks.get(effect.service.partition(".")[0])
        return next(named, own if own is not None and own.id else None)

    def _let_go(self, session: str, now: datetime) -> Result:
        register = Register(self.store, self.keys)
        asked = [case for case in register.of_session(session) if case.kind == HELP]
        if not asked:
            return Retry(None, "the request for help is not entered yet")
        still = (went_on(case, now) for case in asked if case.state == "deciding")
        return Done(writes=tuple(register.update(case) for case in still))


def about(effect: HandOver, aliases: tuple[Alias, ...]) -> tuple[Shown, ...]:
    """Return what an officer should know before the answers: how to reach the person, where it stopped, what was said and paid."""
    phone = next((each.value for each in aliases if each.kind == "phone"), "")
    name = phone or next((each.value for each in aliases), "")
    stopped = dict(effect.stopped) or {"en": effect.at.replace("_", " ")}
    found = {
        "whatsapp": f"+{phone}" if phone else name,
        "language": LANGUAGES.get(effect.language, effect.language),
        STOPPED: stopped.get("en") or next(iter(stopped.values())),
        "told": effect.told,
        "number": effect.number,
        "paid": format_money(effect.paid) if effect.paid else "",
    }
    return tuple(
        Shown(
            each,
            LABELS[each],
            "text",
            {"whole": phone, "own": phone[-10:]} if each == "whatsapp" and phone else words,
            words,
            searchable=each in ("whatsapp", "number"),
            words=stopped if each == STOPPED else {},
        )
        for each, words in found.items()
        if words
    )


def went_on(case: Application, now: datetime) -> Application:
    """Return a request whose citizen needs nobody any more, having gone on with the service."""
    entry = {"at": format_moment(now), "officer": "", "stage": "", "did": "went_on"}
    return replace(case, state="went_on", due="", history=(*case.history, entry))


def stopped_at(case: Application, language: str) -> str:
    """Return where the service stopped, or nothing."""
    each = next((each for each in case.shown if each["name"] == STOPPED), None)
    return "" if each is None else str(each["words"].get(language, each["text"]))
