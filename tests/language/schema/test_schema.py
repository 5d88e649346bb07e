"""The shape of files: which slip is named, where, and with which fix."""

from pathlib import Path

import pytest

from engine.language.codes import CODES
from engine.language.nodes import parse, to_plain
from engine.language.schema import Schemas, check_schema

HERE = Path(__file__).parent


def plain(name: str) -> list | dict:
    parsed = parse((HERE / name).read_bytes(), name)
    assert parsed.findings == ()
    return to_plain(parsed.node)


SCHEMAS = Schemas(plain("schemas.yaml"))


@pytest.mark.parametrize("case", plain("cases.yaml"), ids=lambda case: case["it"])
def test_it(case: dict) -> None:
    node = parse(case["file"].encode(), "f.yaml").node
    findings = check_schema(node, "service", "f.yaml", SCHEMAS)
    found = [(f.code, f.span.line, f.span.column) for f in findings]
    assert found == [tuple(row[:3]) for row in case["finds"]]
    for finding, (code, _, _, message, fix) in zip(findings, case["finds"], strict=True):
        assert code in CODES
        assert message in finding.message
        assert fix in finding.fix


def test_the_quick_answer_and_the_slow_one_agree() -> None:
    for case in plain("cases.yaml"):
        data = to_plain(parse(case["file"].encode(), "f.yaml").node)
        assert SCHEMAS.accepts("service", data) == (not case["finds"])
