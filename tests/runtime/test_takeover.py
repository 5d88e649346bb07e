"""A worker that takes over finds again what the last one left, even where the store gives way in the middle of it."""

from __future__ import annotations

import pytest

from engine.runtime.doors import set_fault_hook
from engine.runtime.store.protocol import StoreDown
from tests.runtime.pretend import Town
from tests.runtime.test_crashes import Crash, crash_at


def gives_way(name: str) -> None:
    """Refuse every commit, as a full disk does; the connection stays."""
    if name == "store.before_commit":
        raise StoreDown("disk full")


def test_it_performs_what_was_in_hand_though_the_store_gave_way_while_it_took_over(
    make_town,
) -> None:
    town: Town = make_town(batch=1)
    town.write("911", "open", "call")
    set_fault_hook(crash_at("outbox.before_commit", 2))
    with pytest.raises(Crash):
        town.work()
    set_fault_hook(gives_way)
    with pytest.raises(StoreDown):
        town.restart()
    set_fault_hook(None)
    town.work()
    town.clock.forward(30)
    town.work()
    assert town.phone.heard_by("911")[-1] == "3 found"
    assert len(town.department.performed) == 1
    assert town.rows("select distinct state from outbox") == [(3,)]
