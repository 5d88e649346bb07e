"""XLSForm's expressions put into our language, as far as it can say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from engine.exchange.xlsform.formula import (
    Binary,
    Call,
    Column,
    NotSayable,
    Number,
    Part,
    Ref,
    Text,
)

_SIGNS = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    ">": "is more than",
    "<=": "is at most",
    ">=": "is at least",
    "div": "/",
}
_BINDS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
}
_SAME = {"today": "today", "now": "now"}
_RENAMED = {
    "string-length": "length",
    "count-selected": "count",
    "coalesce": "default",
    "round": "round",
    "min": "min",
    "max": "max",
}


class Known(NamedTuple):
    """What the names of the form are. several: those with many answers; options: those with one of a few; own: the question itself."""

    options: Mapping[str, frozenset[str]]
    several: frozenset[str]
    own: str = ""


def say(part: Part, known: Known, within: int = 0) -> str:
    """Return an expression in our language. Raises NotSayable."""
    if isinstance(part, Binary):
        return _binary(part, known, within)
    if isinstance(part, Call):
        return _called(part, known, within)
    if isinstance(part, Ref):
        return _name(part, known)
    if isinstance(part, Column):
        raise NotSayable(f'"{part.name}" is no answer', f"Write ${{{part.name}}}")
    return part.value if isinstance(part, Number) else f"'{part.value}'"


def _name(part: Ref, known: Known) -> str:
    if part.name != ".":
        return part.name.replace("-", "_")
    if not known.own:
        raise NotSayable('"." means the answer itself, and there is none here', "Write ${name}")
    return known.own


def _binary(part: Binary, known: Known, within: int) -> str:
    if part.sign == "mod":
        raise NotSayable('"mod" cannot be said', "Ask for what you need to know directly")
    empty = _emptiness(part, known)
    if empty:
        return empty
    binds = _BINDS[part.sign]
    # a + b + c is (a + b) + c; of comparisons there is only one
    left = _side(part.left, part.right, known, binds + 1 if binds == _BINDS["="] else binds)
    right = _side(part.right, part.left, known, binds + 1)
    said = f"{left} {_SIGNS.get(part.sign, part.sign)} {right}"
    return f"({said})" if binds < within else said


def _side(part: Part, other: Part, known: Known, within: int) -> str:
    """Return one side; an option of the choice on the other side is a word, not a text."""
    if isinstance(part, Text) and isinstance(other, Ref):
        name = _name(other, known)
        if name in known.options:
            if part.value not in known.options[name]:
                raise NotSayable(
                    f'"{part.value}" is no choice of {name}', "Write one of its choices"
                )
            return part.value
    return say(part, known, within)


def _emptiness(part: Binary, known: Known) -> str:
    """`${x} = ''` asks whether there is an answer."""
    for one, other in ((part.left, part.right), (part.right, part.left)):
        if (
            part.sign in ("=", "!=")
            and isinstance(other, Text)
            and not other.value
            and isinstance(one, Ref)
        ):
            said = f"answered({_name(one, known)})"
            return said if part.sign == "!=" else f"not {said}"
    return ""


def _called(part: Call, known: Known, within: int) -> str:
    name, arguments = part.name, part.arguments
    special = _SPECIAL.get(name)
    if special is not None:
        return special(arguments, known, within)
    if name in _SAME and not arguments:
        return _SAME[name]
    if name in _RENAMED and arguments:
        kept = arguments[:1] if name == "round" else arguments
        return f"{_RENAMED[name]}({', '.join(say(each, known) for each in kept)})"
    raise NotSayable(
        f"{name}() cannot be said in a service",
        f"Use one of {', '.join(sorted({*_SPECIAL, *_SAME, *_RENAMED}))}, or ask for it",
    )


def _selected(arguments: tuple[Part, ...], known: Known, within: int) -> str:
    one, option = _two("selected", arguments)
    if not isinstance(one, Ref) or not isinstance(option, Text):
        raise NotSayable(
            "selected() needs an answer and a choice in quotes", "Write selected(${name}, 'choice')"
        )
    name = _name(one, known)
    if option.value not in known.options.get(name, frozenset()):
        raise NotSayable(f'"{option.value}" is no choice of {name}', "Write one of its choices")
    return f"{name} {'contains' if name in known.several else 'is'} {option.value}"


def _two(name: str, arguments: tuple[Part, ...]) -> tuple[Part, Part]:
    if len(arguments) != 2:
        raise NotSayable(f"{name}() needs two things", f"Write {name}(${{name}}, 'choice')")
    return arguments[0], arguments[1]


def _not(arguments: tuple[Part, ...], known: Known, within: int) -> str:
    if len(arguments) != 1:
        raise NotSayable("not() needs one thing", "Write not(${a} = 'b')")
    inner = say(arguments[0], known)
    return (
        f"not {inner}" if isinstance(arguments[0], Call) and " " not in inner else f"not ({inner})"
    )


def _date(arguments: tuple[Part, ...], known: Known, within: int) -> str:
    found = arguments[0] if len(arguments) == 1 else None
    if not isinstance(found, Text) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.value):
        raise NotSayable("date() needs a day", "Write date('2026-04-01')")
    return found.value


def _truth(word: str) -> Callable[[tuple[Part, ...], Known, int], str]:
    return lambda arguments, known, within: word


_SPECIAL: Mapping[str, Callable[[tuple[Part, ...], Known, int], str]] = {
    "selected": _selected,
    "not": _not,
    "date": _date,
    "true": _truth("yes"),
    "false": _truth("no"),
}
