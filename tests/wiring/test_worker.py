"""The worker as it is put together: nothing the interpreter can ask for is without somebody who does it."""

from __future__ import annotations

import asyncio
from typing import get_args

import pytest

from engine.channels.whatsapp.client import Connections
from engine.domain.effect import CancelTimer, Effect, SetTimer
from engine.runtime.doors import LoopScheduler
from engine.runtime.ports import FetchMedia
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.settings import SettingsError, read
from engine.wiring.catalogue import Books
from engine.wiring.measures import Measures
from engine.wiring.parts import CLOCK, open_keys, open_store, trouble_with
from engine.wiring.worker import Outside, Services, accounts, downloads, lines

KEPT_BY_THE_TURN_ITSELF = {SetTimer, CancelTimer}


@pytest.fixture
def sandbox(tmp_path, repository):
    return read({"MITRA_CATALOG": str(repository / "catalog")}, tmp_path)


def performed(settings) -> set[type]:
    """Return the effects the worker has handlers for."""

    async def put_together() -> set[type]:
        keys = open_keys(settings)
        store, http, graph = open_store(settings, keys), Client(Reach(sandbox=True)), Connections()
        numbers, measures = accounts(settings), Measures(CLOCK)
        ways = lines(settings, numbers, graph, measures), downloads(numbers, graph.files)
        outside = Outside(*ways, http, Databases(), LoopScheduler(), measures)
        try:
            return set(Services(settings, store, keys, Books(lambda _: None), outside).handlers())
        finally:
            await graph.close()
            await http.close()
            store.close()

    return asyncio.run(put_together())


def test_every_effect_has_somebody_who_performs_it(sandbox):
    wanted = set(get_args(Effect)) - KEPT_BY_THE_TURN_ITSELF | {FetchMedia}
    assert wanted <= performed(sandbox)


def test_a_database_it_cannot_keep_is_one_clear_line(tmp_path):
    with pytest.raises(SettingsError, match="mysql:// cannot be used"):
        read({"MITRA_DATABASE": "mysql://127.0.0.1/mitra"}, tmp_path)


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path):
    settings = read({"MITRA_DATABASE": "postgresql://me:secret@127.0.0.1:1/mitra"}, tmp_path)
    assert "refused" in trouble_with(settings)
    assert "secret" not in trouble_with(settings) + repr(settings)
    assert "\n" not in trouble_with(settings)
