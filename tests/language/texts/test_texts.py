"""Texts with placeholders: what a citizen reads, and what is said about placeholders that could not be filled."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain import types
from engine.language.codes import CODES
from engine.language.expressions import Unset
from engine.language.findings import Finding
from engine.language.nodes import parse, to_plain
from engine.language.source import Span
from engine.language.texts import check_text, compile_text, longest, parse_text

HERE = Path(__file__).parent
ROWS = to_plain(parse((HERE / "texts.yaml").read_bytes(), "texts.yaml").node)
LABELS = {
    "full": {"en": "Pay all", "te": "పూర్తి చెల్లింపు"},
    "part": {"en": "Pay a part", "te": "కొంత చెల్లింపు"},
}
SCOPE = {
    "bill": types.Record({"name": types.Text(30), "due": types.Money(), "last": types.Date()}),
    "slot": types.Record({"starts": types.Moment()}),
    "how": types.Choice(("full", "part"), LABELS),
    "agreed": types.YesNo(),
    "persons": types.Number(),
    "area": types.Word(),
    "opens": types.Time(),
    "wish": types.Text(60),
    "missing_value": types.Money(),
    "members": types.ListOf(types.Record({"age": types.Number()})),
}
VALUES = {
    "bill": {"name": "Sample citizen", "due": 123456750, "last": "2026-05-31"},
    "slot": {"starts": "2026-11-05T04:30:00Z"},
    "how": "full",
    "agreed": True,
    "persons": 3,
    "area": "rural",
    "opens": "06:00",
    "wish": "{{ bill.due }} {% raw %} {0} %s *bold*",
}


def place(text: str) -> Span:
    return Span(1, 1, 1, 1 + len(text))


@pytest.mark.parametrize("row", [r for r in ROWS if "names" in r], ids=lambda row: row["text"])
def test_it_is_filled(row: dict) -> None:
    template = parse_text(row["text"], place(row["text"]), "f.yaml")
    assert not isinstance(template, Finding)
    assert [each.name for each in template.names] == row["names"]
    assert check_text(template, SCOPE) == []
    for language in ("en", "te"):
        fill = compile_text(template, SCOPE, language)
        if "unset" in row:
            with pytest.raises(Unset, match=row["unset"]):
                fill(VALUES)
        if language in row:
            assert fill(VALUES) == row[language]
            assert len(fill(VALUES)) <= longest(template, SCOPE, language)
    if "longest" in row:
        assert longest(template, SCOPE, "en") == row["longest"]


@pytest.mark.parametrize("row", [r for r in ROWS if "code" in r], ids=lambda row: row["text"])
def test_it_is_refused(row: dict) -> None:
    template = parse_text(row["text"], place(row["text"]), "f.yaml")
    finding = template if isinstance(template, Finding) else check_text(template, SCOPE)[0]
    assert finding.code == row["code"]
    assert finding.code in CODES
    assert row.get("fix", "") in finding.fix
    start = row["text"].index(row["at"]) + 1
    assert finding.span == (1, start, 1, start + len(row["at"]))


@pytest.mark.parametrize(
    ("source", "column"),
    [
        (r'"one\ntwo {{ x }}"', 11),
        (r'"say \"{{ x }}\""', 8),
        ("'it''s {{ x }}'", 8),
        ("plain {{ x }}", 7),
    ],
)
def test_a_placeholder_knows_its_place_behind_escapes(source: str, column: int) -> None:
    node = parse(source.encode(), "f.yaml").node
    template = parse_text(node.value, node.span, "f.yaml")
    assert template.names[0].span == (1, column, 1, column + 7)


@settings(max_examples=300)
@given(st.text(alphabet="{}% #|.x అ\n", max_size=40))
def test_any_text_has_parts_or_a_finding(text: str) -> None:
    found = parse_text(text, place(text), "f.yaml")
    if not isinstance(found, Finding) and not found.names:
        assert compile_text(found, SCOPE, "en")(VALUES) == text


def test_a_long_run_of_braces_is_answered_at_once() -> None:
    text = "{{ a " * 50_000
    started = time.thread_time()
    assert isinstance(parse_text(text, place(text), "f.yaml"), Finding)
    assert time.thread_time() - started < 1
