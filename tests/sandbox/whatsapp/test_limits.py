"""The emulator takes and refuses what the platform takes and refuses."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sandbox.whatsapp.stage import stage

ROWS = yaml.load(
    (Path(__file__).parent / "limits.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)


def expanded(value: Any) -> Any:
    """Return a row's value with its `$` shorthands written out."""
    if isinstance(value, list):
        return [expanded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, times = value["$repeat"]
        return text * times
    if "$rows" in value:
        first, last = value["$rows"]
        return [{"id": f"row-{n}", "title": f"Row {n}"} for n in range(first, last + 1)]
    if "$buttons" in value:
        numbers = range(1, value["$buttons"] + 1)
        return [{"type": "reply", "reply": {"id": f"b{n}", "title": f"B {n}"}} for n in numbers]
    return {key: expanded(item) for key, item in value.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    async def run() -> int | str:
        async with stage() as here:
            await here.act({"type": "text", "text": "Hi"})
            return await here.code(expanded(row["message"]))

    assert asyncio.run(run()) == row["expect"]
