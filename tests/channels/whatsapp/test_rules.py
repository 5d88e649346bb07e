"""Every code of the platform's, sent by the platform over HTTP: what the table says happens, and no reply is ever lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest
import yaml

import engine.channels.whatsapp
from tests.channels.whatsapp.road import Road, road

HERE = Path(__file__).parent
TABLE = orjson.loads(
    (Path(engine.channels.whatsapp.__file__).with_name("errors.json")).read_bytes()
)
EXPECTED = yaml.load((HERE / "rules.yaml").read_text("utf-8"), yaml.CSafeLoader)
CODES = {name: [] for name in TABLE["rules"]} | {"unlisted": [424242]}
for row in TABLE["codes"]:
    CODES[row["rule"]].append(row["code"])
SPEED = 3_000


async def outcome(here: Road, how: str, code: int) -> str:
    """Let one reply be refused and return what became of it."""
    before, letters = len(await here.heard()), len(here.letters())
    next_one = "refuse" if how == "refused" else "fail"
    await here.switch(**{f"{next_one}_next": 1, f"{next_one}_code": code})
    await here.say("help")

    async def ended() -> bool:
        return len(await here.heard()) > before or len(here.letters()) > letters

    await here.until(ended, f"an end after {code}")
    await here.settled()
    if len(here.letters()) > letters:
        assert len(await here.heard()) == before
        return "letter"
    said = await here.heard()
    if said[before]["type"] != "template":
        assert len(said) == before + 1
        return "said"
    await here.act({"type": "option", "option": "Open"})
    said = await here.until_heard(before + 2)
    await here.settled()
    assert said[-1]["type"] == "text"
    return "template"


def test_every_rule_has_an_expected_end():
    assert EXPECTED.keys() == TABLE["rules"].keys()


@pytest.mark.parametrize("rule", EXPECTED)
def test_it_does_what_the_table_says(rule, tmp_path, repository):
    async def play() -> None:
        async with road(tmp_path, repository, SPEED) as here:
            for heard, words in enumerate(("english", "card", "stop"), 1):
                await here.say(words)
                await here.until_heard(heard)
            for code in CODES[rule]:
                for how, expected in EXPECTED[rule].items():
                    assert (code, how, await outcome(here, how, code)) == (code, how, expected)
            assert here.open_rows() == 0

    asyncio.run(play())
