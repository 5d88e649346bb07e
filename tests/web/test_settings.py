"""It needs nothing in the sandbox and refuses a careless production."""

from __future__ import annotations

import pytest

from engine.settings import SANDBOX, SettingsError, read, refuse_samples
from tests.web.conftest import PRODUCTION


def test_it_needs_nothing_in_the_sandbox(tmp_path):
    settings = read({}, tmp_path)
    assert settings.sandbox
    assert settings.catalog == tmp_path / "catalog"
    assert settings.database == str(tmp_path / "var" / "mitra.db")
    assert settings.whatsapp.app_secrets == ("sandbox-app-secret",)
    assert settings.payment_secrets == {"sandbox": ("sandbox-payments-secret",)}


def test_it_starts_production_with_everything_set(tmp_path):
    settings = read({**PRODUCTION, "POWER_URL": "https://power.example/"}, tmp_path)
    assert settings.whatsapp.app_secrets == ("new", "old")
    assert settings.whatsapp.graph_url.startswith("https://graph.facebook.com/v")
    assert settings.payment_secrets == {"gateway": ("gateway-secret",)}
    assert settings.connectors.get("POWER_URL") == "https://power.example"
    assert settings.connectors.get("WHATSAPP_GRAPH_URL") is None
    assert settings.sandbox_url == ""


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "MITRA_MODE"])
def test_it_names_each_thing_production_misses(name, tmp_path):
    told = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(SettingsError) as found:
        read(told, tmp_path)
    (line,) = found.value.problems
    assert name in line


@pytest.mark.parametrize("name", SANDBOX)
def test_it_refuses_each_of_the_sandboxs_own_values_in_production(name, tmp_path):
    with pytest.raises(SettingsError) as found:
        read({**PRODUCTION, name: SANDBOX[name]}, tmp_path)
    assert all(name in line for line in found.value.problems)


@pytest.mark.parametrize("secret", ["sandbox-payments-secret", "real,sandbox-payments-secret"])
def test_it_refuses_the_sandboxs_secret_for_any_gateway_in_production(secret, tmp_path):
    with pytest.raises(SettingsError) as found:
        read({**PRODUCTION, "PAYMENTS_SECRET_STATE": secret}, tmp_path)
    (line,) = found.value.problems
    assert "PAYMENTS_SECRET_STATE" in line


def test_it_refuses_a_sandbox_secret_hidden_among_several(tmp_path):
    with pytest.raises(SettingsError):
        read({**PRODUCTION, "WHATSAPP_APP_SECRET": "real,sandbox-app-secret"}, tmp_path)


@pytest.mark.parametrize("name", ["MITRA_PUBLIC_URL", "WHATSAPP_GRAPH_URL"])
def test_it_insists_on_https_in_production(name, tmp_path):
    with pytest.raises(SettingsError):
        read({**PRODUCTION, name: "http://mitra.example"}, tmp_path)


def test_it_knows_two_modes(tmp_path):
    with pytest.raises(SettingsError):
        read({"MITRA_MODE": "prod"}, tmp_path)


def test_it_serves_unchecked_facts_only_in_the_sandbox(tmp_path):
    states = {"revenue.income": "checked", "revenue.caste": "sample"}
    refuse_samples(read({}, tmp_path), states)
    with pytest.raises(SettingsError) as found:
        refuse_samples(read(PRODUCTION, tmp_path), states)
    assert len(found.value.problems) == 1
    assert "revenue.caste" in found.value.problems[0]


def test_it_does_not_show_secrets_when_printed(tmp_path):
    shown = repr(read(PRODUCTION, tmp_path))
    for secret in ("new", "agreed", "'token'", "gateway-secret"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("told", "rate"), [({}, 0), ({"WHATSAPP_RATE": "80"}, 80), ({"WHATSAPP_RATE": "1000"}, 1000)]
)
def test_it_sends_as_fast_as_it_is_told(told, rate, tmp_path):
    assert read(told, tmp_path).whatsapp.rate == rate


def test_production_keeps_whatsapps_own_rate_unless_it_is_told_otherwise(tmp_path):
    assert read(PRODUCTION, tmp_path).whatsapp.rate == 80


@pytest.mark.parametrize("odd", ["fast", "-1", "1.5", "100001"])
def test_it_refuses_an_odd_rate(odd, tmp_path):
    with pytest.raises(SettingsError, match="WHATSAPP_RATE"):
        read({"WHATSAPP_RATE": odd}, tmp_path)


def test_only_the_sandbox_sends_as_fast_as_it_can(tmp_path):
    with pytest.raises(SettingsError, match="WHATSAPP_RATE"):
        read({**PRODUCTION, "WHATSAPP_RATE": "0"}, tmp_path)
