"""The words we tell citizens to send are understood as that command."""

from __future__ import annotations

import pytest

from engine.domain.commands import TOLD, WORDS


@pytest.mark.parametrize("command", WORDS)
def test_it_understands_what_it_tells_citizens_to_send(command: str) -> None:
    assert set(TOLD[command]) <= set(WORDS[command])
