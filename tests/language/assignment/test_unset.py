"""An answer is read only where it is there: each rule with a service that keeps it and one that does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Finding
from tests import real
from tests.language.catalogues import project, schemas

CODE = "FLOW-341"
ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "unset.yaml").read_bytes(), "unset.yaml").node
)
HEADER = {
    "service": "revenue.tried",
    "title": {"en": "Tried"},
    "short": {"en": "Tried"},
    "kind": "application",
    "source": {"title": "Sample", "read_on": "2026-11-01", "state": "sample"},
    "languages": ["en"],
    "defaults": {"give_up": "desk"},
}
FIRST = {"id": "first", "ask": {"en": "?"}, "type": "yes_no"}
LAST = {"id": "last", "say": {"en": "Last."}, "then": "done"}
ENDS = {"done": {"result": "success", "say": {"en": "Done."}}}
DESK = {"result": "handoff", "to": "revenue_helpdesk", "say": {"en": "An officer."}}


def service(row: dict[str, Any]) -> bytes:
    """Return a row's steps as a whole service; JSON is YAML too."""
    written = {
        **HEADER,
        **row.get("header", {}),
        "steps": [FIRST, *row["steps"], LAST],
        **({"later": row["later"]} if "later" in row else {}),
        "ends": {**row.get("ends", ENDS), "desk": DESK},
    }
    return json.dumps(written, ensure_ascii=False).encode()


def missing(found: tuple[Finding, ...]) -> list[str]:
    return sorted(each.message.split('"')[1] for each in found if each.code == CODE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_finds_what_may_be_missing(row: dict[str, Any]) -> None:
    found = load({**project("base"), "revenue/tried.yaml": service(row)}, schemas()).findings

    others = [
        f"{each.path} {each.code} {each.message}"
        for each in found
        if each.code not in (CODE, "FLOW-315", "FLOW-316") and each.severity == "error"
    ]
    names = [name.removesuffix(".name") if "mandal" in name else name for name in missing(found)]
    assert others == []
    assert names == row["misses"]


def test_it_tells_the_way_step_by_step() -> None:
    row = next(each for each in ROWS if each["it"] == "reads an answer that is asked only if")

    found = load({**project("base"), "revenue/tried.yaml": service(row)}, schemas()).findings

    (finding,) = [each for each in found if each.code == CODE]
    assert '"some" is left out unless first' in finding.why
    assert finding.fix


# -- faults put into the catalogue that ships --------------------------------------------------------------------------

SEEDED = "    only_if: today is after 2026-01-01\n"
"""A condition that makes nothing certain: whatever reads the step's answer afterwards must be found."""


def seeds() -> list[tuple[str, str]]:
    """Return every (file, step) that a text or a call of another step of the file reads in plain sight."""
    found = []
    for path, content in sorted(real.files().items()):
        if not path.endswith(".yaml") or path.endswith(".test.yaml"):
            continue
        blocks = re.split(r"^  - id: (?=\w+$)", content.decode(), flags=re.MULTILINE)[1:]
        ids = [block.partition("\n")[0] for block in blocks]
        for place, (name, block) in enumerate(zip(ids, blocks, strict=True)):
            gives = re.search(r"^    (ask|choose|call|book|pay|submit|set): ", block, re.MULTILINE)
            if not gives or "only_if:" in block or "optional:" in block:
                continue
            others = "".join(each for n, each in enumerate(blocks) if n > place)
            if re.search(rf"\{{\{{ {name}[ .]", others.partition("\nends:")[0]):
                found.append((path, name))
    return found


@pytest.mark.parametrize(("path", "step"), seeds())
def test_it_finds_an_answer_made_conditional(path: str, step: str) -> None:
    before = f"  - id: {step}\n"
    text = real.files()[path].decode()
    assert text.count(before) == 1

    found = missing(real.faulty(path, text.replace(before, before + SEEDED).encode()).findings)

    assert any(re.search(rf"(^|\.){step}(\.|$)", name) for name in found), found


def test_it_puts_a_fault_into_every_department() -> None:
    assert len({path.partition("/")[0] for path, _ in seeds()}) >= 5
