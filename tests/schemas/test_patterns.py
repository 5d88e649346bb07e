"""No pattern of the schemas can be made slow by what stands in a file, in neither of the two validators' engines."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import re2

FOLDER = Path(__file__).resolve().parents[2] / "schemas"

MOST = 40
"""Ten times the length may take so many times as long: a linear pattern needs ten, a quadratic one a hundred."""
LENGTHS = ((2, 20), (40, 400), (1_000, 10_000))
"""Repetitions compared: short ones first, or what doubles with each of them would never end."""
FLOOR_S = 20e-6
"""Shorter than this is not measured but noise."""
TIMES = 4
"""So often a text must be slow; once may be chance."""
PIECES = ("a", "A", "0", "_", ".", "a.", "a_", "a0", "A_", "0,0", ",000", "({", "})", ")", "}", " ")
"""What the patterns repeat, alone and in turns."""
HEADS = ("", "a", "0", "a(", "GET /", "1.")
TAIL = "!"
"""Never the end of a name: the whole text has to be given up."""

Match = Callable[[str], object]


def patterns(value: Any) -> Iterator[str]:
    """Yield every pattern inside a schema, those of keys included."""
    if isinstance(value, list):
        for item in value:
            yield from patterns(item)
    elif isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        yield from value.get("patternProperties", ())
        for key, part in value.items():
            if key != "examples":
                yield from patterns(part)


def of_schemas() -> list[str]:
    """Return the patterns of all schemas, each once."""
    files = [json.loads(path.read_text("utf-8")) for path in FOLDER.rglob("*.schema.json")]
    return sorted({pattern for schema in files for pattern in patterns(schema)})


def seconds(match: Match, text: str) -> float:
    """Return this thread's own time for it: what else the machine does is not counted."""
    started = time.thread_time()
    match(text)
    return time.thread_time() - started


def is_slow(match: Match, short: str, long: str) -> bool:
    """Tell whether the longer text takes too many times as long, again and again."""
    return all(
        seconds(match, long) > MOST * max(FLOOR_S, seconds(match, short)) for _ in range(TIMES)
    )


def slow_on(match: Match) -> str:
    """Return the first hostile text on which time grows faster than the text, or nothing."""
    found = (
        f"{head!r} + {piece!r} * {many} + {TAIL!r}"
        for head in HEADS
        for piece in PIECES
        for few, many in LENGTHS
        if is_slow(match, head + piece * few + TAIL, head + piece * many + TAIL)
    )
    return next(found, "")


def engines(pattern: str) -> dict[str, Match]:
    """Return the pattern in the engine of the quick validator, and in that of the one that explains."""
    quick = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": pattern})
    return {"quick": quick.is_valid, "explaining": re.compile(pattern).search}


@pytest.mark.parametrize("pattern", of_schemas())
def test_it_takes_time_in_proportion_to_the_text(pattern: str) -> None:
    assert {name: slow_on(match) for name, match in engines(pattern).items()} == {
        "quick": "",
        "explaining": "",
    }


@pytest.mark.parametrize("pattern", of_schemas())
def test_it_asks_for_nothing_that_needs_backtracking(pattern: str) -> None:
    assert re2.compile(pattern)


@pytest.mark.parametrize("pattern", ["^[a-z]*[a-z0-9]*$", "^[a-z]*[a-z0-9]*[a-z]*$", "^([a-z]+)+$"])
def test_it_would_notice_a_slow_one(pattern: str) -> None:
    assert slow_on(re.compile(pattern).search)
