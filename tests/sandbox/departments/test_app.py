"""It is one process with everything in it, and never starts where real people are."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from engine.sandbox.app import NotHere, SandboxConfig, create_app, run
from engine.sandbox.departments.system import path_of
from engine.sandbox.whatsapp import EmulatorConfig
from engine.wiring.addresses import PretendAddresses

CONFIG = SandboxConfig()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/phone", 200),
        ("/healthz", 200),
        ("/control", 200),
        ("/control/phones", 200),
        ("/control/power", 200),
        ("/control/systems", 200),
        ("/payments/pay/NOBODY", 404),
        ("/payments/pay.css", 200),
        ("/departments/temple/temples/kanipakam/slots?date=2026-12-05", 200),
        ("/departments/nobody", 404),
        ("/v25.0/100000000000001", 401),
    ],
)
def test_it_has_everything_in_one_place(path, status):
    async def scene():
        async with (
            TestClient(TestServer(create_app(CONFIG), host="127.0.0.1")) as client,
            client.get(path) as response,
        ):
            return response.status

    assert asyncio.run(scene()) == status


@pytest.mark.parametrize("name", ["power", "ration_cards"])
def test_it_puts_a_system_where_its_setting_leads(name):
    known = PretendAddresses("http://127.0.0.1", {}, Path())

    assert known[f"{name.upper()}_URL"] == f"http://127.0.0.1{path_of(name)}"


@pytest.mark.parametrize(
    "config", [SandboxConfig(production=True), SandboxConfig(EmulatorConfig(host="0.0.0.0"))]
)
def test_it_does_not_start_where_it_does_not_belong(config):
    with pytest.raises(NotHere):
        create_app(config)
    with pytest.raises(SystemExit) as end:
        run(config)
    assert "\n" not in str(end.value)


def test_it_says_in_one_line_that_its_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            run(SandboxConfig(EmulatorConfig(port=port)))
    assert str(port) in str(end.value)
    assert "\n" not in str(end.value)
