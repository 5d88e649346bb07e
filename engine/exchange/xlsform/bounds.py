"""The part of a constraint that only says how long, how much or when: in a service that is the type's own bounds."""

from __future__ import annotations

from engine.exchange.xlsform.formula import Binary, Call, Number, Part, Ref, Text

OPEN = {
    "integer": ("0", "1000000"),
    "text": ("1", "1000"),
    "date": ("1900-01-01", "today + 10 years"),
    "select_multiple": ("1", "9"),
}
"""What holds where a side is not said."""
_MEASURE = {"text": "string-length", "select_multiple": "count-selected"}
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "="}


def taken_out(part: Part | None, base: str) -> tuple[str, Part | None]:
    """Return a type with the bounds a constraint sets (of `select_multiple`: `1..3`), and what is left of it."""
    if base not in OPEN:
        return "", part
    least: str | None = None
    most: str | None = None
    left: Part | None = None
    for each in _joined(part):
        side, value = _bound(each, base)
        if side == ">=" and least is None:
            least = value
        elif side == "<=" and most is None:
            most = value
        else:
            left = each if left is None else Binary("and", left, each)
    if base == "select_multiple":
        return (f"{least or 1}..{most or 9}" if least or most else ""), left
    first, last = OPEN[base]
    kind = {"integer": "number", "text": "text", "date": "date"}[base]
    gap = " .. " if base == "date" else ".."
    return f"{kind}({least or first}{gap}{most or last})", left


def _joined(part: Part | None) -> list[Part]:
    if part is None:
        return []
    if isinstance(part, Binary) and part.sign == "and":
        return [*_joined(part.left), *_joined(part.right)]
    return [part]


def _bound(part: Part, base: str) -> tuple[str, str]:
    """Return the side (`>=`, `<=`) and the value of a bound; nothing where it is none."""
    if not isinstance(part, Binary) or part.sign not in _TURNED:
        return "", ""
    measured, value, sign = part.left, part.right, part.sign
    if not _is_own(measured, base):
        measured, value, sign = value, measured, _TURNED[sign]
    if not _is_own(measured, base):
        return "", ""
    said = _value(value, base)
    if not said or sign == "=":
        return "", ""
    if sign in (">", "<"):
        if not said.isdigit():
            return "", ""
        said = str(int(said) + (1 if sign == ">" else -1))
        sign += "="
    return sign, said


def _is_own(part: Part, base: str) -> bool:
    measure = _MEASURE.get(base)
    if measure:
        return isinstance(part, Call) and part.name == measure and part.arguments == (Ref("."),)
    return part == Ref(".")


def _value(part: Part, base: str) -> str:
    if isinstance(part, Number) and base != "date":
        return part.value if part.value.isdigit() else ""
    if base != "date":
        return ""
    if isinstance(part, Call) and part.name == "today" and not part.arguments:
        return "today"
    if (
        isinstance(part, Call)
        and part.name == "date"
        and len(part.arguments) == 1
        and isinstance(part.arguments[0], Text)
    ):
        return part.arguments[0].value
    if (
        isinstance(part, Binary)
        and part.sign in "+-"
        and _value(part.left, base) == "today"
        and isinstance(part.right, Number)
    ):
        return f"today {part.sign} {part.right.value} days"
    return ""
