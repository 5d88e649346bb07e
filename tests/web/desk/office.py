"""A desk with a real store: two files in a folder, a worker that takes decisions whenever the desk waits, a clock that stands still."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from engine import settings as environment
from engine.domain.calendar import HolidayCalendar, OfficeTime
from engine.domain.effect import AskOfficers, HandOver, OpenCase, Shown, Stage
from engine.language.model.department import HelpDesk
from engine.runtime.blobs import Blob, keep
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, person_owner
from engine.runtime.ports import Alias, Arrival, Done, Job, Write
from engine.runtime.store.protocol import StoreDown
from engine.runtime.store.sqlite.store import SqliteReader, SqliteStore
from engine.services import applications, certificates, officers
from engine.services.applications import record
from engine.services.applications.handlers import Applications
from engine.services.applications.help_desks import HelpDesks
from engine.services.applications.record import Application
from engine.services.certificates import register as certificate_register
from engine.services.certificates.changing import Changing
from engine.services.certificates.keys import key_id
from engine.services.certificates.register import Kept
from engine.services.certificates.token import seal_token
from engine.services.officers.record import Officer, add_officer
from engine.web.app import create_app
from engine.web.desk.facts import CatalogueFacts
from engine.web.desk.office import Desk
from engine.web.metrics import Metrics
from engine.web.site import Site
from tests.services.certificates.sample_state import SAMPLE, sample_state

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
"""A Monday, 11 o'clock in India."""

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da636460f8ff1f0003030200"
    "ef9a26d50000000049454e44ae426082"
)
ROLES = {
    "vro": {"te": "గ్రామ రెవెన్యూ అధికారి (వీఆర్‌వో)", "en": "Village Revenue Officer"},
    "ri": {"te": "రెవెన్యూ ఇన్‌స్పెక్టర్ (ఆర్‌ఐ)", "en": "Revenue Inspector"},
    "tahsildar": {"te": "తహసీల్దార్", "en": "Tahsildar"},
    "rdo": {"te": "రెవెన్యూ డివిజనల్ అధికారి (ఆర్‌డీవో)", "en": "Revenue Divisional Officer"},
    "revenue_helpdesk": {"te": "రెవెన్యూ సహాయ కేంద్రం", "en": "Revenue help desk"},
}
PLACES = {
    "kolakaluru": {"te": "కొలకలూరు", "en": "Kolakaluru"},
    "tenali": {"te": "తెనాలి", "en": "Tenali"},
}
REASONS = {
    "reject": {
        "not_resident": {
            "te": "చిరునామాలో నివాసం నిర్ధారణ కాలేదు",
            "en": "Residence at this address was not confirmed",
        },
        "papers_insufficient": {"te": "పత్రాలు సరిపోవు", "en": "The documents are not sufficient"},
    },
    "ask_back": {"unclear": {"te": "పంపిన పత్రం స్పష్టంగా లేదు", "en": "The document sent is not clear"}},
}
STAGES = (
    Stage("vro", "vro", "kolakaluru", "3 working days", ("forward", "ask_back")),
    Stage("ri", "ri", "tenali", "2 working days", ("forward", "send_down", "ask_back")),
    Stage(
        "tahsildar",
        "tahsildar",
        "tenali",
        "2 working days",
        ("approve", "reject", "send_down", "ask_back"),
    ),
)
ANSWERS = (
    Shown("applicant", {"te": "దరఖాస్తుదారు పేరు", "en": "Applicant's name"}, "text", "నమూనా <b>పౌరుడు</b>", "నమూనా <b>పౌరుడు</b>", True),
    Shown("born", {"te": "పుట్టిన తేదీ", "en": "Date of birth"}, "date", "1990-08-15", "15-08-1990", True),
    Shown("income", {"te": "కుటుంబ వార్షిక ఆదాయం", "en": "Family income in a year"}, "money", 9_600_000, "₹96,000"),
    Shown(
        "spot", {"te": "మ్యాప్‌లో చోటు", "en": "Spot on the map"}, "location",
        {"latitude": 16.2431, "longitude": 80.64, "name": "Tenali"}, "Tenali",
    ),
    Shown(
        "papers", {"te": "పత్రాలు", "en": "Documents"}, "record",
        {
            "ration_card": {"media": "wa-1001", "mime": "image/png", "name": "", "bytes": len(PHOTO)},
            "declaration": {"media": "wa-1002", "mime": "application/pdf", "name": "declaration.pdf", "bytes": 9},
        },
        "రేషన్ కార్డు, స్వీయ ధ్రువీకరణ",
    ),
)  # fmt: skip
PASSWORD = "a long sample password"


PARTS = tuple(
    Path(part.__file__).parent / "sqlite" for part in (applications, certificates, officers)
)


class StandingClock:
    """A clock the test moves."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Office:
    """The world behind one desk."""

    folder: Path
    sandbox: bool = True
    working: bool = True
    down: bool = False
    clock: StandingClock = field(default_factory=StandingClock)
    arrived: list[Arrival] = field(default_factory=list)
    paused: float = 0.0
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = SystemRandom()
        self.keys = Keys(b"k" * 32, self.random)
        self.store = SqliteStore(
            self.folder / "mitra.db", self.keys, self.clock, self.random, PARTS
        )
        self.offices = OfficeTime(HolidayCalendar(frozenset({date(2026, 12, 25)})))
        self.applications = Applications(
            self.store, self.keys, self.clock, lambda: self.offices, lambda: ROLES
        )

    # -- the engine's side ---------------------------------------------------------------------------------------------

    def write(self, *writes: Write) -> None:
        with self.store.transaction():
            self.store.write(writes)

    def open_case(
        self, number: str = "INC-261123-7F3K2P", stage: int = 0, **changes: Any
    ) -> Application:
        """Put a sample case before its officers."""
        session = f"s-{number}"
        title = {"te": "ఆదాయ ధ్రువీకరణ పత్రం", "en": "Income certificate"}
        opening = OpenCase(
            f"{session}/1",
            "application",
            "revenue.income_certificate",
            title,
            changes.pop("answers", ANSWERS),
        )
        asking = AskOfficers(
            f"{session}/2",
            opening.key,
            changes.pop("stages", STAGES),
            REASONS,
            ("applicant", "papers"),
            2,
            (("2 working days", "rdo"),),
        )
        case = record.opened(opening, number, session, self.clock.now())
        register = self.applications.register
        self.write(register.insert(case), *register.index(case))
        case = record.before_officers(case, asking, self.clock.now(), self.offices)
        for step in range(stage):
            decision = record.Decision(f"sample.{STAGES[step].role}", "forward")
            case, _ = record.decide(case, decision, self.clock.now(), self.offices, ROLES)
        self.write(self.applications.register.update(case))
        return case

    def ask_for_help(self, effect: HandOver) -> Application:
        """Put a person before the help desk."""
        session = effect.key.partition("/")[0]
        phone = Alias("phone", "919848022338")
        job = Job(effect.key, effect, "p1", session, (phone,), "", 1, unsure=False, made=NOW)
        desk = HelpDesk(id="revenue_helpdesk", title=ROLES["revenue_helpdesk"])
        desks = HelpDesks(
            self.store, self.keys, self.clock, lambda: self.offices, lambda: {"revenue": desk}
        )
        result = asyncio.run(desks.deliver(job))
        assert isinstance(result, Done)
        self.write(*result.writes)
        (case,) = self.applications.register.of_session(session)
        return case

    def issue(self, case: Application, number: str = "REV-INC-2026-000001-X") -> Kept:
        """Enter a certificate of this case, logged as entry 0."""
        secret = sample_state().secret["revenue"]
        token = seal_token(SAMPLE.to_bytes(), secret, key_id(bytes(secret.verify_key)))
        place = int(number.split("-")[3])
        kept = Kept(
            serial=place, id=f"000G40R40M30E2{place:02}", number=number, session=case.session, kind="income_certificate",
            service=case.service, status="valid", issued_on=NOW.date(), fields={"applicant": "Sample Citizen"},
            token=token, kid=key_id(bytes(secret.verify_key)).hex(), list=1, place=place,
        )  # fmt: skip
        self.write(
            certificate_register.enter(kept, f"{case.session}/{place + 8}", self.keys),
            Write("certlog.logged", (place, kept.id)),
        )
        return kept

    def certificate(self, number: str) -> Kept:
        found = certificate_register.of_number(number, self.keys, self.store)
        assert found is not None
        return found

    def case(self, number: str) -> Application:
        found = self.applications.register.by_number(number)
        assert found is not None
        return found

    def keep(self, media: str, mime: str, content: bytes) -> None:
        with self.store.transaction():
            self.store.write(
                [
                    keep(
                        Blob(media, person_owner("p1"), mime, "", content),
                        self.keys,
                        self.store,
                        NOW,
                    )
                ]
            )

    def enter(self, name: str, roles: tuple[str, ...], areas: tuple[str, ...]) -> None:
        officer = Officer(name, {"te": "నమూనా అధికారి", "en": "Sample officer"}, roles, areas)
        self.write(add_officer(officer, PASSWORD, NOW))

    def work(self) -> None:
        """Take every decision and every change of a certificate that has arrived, once."""
        for each in self.arrived:
            if each.dedupe not in self.taken:
                self.taken.add(each.dedupe)
                receiver = self.applications if each.kind == "decision" else Changing(self.keys)
                received = receiver.receive(each, self.store, self.clock.now())
                self.write(*received.writes)

    # -- the desk's side -----------------------------------------------------------------------------------------------

    def append(self, arrivals: Any) -> None:
        if self.down:
            raise StoreDown
        self.arrived.extend(arrivals)

    def pause(self, seconds: float) -> None:
        self.paused += seconds
        if self.working:
            self.work()

    def facts(self) -> CatalogueFacts:
        samples = tuple(
            Officer(f"sample.{role}", title, (role,), ("*",), sample=True)
            for role, title in ROLES.items()
        )
        papers = {
            "revenue.income_certificate": {"ration_card": {"te": "రేషన్ కార్డు", "en": "Ration card"}}
        }
        return CatalogueFacts(
            self.offices,
            ROLES,
            PLACES,
            papers,
            samples=samples if self.sandbox else (),
            parts={"guntur": frozenset({"tenali"}), "tenali": frozenset({"kolakaluru"})},
        )

    def app(self) -> Flask:
        """Return the application, with keys and a reader of its own, as another process has them."""
        keys = Keys(b"k" * 32, self.random)
        reader = SqliteReader(self.folder / "mitra.db", PARTS)
        desk = Desk(store=reader, keys=keys, random=self.random, facts=self.facts, pause=self.pause)
        settings = environment.read(
            {
                "MITRA_PUBLIC_URL": "http://127.0.0.1:8000"
                if self.sandbox
                else "https://mitra.example"
            }
        )
        return create_app(
            Site(
                settings=settings, append=self.append, now=self.clock.now, metrics=Metrics(dict),
                certificate=lambda _: None, desk=desk,
            )
        )  # fmt: skip


def later(office: Office, **much: float) -> None:
    """Let time pass."""
    office.clock.moment += timedelta(**much)
