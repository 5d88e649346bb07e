"""Slips in what is read and calculated: conditions, types, bounds, names, what a system needs and gives, fee tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.mutants.mutant import Make, Operator, Slip
from engine.language.mutants.pages import Page, Spot
from engine.language.mutants.spots import (
    drop,
    misspelt,
    rekey,
    rewrite,
    step_of,
    told,
    under,
    within,
)
from engine.language.nodes import Scalar

CONDITIONS = ("if", "only_if", "hide_if", "optional", "set")
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")
_OPTION = re.compile(r"(?<=is )(?!not\b|more\b|less\b|at\b|before\b|after\b|one\b|\d)([a-z_]+)\b")
_BOUNDS = re.compile(r"\(([^().]+) ?\.\. ?([^().]+)\)")
_WORDS = frozenset(
    (
        "and", "or", "not", "is", "more", "less", "than", "at", "least", "most", "before", "after", "one", "of", "contains", "today",
        "now", "yes", "no", "default", "answered", "count", "sum", "any", "all", "min", "max", "round", "length", "age",
        "years_between", "days_between", "true", "false",
    )
)  # fmt: skip


def _conditions(page: Page) -> Iterator[Spot]:
    for spot in page.spots:
        if spot.name in CONDITIONS and isinstance(spot.node, Scalar) and spot.key is not None:
            yield spot


def _rewritten(old: str, new: str, *, every: bool = True) -> Make:
    """Return the maker that puts one wording for another in conditions and calculations. every: at each place of its own."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in _conditions(page):
            words = page.written(spot.node)
            for number, found in enumerate(re.finditer(old, words)):
                if number and not every:
                    break
                other = words[: found.start()] + found.expand(new) + words[found.end() :]
                detail = str(number + 1) if number else ""
                edit = page.instead(spot.node, other)
                yield Slip(spot, (edit,), told(words, other), step_of(spot), detail)

    return make


def _negated(page: Page) -> Iterator[Slip]:
    for spot in _conditions(page):
        words = page.written(spot.node)
        quote = words[0] if words[0] in "\"'" else ""
        if spot.name == "set" or words in ("true", "false"):
            continue
        other = f"{quote}not ({words.strip(quote) if quote else words}){quote}"
        yield Slip(spot, (page.instead(spot.node, other),), told(words, other), step_of(spot))


def _names_misspelt(page: Page) -> Iterator[Slip]:
    for spot in _conditions(page):
        words = page.written(spot.node)
        for found in _NAME.finditer(words):
            if found[0].split(".")[0] not in _WORDS and not found[0].startswith("."):
                other = words[: found.start()] + misspelt(found[0]) + words[found.end() :]
                yield Slip(spot, (page.instead(spot.node, other),), told(words, other))
                break


def _is_type(spot: Spot) -> bool:
    return spot.name == "type" and spot.in_steps


def _turned_round(old: str) -> str:
    return _BOUNDS.sub(lambda found: f"({found[2].strip()} .. {found[1].strip()})", old)


def _other_type(old: str) -> str:
    return (
        "text(1..20)" if old.startswith(("number", "money", "date", "digits", "yes")) else "yes_no"
    )


def _listed(key: str) -> Make:
    """Return the maker that misspells one name of a list under this key."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in page.spots:
            if spot.key is None and spot.address[-2:-1] == (key,) and isinstance(spot.node, Scalar):
                old = spot.node.text
                edit = page.instead(spot.node, misspelt(old))
                yield Slip(spot, (edit,), told(old, misspelt(old)))

    return make


def _dropped_from(key: str) -> Make:
    """Return the maker that takes one name out of a list under this key."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in page.spots:
            if spot.key is None and spot.address[-2:-1] == (key,) and isinstance(spot.node, Scalar):
                name = spot.node.text
                yield Slip(spot, (page.without(spot),), f"{name} taken out of {key}", name)

    return make


def _placeholders(old: str, new: str) -> Make:
    """Return the maker that writes the first placeholder of each text otherwise."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in page.spots:
            if isinstance(spot.node, Scalar) and spot.node.quoted:
                words = page.written(spot.node)
                other = re.sub(old, new, words, count=1)
                yield Slip(spot, (page.instead(spot.node, other),), told(words, other))

    return make


def _is_column(spot: Spot) -> bool:
    return "amounts" in spot.address[:-1] and spot.name not in ("from", "order", "state", "until")


def _is_row(spot: Spot) -> bool:
    return spot.key is None and spot.address[-2:-1] in (("amounts",), ("bands",))


def _is_operation(spot: Spot) -> bool:
    return spot.name in ("call", "book") and spot.in_steps


def _is_option(spot: Spot) -> bool:
    return spot.address[-2:-1] == ("options",) and spot.in_steps


def _in_operation(key: str) -> Make:
    """Return the maker that takes an entry out of what an operation says under this key."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in page.spots:
            if (
                spot.address[0] == "connectors"
                and spot.address[4:5] == (key,)
                and len(spot.address) == 6
            ):
                yield Slip(spot, (page.without(spot),), f"{key}: {spot.name} taken out", spot.name)

    return make


DATA: tuple[Operator, ...] = (
    Operator("name_misspelt", "data", "misspells a name in a condition", _names_misspelt),
    Operator("option_misspelt", "data", "misspells an option in a condition",
             _rewritten(_OPTION.pattern, r"\1x")),
    Operator("negated", "data", "turns a condition round", _negated),
    Operator("is_not", "data", "writes `is not` for `is`", _rewritten(r" is (?!not|more|less|at|before|after|one)", " is not ")),
    Operator("and_or", "data", "writes `or` for `and`", _rewritten(" and ", " or ")),
    Operator("or_and", "data", "writes `and` for `or`", _rewritten(" or ", " and ")),
    Operator("off_by_one", "data", "writes `more than` for `at least`", _rewritten("at least", "more than")),
    Operator("off_by_one_less", "data", "writes `less than` for `at most`", _rewritten("at most", "less than")),
    Operator("other_side", "data", "writes `less than` for `more than`", _rewritten("more than", "less than")),
    Operator("minus", "data", "writes - for +", _rewritten(r" \+ ", " - ")),
    Operator("half_condition", "data", "forgets half a condition", _rewritten(" and .+?(?=[\"']?$)", "")),
    drop("condition_gone", "data", "forgets a condition", under("only_if")),
    drop("hide_gone", "data", "forgets what rows to hide", under("hide_if")),
    rewrite("type_unknown", "data", "misspells a type", _is_type, lambda old: re.sub(r"^(\w+)(\w)", r"\1", old)),
    rewrite("type_changed", "data", "asks another type", _is_type, _other_type),
    rewrite("bounds_turned", "data", "turns bounds round", _is_type, _turned_round),
    rewrite("bounds_gone", "data", "forgets bounds", _is_type, lambda old: re.sub(r"\(.*\)", "", old)),
    drop("type_gone", "data", "forgets a type", _is_type),
    drop("input_gone", "data", "forgets what a system needs",
         lambda spot: spot.in_steps and within("with")(spot)),
    rekey("input_misspelt", "data", "misspells what a system needs",
          lambda spot: spot.in_steps and within("with")(spot), misspelt),
    rewrite("operation_unknown", "data", "misspells an operation", _is_operation, misspelt),
    rewrite("table_unknown", "data", "misspells a fee table", under("table"), misspelt),
    rewrite("rows_unknown", "data", "misspells where rows come from", under("rows"), misspelt),
    rewrite("fragment_unknown", "data", "misspells a fragment", under("use"), misspelt),
    rewrite("count_unknown", "data", "misspells what counts records", under("count"), misspelt),
    drop("by_gone", "data", "forgets by what a fee goes", lambda spot: spot.name == "by" and spot.address[0] == "fees"),
    drop("times_gone", "data", "forgets to multiply a fee", under("times")),
    rekey("option_renamed", "data", "renames an option and not what reads it", _is_option, lambda old: f"{old}_2"),
    drop("option_gone", "data", "takes an option out", _is_option),
    Operator("shows_misspelt", "data", "misspells what a review shows", _listed("shows")),
    Operator("shows_gone", "data", "forgets an answer in a review", _dropped_from("shows")),
    Operator("placeholder_misspelt", "data", "misspells a placeholder",
             _placeholders(r"\{\{ *([a-z_.]+?)([a-z]) *\}\}", r"{{ \1 }}")),
    Operator("placeholder_single", "data", "writes single braces", _placeholders(r"\{\{ *([a-z_.]+) *\}\}", r"{ \1 }")),
    Operator("placeholder_sum", "data", "calculates in a text", _placeholders(r"\{\{ *([a-z_.]+) *\}\}", r"{{ \1 + 1 }}")),
    drop("row_gone", "data", "takes a row of amounts out", _is_row),
    drop("column_gone", "data", "takes an amount out of a row", _is_column),
    rekey("column_misspelt", "data", "misspells a column of a fee", _is_column, misspelt),
    Operator("gives_gone", "data", "forgets what an operation gives", _in_operation("gives")),
    Operator("needs_gone", "data", "forgets what an operation needs", _in_operation("needs")),
    Operator("reply_gone", "data", "forgets an outcome of an operation", _in_operation("outcomes")),
    Operator("from_gone", "data", "forgets where a value lies in a reply", _in_operation("from")),
)  # fmt: skip
