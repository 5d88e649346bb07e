"""A site in memory: what is appended is a list, the store can be taken down, the clock stands still."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine import settings as environment
from engine.runtime.ports import Arrival
from engine.runtime.store.protocol import StoreDown
from engine.services.watch.figures import Figures, Queue
from engine.web.app import create_app
from engine.web.metrics import Metrics
from engine.web.site import CertificateView, Published, Site

NOW = datetime(2026, 1, 5, 10, 0, 5, tzinfo=UTC)
ID = "7Q2M9X4KTB0C8VHN"
CERTIFICATE = CertificateView(
    type="REV-INC",
    number="REV-INC-2026-000123-T",
    title={"te": "ఆదాయ ధ్రువీకరణ పత్రం", "en": "Income certificate"},
    office={"te": "రెవెన్యూ శాఖ", "en": "Revenue <Department>"},
    issued_on=date(2026, 1, 5),
    last_day=date(2030, 1, 5),
    status="valid",
    entry=41,
)


@dataclass
class World:
    """What the test may change and look at."""

    stored: list[Arrival] = field(default_factory=list)
    down: bool = False
    healthy: bool = True
    certificates: dict[str, CertificateView] = field(default_factory=lambda: {ID: CERTIFICATE})

    def standing(self) -> Figures | None:
        if self.down:
            return None
        nothing = Queue(0, 0.0)
        return Figures(Queue(len(self.stored), 0.0), nothing, nothing, (), {}, {}, 1, 0.5)

    def append(self, arrivals: Any) -> None:
        if self.down:
            raise StoreDown
        self.stored.extend(arrivals)


def site_of(world: World, **told: str) -> Site:
    files = {"keys.json": Published(b"{}", "application/json")}
    return Site(
        settings=environment.read(told),
        append=world.append,
        now=lambda: NOW,
        metrics=Metrics(world.standing),
        certificate=world.certificates.get,
        published=files.get,
        ready={"store": lambda: world.healthy},
    )


PRODUCTION = {
    "MITRA_MODE": "production",
    "MITRA_PUBLIC_URL": "https://mitra.example",
    "MITRA_MASTER_KEY_FILE": "/run/secrets/master.key",
    "WHATSAPP_APP_SECRET": "new, old",
    "WHATSAPP_VERIFY_TOKEN": "agreed",
    "WHATSAPP_ACCESS_TOKEN": "token",
    "WHATSAPP_PHONE_NUMBER_ID": "100000000000007",
    "PAYMENTS_SECRET": "gateway-secret",
}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(site_of(world)).test_client()


@pytest.fixture
def production(world: World) -> FlaskClient:
    return create_app(site_of(world, **PRODUCTION)).test_client()


@pytest.fixture
def revoked(world: World) -> FlaskClient:
    world.certificates[ID] = replace(CERTIFICATE, status="revoked")
    return create_app(site_of(world)).test_client()
