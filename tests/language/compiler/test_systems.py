"""A service names the systems without which it comes to no good end: the menu says so while one of them does not answer."""

from __future__ import annotations

import pytest

from engine.language.catalogue import load
from tests.language.catalogues import changed, schemas

FILE = "revenue/certificate.yaml"
SILENCE = "      unavailable: later_please\n"


@pytest.mark.parametrize(
    ("leads_to", "systems"),
    [
        ("later_please", ("gateway", "register")),
        ("done", ("gateway",)),
        ("{again: number, at_most: 2, else: desk}", ("gateway", "register")),
    ],
)
def test_it_names_the_gateway_and_what_it_cannot_do_without(leads_to, systems):
    files = changed(FILE, SILENCE, f"      unavailable: {leads_to}\n")

    program = load(files, schemas()).catalogue.programs["revenue.certificate"]

    assert program.systems == systems
