"""The `type:` of a question: which kind of answer, and the bounds it must lie between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from engine.domain import types
from engine.domain.answers import BY_NAME, AnswerKind, Bounds
from engine.domain.answers.media import file_limits
from engine.domain.answers.patterns import BadPattern, fits
from engine.domain.limits import DOCUMENT_BYTES
from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiler.once import read_type
from engine.language.compiler.privacy import check_privacy
from engine.language.compiler.scope import names_of
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env, Tree, TypeNotation
from engine.language.findings import Finding
from engine.language.model.flow import StepNode
from engine.language.nearest import change_to, suggest

MakeBounds = Callable[[Env], Bounds]

_SIDES: Mapping[str, Type] = {
    "text": types.Number(),
    "digits": types.Number(),
    "otp": types.Number(),
    "number": types.Number(),
    "money": types.Money(),
    "date": types.Date(),
    "time": types.Time(),
}
"""What a bound is, by the kind of answer."""

_DAYS = ("past", "future")
_OTHERWISE = {
    **dict.fromkeys(("integer", "int", "float", "decimal", "numeric"), "number"),
    **dict.fromkeys(("string", "str", "words", "freetext", "varchar"), "text"),
    **dict.fromkeys(("bool", "boolean", "yesno"), "yes_no"),
    **dict.fromkeys(("image", "picture", "jpg", "jpeg", "png", "camera"), "photo"),
    **dict.fromkeys(("pdf", "file", "attachment", "upload"), "document"),
    **dict.fromkeys(("mobile", "telephone", "cell"), "phone"),
    **dict.fromkeys(("amount", "rupees", "currency", "price"), "money"),
    **dict.fromkeys(("gps", "map", "geo"), "location"),
    **dict.fromkeys(("datetime", "day", "dob"), "date"),
    "audio": "voice",
    "pin": "pincode",
}
"""What other systems call a type."""


class AnswerType(NamedTuple):
    """A kind of answer with its bounds and the type of its value."""

    kind: AnswerKind
    bounds: MakeBounds
    value: Type

    @classmethod
    def unknown(cls) -> AnswerType:
        """Return what stands in where the type could not be read; there is a finding then."""
        return cls(BY_NAME["text"], same(Bounds()), types.Text())


def same(bounds: Bounds) -> MakeBounds:
    """Return bounds that do not depend on answers."""
    return lambda env: bounds


def read_answer_type(step: StepNode, writer: Writer, *, quiet: bool = False) -> AnswerType | None:
    """Return a question's type, or nothing with a finding; quiet: leave the bounds and the findings to a later call."""
    node = step.get("type")
    if not isinstance(node, nodes.Scalar):
        return None
    notation = read_type(node.text, node.span, writer.frame.path)
    if isinstance(notation, Finding):
        if not quiet:
            writer.draft.findings.append(notation)
        return None
    kind = BY_NAME.get(notation.kind)
    if kind is None:
        if not quiet:
            message = f'There is no type of answer called "{notation.kind}"'
            other = _OTHERWISE.get(notation.kind.casefold())
            fix = change_to(notation.kind, (other,)) if other else suggest(notation.kind, BY_NAME)
            writer.wrong(notation.kind_span, "EXPR-442", message, fix)
        return None
    if quiet:
        return AnswerType(kind, same(Bounds()), _value_type(kind, notation))
    bounds = _shaped(step, kind, writer) or _bounds(kind, notation, writer)
    check_privacy(step, kind, bounds, notation.span, writer)
    return AnswerType(kind, bounds, _value_type(kind, notation))


def _value_type(kind: AnswerKind, notation: TypeNotation) -> Type:
    value = kind.value_type()
    most = getattr(notation.most.root, "value", None) if notation.most else None
    if isinstance(value, types.Text) and most is not None and not notation.options:
        return types.Text(int(most) if kind.name == "text" else min(value.longest, int(most)))
    return value


def _least_and_most(kind: AnswerKind, notation: TypeNotation) -> str:
    """Return how both bounds are written; one number alone may be meant as a count of digits."""
    size = getattr(notation.most.root, "value", None) if notation.most else None
    if kind.name == "number" and size is not None:
        return (
            f"Write digits({size}) for a number of {size} digits, or number(0..{size}) for how many"
        )
    return f"Write it as: {kind.name}(… .. …)"


def _bounds(kind: AnswerKind, notation: TypeNotation, writer: Writer) -> MakeBounds:
    if not (notation.least or notation.most or notation.options or notation.most_bytes):
        return same(Bounds())
    if kind.parameters == "list":
        return _listed(kind, notation, writer)
    if kind.name == "date" and len(notation.options) == 1 and notation.options[0] in _DAYS:
        return same(Bounds(options=notation.options))
    if kind.parameters == "none" or notation.most_bytes or len(notation.options) > 1:
        writer.wrong(
            notation.span,
            "EXPR-444",
            f'The type "{kind.name}" takes nothing like this in brackets',
            f"Write {kind.name}",
        )
        return same(Bounds())
    if notation.least is notation.most and kind.parameters != "range_or_exact":
        writer.wrong(
            notation.span,
            "EXPR-444",
            f'The type "{kind.name}" takes a least and a most',
            _least_and_most(kind, notation),
        )
        return same(Bounds())
    return _range(kind, notation, writer)


def _range(kind: AnswerKind, notation: TypeNotation, writer: Writer) -> MakeBounds:
    wanted = _SIDES.get(kind.name, types.Number())
    least = writer.tree_value(notation.least, wanted)
    most = least if notation.most is notation.least else writer.tree_value(notation.most, wanted)

    def bounds(env: Env) -> Bounds:
        return Bounds(least(env) if least else None, most(env) if most else None)

    if _is_literal(notation.least) and _is_literal(notation.most):
        return same(_in_order(bounds(_NOWHERE), notation, writer))
    if kind.name == "date" and not (_reads(notation.least) or _reads(notation.most)):
        _in_order(bounds(_SOME_DAY), notation, writer)
    return bounds


def _is_literal(written: Tree | None) -> bool:
    return written is None or hasattr(written.root, "value")


def _reads(written: Tree | None) -> bool:
    """Tell whether a limit depends on an answer, and not on the day alone."""
    return written is not None and any(names_of(written.root))


def _in_order(fixed: Bounds, notation: TypeNotation, writer: Writer) -> Bounds:
    """Return the bounds; note it where the least is more than the most."""
    if _reversed(fixed.least, fixed.most):
        writer.wrong(
            notation.span,
            "EXPR-445",
            "The least is more than the most",
            "Write the smaller one first",
            "No answer would ever be accepted",
        )
    return fixed


def _reversed(least: Any, most: Any) -> bool:
    return least is not None and most is not None and bool(least > most)


def _listed(kind: AnswerKind, notation: TypeNotation, writer: Writer) -> MakeBounds:
    size = notation.most_bytes
    words = notation.options
    if kind.name == "document":
        megabytes, rest = divmod(size, 1_000_000)
        sized = (*words, f"{size // 1000} KB" if rest else f"{megabytes} MB") if size else words
        if size > DOCUMENT_BYTES:
            writer.wrong(
                notation.span,
                "EXPR-444",
                "WhatsApp carries no file of more than 100 MB",
                "Write a smaller size, as in: 5 MB",
                "The promise could not be kept",
            )
            return same(Bounds())
        try:
            file_limits(sized)
        except ValueError as problem:
            writer.wrong(
                notation.span,
                "EXPR-444",
                f'"{problem}" is not a kind of file we can take',
                "Use pdf, jpeg or png",
            )
            return same(Bounds())
        return same(Bounds(options=sized))
    if not words:
        writer.wrong(
            notation.span,
            "EXPR-444",
            f'The type "{kind.name}" takes words in brackets',
            f"Write {kind.name}",
        )
    return same(Bounds(options=words))


def _shaped(step: StepNode, kind: AnswerKind, writer: Writer) -> MakeBounds | None:
    """Return the bounds a `pattern:` makes, or nothing where there is none or it cannot be used."""
    pattern, example = step.get("pattern"), step.get("example")
    if not isinstance(pattern, nodes.Scalar) or not isinstance(example, nodes.Scalar):
        return None
    if kind.name != "reference":
        writer.wrong(
            pattern.span,
            "EXPR-446",
            f'The type "{kind.name}" knows its own shape',
            "Write type: reference, or leave pattern and example out",
        )
        return None
    try:
        if not fits(pattern.text, example.text):
            writer.wrong(
                example.span,
                "EXPR-447",
                f'The example "{example.text}" does not have the shape "{pattern.text}"',
                "Change one of the two, so that the example fits",
                "A citizen who copies the example would be refused",
            )
    except BadPattern as problem:
        writer.wrong(
            pattern.span,
            "EXPR-446",
            f'The pattern "{pattern.text}" cannot be used: {problem}',
            "Write which letters and digits are wanted, as in: [A-Z]{2}[0-9]{6}",
            "No answer could be checked against it",
        )
        return None
    return same(Bounds(pattern=pattern.text, example=example.text))


_NOWHERE = Env({}, datetime(1, 1, 1, tzinfo=UTC))
_SOME_DAY = Env({}, datetime(2026, 6, 15, tzinfo=UTC))
"""Written-out bounds look at nothing."""
