"""Conditions as officers write them: what they give, and what is said about those that give nothing."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain import types
from engine.domain.calendar import HolidayCalendar, parse_moment
from engine.domain.duration import Duration
from engine.language.codes import CODES
from engine.language.expressions import (
    Env,
    TypeNotation,
    Unset,
    check,
    compile_condition,
    compile_value,
    fits,
    from_stored,
    names_read,
    parse_expression,
    parse_type,
    to_stored,
)
from engine.language.expressions.calls import FUNCTIONS
from engine.language.expressions.usage import USAGE
from engine.language.findings import Finding
from engine.language.nodes import parse, to_plain
from engine.language.source import Span

HERE = Path(__file__).parent
SIMPLE = {
    "text": types.Text(), "word": types.Word(), "number": types.Number(), "money": types.Money(), "date": types.Date(),
    "time": types.Time(), "moment": types.Moment(), "yes_no": types.YesNo(), "document": types.Document(),
}  # fmt: skip


def rows(name: str) -> Any:
    parsed = parse((HERE / name).read_bytes(), name)
    assert parsed.findings == ()
    return to_plain(parsed.node)


def kind_of(written: Any) -> types.Type:
    if isinstance(written, str):
        several, *options = written.split()
        return types.Choices(tuple(options)) if options else SIMPLE[several]
    if isinstance(written, dict):
        fields = {name: kind_of(each) for name, each in written.items()}
        return types.Record(fields, frozenset({"least"}))
    if isinstance(written[0], dict):
        return types.ListOf(kind_of(written[0]))
    return types.Choice(tuple(written))


SAMPLE = rows("scopes.yaml")
SCOPE = {name: kind_of(written) for name, written in SAMPLE["kinds"].items()}
CALENDAR = HolidayCalendar(frozenset(map(date.fromisoformat, SAMPLE["holidays"])))
ENV = Env(SAMPLE["values"], parse_moment(SAMPLE["now"]), CALENDAR)


def place(text: str) -> Span:
    return Span(1, 1, 1, 1 + len(text))


def read(text: str) -> Any:
    return parse_expression(text, place(text), "f.yaml")


def named(row: dict) -> str:
    return row["expression"][:60]


@pytest.mark.parametrize("row", rows("gives.yaml"), ids=named)
def test_it_gives(row: dict) -> None:
    written = read(row["expression"])
    assert not isinstance(written, Finding), written
    wanted = kind_of(row["wanted"]) if "wanted" in row else None
    run = compile_value(written, SCOPE, wanted)
    if "unset" in row:
        with pytest.raises(Unset) as caught:
            run(ENV)
        assert caught.value.name == row["unset"]
    else:
        assert run(ENV) == row["gives"]


def findings_for(row: dict) -> list[Finding]:
    written = read(row["expression"])
    if isinstance(written, Finding):
        return [written]
    wanted = kind_of(row["wanted"]) if "wanted" in row else None
    return list(check(written, SCOPE, wanted).findings)


@pytest.mark.parametrize("row", rows("findings.yaml"), ids=named)
def test_it_finds(row: dict) -> None:
    (finding,) = findings_for(row)
    assert finding.code == row["code"]
    assert finding.code in CODES
    assert row.get("fix", "") in finding.fix
    if "at" in row:
        text, words = row["expression"], row["at"]
        start = text.index(words)
        for _ in range(row.get("nth", 1) - 1):
            start = text.index(words, start + 1)
        assert finding.span == (1, start + 1, 1, start + 1 + len(words))


@pytest.mark.parametrize("row", rows("types.yaml"), ids=lambda row: row["type"])
def test_a_type_is_read(row: dict) -> None:
    notation = parse_type(row["type"], place(row["type"]), "f.yaml")
    if "code" in row:
        assert isinstance(notation, Finding)
        assert notation.code == row["code"]
        return
    assert isinstance(notation, TypeNotation)
    least, most = (
        side.quote(side.root) if side else None for side in (notation.least, notation.most)
    )
    assert (notation.kind, least, most, list(notation.options), notation.most_bytes) == (
        row["kind"], row.get("least"), row.get("most"), row.get("words", []), row.get("bytes", 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("part is 5", [("part", False)]),
        ("answered(part) and part is 5", [("part", True), ("part", True)]),
        ("part is 5 and answered(part)", [("part", False), ("part", True)]),
        ("not answered(part) or part is 5", [("part", True), ("part", True)]),
        ("answered(part) or part is 5", [("part", True), ("part", False)]),
        ("answered(bill) and bill.due is 5", [("bill", True), ("bill.due", True)]),
        ("default(part, bill.due)", [("part", True), ("bill.due", False)]),
        ("count(members, age is persons) is 1", [("members", False), ("members.age", False), ("persons", False)]),
        ("how is part", [("how", False)]),
        ("not (not answered(part) or no) and part is 5", [("part", True), ("part", True)]),
    ],
)  # fmt: skip
def test_it_tells_which_names_are_read(expression: str, expected: list) -> None:
    reads = names_read(read(expression), SCOPE)
    assert [(each.name, each.guarded) for each in reads] == expected
    assert all(each.name.endswith(expression[each.start : each.end]) for each in reads)


def test_a_finding_lies_at_its_place_in_the_file() -> None:
    text = "persons is thre"
    quoted = parse_expression(text, Span(7, 11, 7, 11 + len(text) + 2), "f.yaml")
    assert check(quoted, SCOPE).findings[0].span == (7, 23, 7, 27)


def test_one_slip_is_one_finding() -> None:
    assert len(check(read("incom is 5 and incom + 3 is 2"), SCOPE).findings) == 2
    assert len(check(read("round(incom / 3) is more than 5"), SCOPE).findings) == 1


def test_an_unsound_expression_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="nothing called"):
        compile_condition(read("incom is 5"), SCOPE)


def test_too_long_and_too_deep_are_refused() -> None:
    assert read("persons is " + "1" * 300).code == "EXPR-402"
    assert read("(" * 21 + "yes" + ")" * 21).code == "EXPR-402"
    assert read("not " * 21 + "yes").code == "EXPR-402"
    assert not isinstance(read("(" * 20 + "yes" + ")" * 20), Finding)
    assert compile_condition(read("yes" + " and yes" * 35), SCOPE)(ENV)
    assert compile_value(read("1" + "+1" * 140), SCOPE)(ENV) == 141


def test_every_function_shows_how_it_is_written() -> None:
    assert set(USAGE) == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("kind", "stored", "evaluated"),
    [
        (types.Date(), "2026-04-01", date(2026, 4, 1)),
        (types.Time(), "06:05", time(6, 5)),
        (types.Moment(), "2026-11-05T04:30:00Z", datetime(2026, 11, 5, 4, 30, tzinfo=UTC)),
        (types.Duration(), "7 working days", Duration(7, "working_days")),
        (types.Money(), 100, 100),
        (types.Text(), "words", "words"),
    ],
)
def test_stored_and_evaluated_forms_are_each_others_inverse(kind, stored, evaluated) -> None:
    assert from_stored(kind, stored) == evaluated
    assert to_stored(kind, evaluated) == stored


def test_a_record_fits_where_its_fields_do() -> None:
    wanted = types.Record({"due": types.Money(), "least": types.Money()}, frozenset({"least"}))
    assert fits(SCOPE["bill"], wanted)
    assert not fits(SCOPE["bill"], types.Record(dict(wanted.fields)))
    assert fits(types.Choice(("a",)), types.Choice(("a", "b")))
    assert not fits(types.Choice(("a", "c")), types.Choice(("a", "b")))
    assert fits(SCOPE["members"], types.ListOf(types.Record({"age": types.Number()})))


WORDS = [
    *SCOPE, *FUNCTIONS, "and", "or", "not", "is", "is not", "is at least", "is one of", "[", "]", "(", ")", ",", "<", ">=", "+", "-",
    "*", "/", "1", "0", "1.5", "2026-04-01", "2026-13-01", "06:00", "99:99", "'x'", '"', "30", "days", "working", "lakh", "rupees",
    "percent", "yes", "today", "now", "bill.due", "slot.starts", "..", "{{", "అ", "=", "sc", "rural", "pdf", "|", "5 MB",
]  # fmt: skip


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words_give_a_finding_or_a_value(text: str) -> None:
    written = read(text)
    if isinstance(written, Finding):
        return
    for wanted in (None, types.YesNo(), types.Money(), SCOPE["category"]):
        checked = check(written, SCOPE, wanted)
        assert (checked.kind is None) == bool(checked.findings)
        if checked.kind:
            run_once(checked)


def run_once(checked) -> None:
    missing = ""
    try:
        checked.stored()(ENV)
    except Unset as unset:
        missing = unset.name
    assert not missing or missing in {read.name for read in checked.reads}


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for found in (read(text), parse_type(text, place(text), "f.yaml")):
        assert not isinstance(found, Finding) or found.code in CODES


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
def test_any_pieces_of_a_type_are_read_or_refused(text: str) -> None:
    for whole in (text, f"text({text})"):
        parse_type(whole, place(whole), "f.yaml")
