"""What the desk's pages need from the rest of the engine, and which officer may see and decide which case."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from engine.language.catalogue import Catalogue
from engine.runtime.blobs import Blob, find
from engine.runtime.doors import Random
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.services.applications.record import Application
from engine.services.applications.register import Register
from engine.services.certificates import register
from engine.services.certificates.register import Kept
from engine.services.officers.record import Officer, Officers, spelled
from engine.services.officers.tries import Tries
from engine.web.desk.facts import CatalogueFacts, FactsInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The engine, as the desk sees it. facts: of the catalogue in force; pause: waits so many seconds."""

    store: Reader
    keys: Keys
    random: Random
    facts: Callable[[], CatalogueFacts]
    pause: Callable[[float], None] = time.sleep
    tries: Tries = field(default_factory=Tries)

    @property
    def secret(self) -> str:
        """Return the key that signs the session cookie: made from the master key, 128 bits."""
        return self.keys.blind("secret", "desk session")

    @property
    def register(self) -> Register:
        """Return the cases."""
        return Register(self.store, self.keys.anew())

    @property
    def officers(self) -> Officers:
        """Return the officers of the table."""
        return Officers(self.store)

    def officer(self, name: str) -> Officer | None:
        """Return the officer of this name, a sample one too where there are any, with the areas inside his or her own."""
        officer = self.sample(name) or self.officers.by_name(name)
        if officer is None:
            return None
        inside = self.facts().inside
        return replace(
            officer, within=tuple(sorted({each for area in officer.areas for each in inside(area)}))
        )

    def sample(self, name: str) -> Officer | None:
        """Return the sample officer of this name."""
        return next((each for each in self.facts().samples if each.name == spelled(name)), None)

    def case(self, number: str, officer: Officer) -> Application | None:
        """Return the case of this number, or None where there is none or it is not this officer's business."""
        case = self.register.by_number(number.strip().upper())
        return case if case is not None and may_see(officer, case) else None

    def find(self, words: str, officer: Officer) -> list[Application]:
        """Return the case of this number or of this certificate, or those with a searchable answer of exactly this value, as far as
        they are this officer's business; the newest first."""
        case = self.case(words, officer)
        if case is not None:
            return [case]
        kept = self.certificate(words)
        if kept is not None:
            cases = self.register.of_session(kept.session)
            return [each for each in cases if may_see(officer, each)]
        return [each for each in self.register.found(words) if may_see(officer, each)]

    def certificates(self, case: Application) -> list[Kept]:
        """Return the certificates that were issued in this case."""
        return register.of_session(case.session, self.keys.anew(), self.store)

    def certificate(self, words: str) -> Kept | None:
        """Return the certificate of this number or id."""
        keys, plain = self.keys.anew(), words.strip().upper()
        return register.of_number(plain, keys, self.store) or register.find(plain, keys, self.store)

    def worklist(self, officer: Officer) -> list[Application]:
        """Return what waits for this officer, the most urgent first."""
        found = self._at_desk(officer, "deciding")
        return sorted(found, key=lambda case: (not case.due, case.due, case.number))

    def asked_back(self, officer: Officer) -> list[Application]:
        """Return those for which this officer waits for the citizen, the longest first."""
        found = self._at_desk(officer, "asked_back")
        return sorted(found, key=lambda case: (case.paused, case.number))

    def _at_desk(self, officer: Officer, state: str) -> Collection[Application]:
        areas = (*officer.areas, *officer.within)
        found = {
            case.number: case
            for role in officer.roles
            for case in self.register.for_role(role, areas, state=state)
            if _sits_at(officer, case)
        }
        return found.values()

    def file(self, media: str) -> Blob | None:
        """Return a stored file."""
        return find(media, self.keys.anew(), self.store)


def open_desk(
    store: Reader, keys: Keys, random: Random, catalogue: Callable[[], Catalogue], sandbox: bool
) -> Desk:
    """Return the desk of one process. catalogue: the one in force; sandbox: whether sample officers may sign in with one button."""
    return Desk(store=store, keys=keys, random=random, facts=FactsInForce(catalogue, sandbox))


def may_see(officer: Officer, case: Application) -> bool:
    """Whether one of the case's stages, past, present or to come, is this officer's."""
    offices = [(stage["role"], stage["area"], "late" in stage) for stage in case.stages]
    offices += [
        (stage["late"]["role"], stage["late"]["area"], False)
        for stage in case.stages
        if "late" in stage
    ]
    return any(officer.sits(str(role), str(area), late) for role, area, late in offices)


def may_change(officer: Officer, case: Application) -> bool:
    """Whether this officer may change how this case's certificates stand: one who could have approved it."""
    offices = [(stage["role"], stage["area"]) for stage in case.stages if "approve" in stage["may"]]
    return case.state == "approved" and any(
        officer.sits(str(role), str(area)) for role, area in offices
    )


def may_decide(officer: Officer, case: Application) -> bool:
    """Whether it is this officer's turn."""
    return bool(case.role) and _sits_at(officer, case)


def _sits_at(officer: Officer, case: Application) -> bool:
    """Whether the case lies at this officer's desk, also while the citizen is asked."""
    late = bool(case.stages) and "late" in case.stages[case.stage]
    return officer.sits(case.at_desk, case.area, late)
