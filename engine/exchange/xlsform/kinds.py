"""What the types and conditions of a service are in a spreadsheet: exactly the same, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.exchange.xlsform.saying import Known
from engine.language.expressions import parse_expression
from engine.language.findings import Finding
from engine.language.source import START

PLAIN = {
    "time": "time",
    "location": "geopoint",
    "photo": "image",
    "voice": "audio",
    "document": "file",
}
"""Our types that a type of XLSForm says exactly."""
_RANGE = re.compile(r"(?P<kind>number|text)\((?P<least>\d+) ?\.\. ?(?P<most>\d+)\)")
_DATES = re.compile(
    r"date\((?P<least>\d{4}-\d\d-\d\d|today) ?\.\. ?(?P<most>\d{4}-\d\d-\d\d|today)\)"
)


def known_of(service: Mapping[str, Any], own: str) -> Known:
    """Return what the names of a service are."""
    steps = [step for each in service["steps"] for step in (each, *each.get("each", ()))]
    options = {
        step["id"]: frozenset(step["options"])
        for step in steps
        if isinstance(step.get("options"), Mapping)
    }
    return Known(options, frozenset(step["id"] for step in steps if "several" in step), own)


def type_of(kind: str) -> tuple[str, str | None]:
    """Return XLSForm's type and a constraint that says its bounds; None where only `mitra::type` can say them."""
    if kind in PLAIN:
        return PLAIN[kind], ""
    found = _RANGE.fullmatch(kind)
    if found:
        name, what = ("integer", ".") if found["kind"] == "number" else ("text", "string-length(.)")
        return name, f"{what} >= {found['least']} and {what} <= {found['most']}"
    found = _DATES.fullmatch(kind)
    if found:
        return "date", f". >= {_day(found['least'])} and . <= {_day(found['most'])}"
    base = kind.partition("(")[0]
    return {
        "number": "integer",
        "date": "date",
        "time": "time",
        "document": "file",
        "photo": "image",
    }.get(base, "text"), None


def _day(said: str) -> str:
    return "today()" if said == "today" else f"date('{said}')"


def same(one: str, other: str) -> bool:
    """Tell whether two conditions mean the same, word for word apart from spaces and brackets."""
    trees = [parse_expression(text, START, "") for text in (one, other)]
    return not any(isinstance(each, Finding) for each in trees) and _bare(trees[0]) == _bare(
        trees[1]
    )


def _bare(written: Any) -> str:
    return re.sub(r"(start|end|said)=('[^']*'|\d+),? ?", "", repr(written.root))
