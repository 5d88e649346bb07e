"""Whoever gives up stands before the help desk: through everything that runs, from the phone to the desk and back to "my applications"."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.driving.desk import Officer
from bench.driving.phone import Citizen

WITHIN_S = 90.0


def shown(citizen: Citizen) -> str:
    """Return what "status" says."""
    citizen.send({"type": "text", "text": "status"})
    return citizen.words()


def until(found: Callable[[], bool]) -> bool:
    """Look again and again until it is found, or too long."""
    limit = time.monotonic() + WITHIN_S
    while time.monotonic() < limit:
        if found():
            return True
        time.sleep(0.2)
    return False


def test_whoever_gives_up_is_called_and_sees_that_it_is_done(address: str) -> None:
    host, _, port = address.rpartition(":")
    citizen = Citizen(f"{host}:{int(port) + 1}", "919848022338")
    citizen.begin("energy.spdcl_bill", "en")
    citizen.wait()
    for words in ("the house by the tank", "I do not know it", "no idea"):
        citizen.send({"type": "text", "text": words})
    before = shown(citizen)

    officer = Officer(address, "energy_helpdesk")
    officer.decide("spoken", "settled")

    assert "With the help desk" in before
    assert until(lambda: "The help desk has seen to it" in shown(citizen))
