"""How one pretend WhatsApp is set up: its number, its secrets, where it reports, its limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateButton:
    """A button under a template: a quick reply when `url` is empty, else a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A message approved beforehand; `{{1}}`, `{{2}}` … in the body are filled by the sender.

    status: `approved`, `pending`, `paused` or `disabled`.
    """

    name: str
    language: str
    body: str
    category: str = "utility"
    status: str = "approved"
    buttons: tuple[TemplateButton, ...] = ()


SAMPLE_TEMPLATES = (
    Template(
        "service_update",
        "te",
        "నమస్కారం. మీ {{1}} దరఖాస్తు ({{2}}) గురించి కొత్త సమాచారం ఉంది. చూడటానికి కింద నొక్కండి.",
        buttons=(TemplateButton("తెరవండి"),),
    ),
    Template(
        "service_update",
        "en",
        "Namaste. There is news about your {{1}} application ({{2}}). Tap below to see it.",
        buttons=(TemplateButton("Open"),),
    ),
)


@dataclass(frozen=True, slots=True)
class SampleCitizen:
    """A pretend person with a phone from the start; `number` is digits with the country code."""

    number: str
    name: str


SAMPLE_CITIZENS = (
    SampleCitizen("919000000001", "Sample citizen 1"),
    SampleCitizen("919000000002", "Sample citizen 2"),
    SampleCitizen("919000000003", "Sample citizen 3"),
)


@dataclass(frozen=True, slots=True)
class EmulatorConfig:
    """Everything the emulator is told before it starts.

    `pace` stretches the time between sent, delivered and read: 1 is lifelike, 0 reports all three
    at once. `number_limit` counts messages a second in both directions, 0 switches it off.
    `webhook_batch` is the most updates one POST carries, `webhook_lanes` the most POSTs in flight.
    `open_world` creates a phone for any recipient instead of refusing with 131030.
    """

    host: str = "127.0.0.1"
    port: int = 8001
    app_secret: str = "sandbox-app-secret"  # noqa: S105 (a pretend secret for a pretend platform)
    access_token: str = "sandbox-access-token"  # noqa: S105
    phone_number_id: str = "100000000000001"
    display_phone_number: str = "919000000000"
    business_name: str = "మన మిత్ర"
    business_account_id: str = "200000000000001"
    callback_url: str = ""
    verify_token: str = "sandbox-verify-token"  # noqa: S105
    pace: float = 1.0
    number_limit: int = 1000
    pair_limit: bool = False
    window_limit: bool = True
    open_world: bool = False
    webhook_batch: int = 20
    webhook_lanes: int = 8
    retry_first_seconds: float = 0.25
    retry_longest_seconds: float = 5.0
    citizens: tuple[SampleCitizen, ...] = SAMPLE_CITIZENS
    templates: tuple[Template, ...] = SAMPLE_TEMPLATES
