"""A whole dialogue on real processes: what an operator then reads in numbers and in the log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bench.postgres import shared
from tests.deploy.town import CITIZEN, NAME, Town, status, text, town

WORDS = (NAME, "పౌరుడు", "1234567890", "96,000", "9600000", CITIZEN, CITIZEN[-8:])
"""What the citizen says and is known by, or parts of it."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def after(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Return a town in which one dialogue went to its end."""
    folder = tmp_path_factory.mktemp("town")
    on_file = request.param == "sqlite"
    with town(folder, str(folder / "mitra.db") if on_file else shared().database()) as made:
        made.start("sandbox", "web", "worker")
        made.until_ready()
        to_the_officers(made)
        made.approves()
        made.hears_until("The certificate is")
        yield made


def to_the_officers(made: Town) -> None:
    made.opens("sample.proof")
    made.says("1234567890")
    made.says(NAME)
    assert "being examined" in made.says("96,000")


def test_it_is_ready(after: Town) -> None:
    assert status(f"{after.web}/readyz") == 200
    assert status(f"{after.web}/healthz") == 200


@pytest.mark.parametrize("name", ["web", "worker"])
def test_the_log_holds_nothing_of_the_citizen(after: Town, name: str) -> None:
    events = [json.loads(line) for line in after.log(name).splitlines()]

    told = [{**each, "timestamp": ""} for each in events]

    assert told
    assert all(each["event"] and each["level"] for each in told)
    for word in WORDS:
        assert word not in json.dumps(told, ensure_ascii=False)


def families(page: str) -> dict[str, set[str]]:
    """Return the labels of every sample by its name; a family without samples has none."""
    found: dict[str, set[str]] = {
        name: set() for name in re.findall(r"^# HELP (\w+) ", page, re.MULTILINE)
    }
    for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? ", page, re.MULTILINE):
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return found


def explained(page: str) -> dict[str, set[str]]:
    """Return the labels docs/production/watch.md gives each metric."""
    found: dict[str, set[str]] = {}
    for names, labels in re.findall(r"^\| (`mitra_[^|]*) \|([^|]*)\|", page, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", names):
            found[name] = set(re.findall(r"`(\w+)`", labels))
    return found


def test_every_alert_watches_what_is_exported(after: Town, repository: Path) -> None:
    exported = {**families(text(f"{after.web}/metrics")), **families(text(after.numbers))}
    groups = yaml.safe_load((repository / "deploy" / "alerts.yaml").read_text("utf-8"))["groups"]
    page = (repository / "docs/production/watch.md").read_text("utf-8")
    named = explained(page)

    for rule in (rule for group in groups for rule in group["rules"]):
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert re.search(rf"\b{rule['alert']}\b", page), f"{rule['alert']} is not explained"
        used = re.findall(r"\b(mitra_\w+)(?:\{([^}]*)\})?", rule["expr"])
        assert used, rule
        for name, selector in used:
            assert name in exported, f"{rule['alert']}: {name} is not exported"
            wanted = set(re.findall(r"(\w+)(?:=|!=|=~|!~)\"", selector))
            wanted |= set(re.findall(r"by \((\w+)\)", rule["expr"])) - {"le"}
            assert wanted <= named[name.removesuffix("_bucket")], rule["alert"]


def test_every_number_has_the_labels_it_is_said_to_have(after: Town, repository: Path) -> None:
    exported = {**families(text(f"{after.web}/metrics")), **families(text(after.numbers))}
    named = explained((repository / "docs/production/watch.md").read_text("utf-8"))

    assert {name for name in exported if name.startswith("mitra_")} >= set(named)
    for name, labels in exported.items():
        base = re.sub(r"_(bucket|count|sum|created)$", "", name)
        if name.startswith("mitra_") and not name.endswith("_created"):
            known = named.get(base) if base in named else named.get(f"{base}_total")
            assert known is not None, f"{name} is not explained"
            assert not labels or labels - {"le"} == known, name


def test_the_numbers_hold_nothing_of_the_citizen(after: Town) -> None:
    pages = text(f"{after.web}/metrics") + text(after.numbers)

    for word in (NAME, CITIZEN, "1234567890"):
        assert word not in pages


@pytest.mark.parametrize(
    "line",
    [
        'mitra_sends_total{code="",outcome="accepted"}',
        'mitra_certificates_issued_total{kind="income_certificate"} 1.0',
        'mitra_connector_calls_total{outcome="',
        'mitra_turns_total{event="MessageArrived"}',
    ],
)
def test_the_worker_counts_what_it_did(after: Town, line: str) -> None:
    assert line in text(after.numbers)


@pytest.mark.parametrize(
    "line",
    [
        "mitra_store_up 1.0",
        "mitra_workers 1.0",
        'mitra_waiting{queue="inbox"} 0.0',
        'mitra_dead_letters{kind="turn"} 0.0',
        'mitra_billable_today{category="service",service="',
    ],
)
def test_the_web_shows_how_things_stand(after: Town, line: str) -> None:
    after.until(lambda: line in text(f"{after.web}/metrics"))


def test_both_run_the_same_catalogue(after: Town) -> None:
    digests = {
        re.search(r'mitra_catalogue_info{digest="(\w+)"}', text(page))[1]  # type: ignore[index]
        for page in (f"{after.web}/metrics", after.numbers)
    }

    assert len(digests) == 1
