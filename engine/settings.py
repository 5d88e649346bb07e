"""Everything the surroundings decide: mode, addresses, secrets. Read once, at the start, by `read`; the only reader of the environment.

In `sandbox` (the default) nothing has to be set: the pretend world's own secrets are used and a master key is made under `var/`.
In `production` every sandbox value is refused, one line for each, so that a forgotten setting stops the start and not a citizen.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

Mode = Literal["sandbox", "production"]

SANDBOX: Mapping[str, str] = MappingProxyType(
    {
        "MITRA_PUBLIC_URL": "http://127.0.0.1:8000",
        "WHATSAPP_APP_SECRET": "sandbox-app-secret",
        "WHATSAPP_VERIFY_TOKEN": "sandbox-verify-token",
        "WHATSAPP_ACCESS_TOKEN": "sandbox-access-token",
        "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
        "WHATSAPP_GRAPH_URL": "http://127.0.0.1:8001/v25.0",
        "MITRA_SANDBOX_URL": "http://127.0.0.1:8001",
        "PAYMENTS_SECRET": "sandbox-payments-secret",
    }
)
"""What the pretend world answers to; the keys are names of the environment."""

PRODUCTION: Mapping[str, str] = MappingProxyType(
    {"WHATSAPP_GRAPH_URL": "https://graph.facebook.com/v25.0"}
)
"""What production may leave unset."""

REQUIRED = {
    "MITRA_PUBLIC_URL": "the address citizens reach us under, https://…",
    "MITRA_MASTER_KEY_FILE": "a file with 32 random bytes, readable by the service alone",
    "WHATSAPP_APP_SECRET": "the app's secret; the old and the new one, with a comma, during a change",
    "WHATSAPP_VERIFY_TOKEN": "the words agreed upon for the webhook's handshake",
    "WHATSAPP_ACCESS_TOKEN": "the system user's token",
    "WHATSAPP_PHONE_NUMBER_ID": "the id of the number, not the number; several with commas",
    "PAYMENTS_SECRET": "the payment gateway's signing secret",
}
BATCH = 200
"""Events one transaction takes together; 1 is one commit a message, for comparison."""
RATE = 80
"""Messages a second of one number, both directions together; 1,000 once the platform has granted that.
https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput (copy of 10 March 2026)"""
GATEWAY_PREFIX = "PAYMENTS_SECRET_"
OWN_NAMES = ("MITRA_", "WHATSAPP_", "PAYMENTS_")
"""Names no connector may use as its `setting`."""
POSTGRES = ("postgresql://", "postgres://")


class SettingsError(Exception):
    """The surroundings do not allow a start. problems: one clear line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """One number of ours. app_secrets: newest first; graph_url: with the version, without a slash at the end;
    rate: messages a second, 0 for as many as come (in the sandbox).
    """

    app_secrets: tuple[str, ...] = field(repr=False)
    verify_token: str = field(repr=False)
    access_token: str = field(repr=False)
    phone_number_ids: tuple[str, ...]
    graph_url: str
    rate: int = RATE


@dataclass(frozen=True, slots=True)
class Settings:
    """What was decided outside. payment_secrets: by gateway; connectors: addresses by the name a connector's `setting` gives;
    worker_metrics: host and port of a worker's own `/metrics`, None for none; report_url: where a false certificate is reported;
    document_signers: a folder with `<department>.p12` (PKCS #12) by which its PDFs are signed, None for no such signature;
    proxies: how many of ours stand in front and name the address a request came from.
    """

    mode: Mode
    database: str = field(repr=False)
    catalog: Path
    public_url: str
    master_key_file: Path
    whatsapp: WhatsApp
    sandbox_url: str
    payment_secrets: Mapping[str, tuple[str, ...]] = field(repr=False)
    connectors: Mapping[str, str] = field(repr=False)
    log_format: Literal["pretty", "json"] = "pretty"
    batch: int = BATCH
    worker_metrics: tuple[str, int] | None = None
    root_keys: str = ""
    report_url: str = ""
    proxies: int = 0
    log_witnesses: str = ""
    document_signers: Path | None = None

    @property
    def on_postgres(self) -> bool:
        """Return whether the database is a PostgreSQL server and not a SQLite file."""
        return self.database.startswith(POSTGRES)

    @property
    def sandbox(self) -> bool:
        """Return whether the world around us is pretended."""
        return self.mode == "sandbox"


def read(environment: Mapping[str, str] | None = None, root: Path | None = None) -> Settings:
    """Return the settings. root: the project's folder, where `catalog/` and `var/` lie. Raises SettingsError."""
    given = os.environ if environment is None else environment
    told = {name: value.strip() for name, value in given.items() if value.strip()}
    root = root or Path.cwd()
    mode = told.get("MITRA_MODE", "sandbox")
    if mode == "sandbox":
        return _settings("sandbox", {**SANDBOX, **told}, root)
    if mode == "production":
        problems = _problems(told)
        if problems:
            raise SettingsError(problems)
        return _settings("production", {**PRODUCTION, **told}, root)
    raise SettingsError((f"MITRA_MODE is {mode!r}: write sandbox or production",))


def refuse_samples(settings: Settings, states: Mapping[str, str]) -> None:
    """Stop production from serving facts nobody has checked. states: `sample` or `checked`, by service. Raises SettingsError."""
    samples = sorted(service for service, state in states.items() if state != "checked")
    if settings.sandbox or not samples:
        return
    raise SettingsError(
        tuple(
            f"{service}: not all its facts are checked (`catalog explore {service}` lists them); have them checked, or take it out"
            for service in samples
        )
    )


def _settings(mode: Mode, told: Mapping[str, str], root: Path) -> Settings:
    var = root / "var"
    whatsapp = WhatsApp(
        app_secrets=_several(told["WHATSAPP_APP_SECRET"]),
        verify_token=told["WHATSAPP_VERIFY_TOKEN"],
        access_token=told["WHATSAPP_ACCESS_TOKEN"],
        phone_number_ids=_several(told["WHATSAPP_PHONE_NUMBER_ID"]),
        graph_url=told["WHATSAPP_GRAPH_URL"].rstrip("/"),
        rate=_rate(mode, told.get("WHATSAPP_RATE", "0" if mode == "sandbox" else str(RATE))),
    )
    return Settings(
        mode=mode,
        database=_database(told.get("MITRA_DATABASE", str(var / "mitra.db"))),
        catalog=Path(told.get("MITRA_CATALOG", str(root / "catalog"))),
        public_url=told["MITRA_PUBLIC_URL"].rstrip("/"),
        master_key_file=Path(told.get("MITRA_MASTER_KEY_FILE", str(var / "master.key"))),
        whatsapp=whatsapp,
        sandbox_url=told.get("MITRA_SANDBOX_URL", "").rstrip("/"),
        payment_secrets=_gateways(mode, told),
        connectors={
            name: value.rstrip("/")
            for name, value in told.items()
            if name.endswith(("_URL", "_DATABASE")) and not name.startswith(OWN_NAMES)
        },
        batch=_count(told.get("MITRA_BATCH", str(BATCH))),
        worker_metrics=_address(told.get("MITRA_WORKER_METRICS", "")),
        root_keys=told.get("MITRA_ROOT_KEYS", ""),
        report_url=_report(told.get("MITRA_REPORT_URL", "")),
        proxies=_proxies(told.get("MITRA_PROXIES", "0")),
        log_witnesses=told.get("MITRA_LOG_WITNESSES", ""),
        document_signers=_path(told.get("MITRA_DOCUMENT_SIGNERS", "")),
        log_format="json" if told.get("MITRA_LOG", mode) in ("json", "production") else "pretty",
    )


def _path(written: str) -> Path | None:
    return Path(written) if written else None


def _database(written: str) -> str:
    if "://" in written and not written.startswith(POSTGRES):
        scheme = written.partition("://")[0]
        line = f"MITRA_DATABASE: {scheme}:// cannot be used: write postgresql://user@host/name, or a path of a SQLite file"
        raise SettingsError((line,))
    return written


def _gateways(mode: Mode, told: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return the signing secrets by gateway: `PAYMENTS_SECRET_<GATEWAY>`; `PAYMENTS_SECRET` alone is the only gateway's."""
    found = {
        name.removeprefix(GATEWAY_PREFIX).lower(): _several(value)
        for name, value in told.items()
        if name.startswith(GATEWAY_PREFIX)
    }
    if "PAYMENTS_SECRET" in told:
        only = "sandbox" if mode == "sandbox" else "gateway"
        found.setdefault(only, _several(told["PAYMENTS_SECRET"]))
    return found


def _count(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 1_000:
        raise SettingsError((f"MITRA_BATCH is {written!r}: write a number from 1 to 1000",))
    return int(written)


def _report(written: str) -> str:
    if written and not written.startswith(("https://", "mailto:")):
        line = f"MITRA_REPORT_URL is {written!r}: write an address like mailto:fraud@… or https://wa.me/…"
        raise SettingsError((line,))
    return written


def _proxies(written: str) -> int:
    if not written.isascii() or not written.isdigit() or int(written) > 5:
        line = (
            f"MITRA_PROXIES is {written!r}: write how many proxies of ours stand in front, 0 to 5"
        )
        raise SettingsError((line,))
    return int(written)


def _address(written: str) -> tuple[str, int] | None:
    if not written:
        return None
    host, _, port = written.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        line = f"MITRA_WORKER_METRICS is {written!r}: write a host and a port, like 127.0.0.1:9101"
        raise SettingsError((line,))
    return host, int(port)


def _rate(mode: Mode, written: str) -> int:
    """Return messages a second. Only a pretend platform takes as many as come."""
    least = 0 if mode == "sandbox" else 1
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= 100_000:
        raise SettingsError((f"WHATSAPP_RATE is {written!r}: write messages a second, like 80",))
    return int(written)


def _several(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _gateways_own(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the name of each gateway's own secret beside the one it must not have: whoever knows it could say that money came."""
    known = SANDBOX["PAYMENTS_SECRET"]
    return [(name, known) for name in told if name.startswith(GATEWAY_PREFIX)]


def _problems(told: Mapping[str, str]) -> tuple[str, ...]:
    """Return what keeps production from starting."""
    problems = [
        f"{name} is not set: {what}"
        for name, what in REQUIRED.items()
        if not _several(told.get(name, ""))
    ]
    problems += [
        f"{name} is the sandbox's own value: set the real one"
        for name, value in (*SANDBOX.items(), *_gateways_own(told))
        if value in _several(told.get(name, ""))
    ]
    problems += [
        f"{name} is {value!r}: production is reached and reaches out over https:// only"
        for name, value in told.items()
        if name in ("MITRA_PUBLIC_URL", "WHATSAPP_GRAPH_URL")
        and urlsplit(value).scheme != "https"
        and value != SANDBOX.get(name)
    ]
    return tuple(problems)
