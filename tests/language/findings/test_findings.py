"""How findings look: places under Telugu, order, and the names that come to mind."""

import ctypes
import locale
import unicodedata

import pytest

from engine.language.codes import CODES
from engine.language.findings import (
    Severity,
    error,
    has_errors,
    render_text,
    tidy,
    to_json,
    warning,
)
from engine.language.nearest import distance, nearest, suggest
from engine.language.source import SourceFile, Span, cells, snippet


def test_a_finding_is_printed_with_its_line() -> None:
    source = SourceFile("a.yaml", "title: x\n      then: adress\n")
    finding = error(
        "a.yaml", Span(2, 13, 2, 19), "FLOW-302", "No such step", "It stops", "Change it"
    )
    assert render_text(finding, source).splitlines() == [
        "a.yaml:2:13: error FLOW-302 No such step",
        "2 |       then: adress",
        "  |             ^^^^^^",
        "  = why: It stops",
        "  = fix: Change it",
    ]
    assert to_json(finding) == {
        "path": "a.yaml", "line": 2, "column": 13, "code": "FLOW-302", "severity": "error",
        "message": "No such step", "fix": "Change it", "why": "It stops",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "end", "indent", "carets"),
    [
        ("en: adress", 5, 11, 4, 6),
        ("తె: adress", 5, 11, 3, 6),
        ("పేరు: x", 1, 5, 0, 3),
        ("కా: x", 1, 3, 0, 1),
        ("కొ: x", 5, 6, 3, 1),
        ("日本: x", 5, 6, 6, 1),
        ("a:", 9, 10, 2, 1),
    ],
)
def test_carets_stand_under_the_words(line, column, end, indent, carets) -> None:
    shown, marks = snippet(SourceFile("f", line), Span(1, column, 1, end))
    assert shown == line
    assert marks == " " * indent + "^" * carets


def test_spacing_vowel_signs_take_a_cell_and_joiners_none() -> None:
    assert cells("కు") == 2
    assert cells("క్ష") == 2
    assert cells("స్కాలర్\u200cషిప్") == 6


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 200 + "HERE" + "y" * 200
    shown, marks = snippet(SourceFile("f", line), Span(1, 201, 1, 205))
    assert cells(shown) <= 122
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "HERE"


def test_the_same_slip_is_said_once_and_in_order() -> None:
    first = error("a", Span(2, 1, 2, 2), "YAML-001", "one")
    second = warning("a", Span(1, 1, 1, 2), "YAML-002", "two")
    assert tidy([first, second, first]) == (second, first)
    assert has_errors([first])
    assert not has_errors([second])
    assert second.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("adress", ["address", "name"], ("address",)),
        ("incmoe", ["income", "outcome"], ("income",)),
        ("due", ["bill.due", "title"], ("bill.due",)),
        ("chooze", ["choose", "chose", "close"], ("choose", "chose")),
        ("then", ["when", "them", "x"], ("them", "when")),
        ("zzz", ["address"], ()),
        ("income-tax", ["income_tax"], ("income_tax",)),
    ],
)
def test_the_nearest_names_come_first(word, known, expected) -> None:
    assert nearest(word, known) == expected


def test_a_suggestion_is_a_fix() -> None:
    assert suggest("adress", ["address"]) == 'Change it to "address"'
    assert suggest("zzz", ["b", "a"]) == "Use one of a, b"
    assert suggest("zzz", []) == ""
    assert distance("ab", "ba") == 1


def test_codes_say_what_and_why() -> None:
    for code, (title, what, why) in CODES.items():
        assert title, code
        assert what.endswith("."), code
        assert why.endswith("."), code


@pytest.mark.parametrize("first", [0x0041, 0x0900, 0x0C00, 0x0600, 0x4E00, 0x1F400])
def test_cells_are_those_of_the_c_library(first: int) -> None:
    """Terminals go by it: Latin, Devanagari, Telugu, Arabic, Chinese, pictures."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        pytest.skip("this system has no C.UTF-8")
    try:
        asked = ctypes.CDLL(None).wcwidth
        letters = [chr(code) for code in range(first, first + 0x80)]
        known = [each for each in letters if unicodedata.category(each) not in ("Cn", "Cc", "Cf")]
        other = [each for each in known if cells(each) != asked(ctypes.c_wchar(each))]
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    assert other == []


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    shown, marks = snippet(SourceFile("f", "a\u202eb\x1b[31mc: x"), Span(1, 10, 1, 11))

    assert shown == "a\ufffdb\ufffd[31mc: x"
    assert marks == " " * 9 + "^"
