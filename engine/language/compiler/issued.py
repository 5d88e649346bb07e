"""What an `issue` step puts into its certificate: each value under a field the kind has, in a form and a length that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.domain import types
from engine.domain.rendering import longest_rendering
from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import Value
from engine.language.compiler.given import Given
from engine.language.compiler.writer import Writer
from engine.language.expressions import describe
from engine.language.expressions.env import Env, Unset
from engine.language.model.certificate import CertificateKind, Field
from engine.language.model.flow import StepNode
from engine.language.nearest import suggest

ANY_DEPARTMENT: Final = "state"
_LANGUAGES: Final = ("te", "en")
_BETWEEN: Final = len(" / ")
_REFUSED = "The certificate would be refused after everything is paid and approved, and nobody could issue it"


def issued_kind(step: StepNode, writer: Writer) -> CertificateKind | None:
    """Return the kind a step issues, or nothing with a finding."""
    said = step.said
    if not isinstance(said, nodes.Scalar):
        return None
    known = writer.draft.world.certificates
    kind = known.get(said.text)
    if kind is None:
        writer.wrong(
            said.span,
            "CERT-1101",
            f'There is no certificate called "{said.text}"',
            suggest(said.text, known) or f"Add _shared/certificates/{said.text}.yaml",
        )
        return None
    writer.draft.uses.add(kind.path)
    department = writer.draft.service.department
    others = writer.draft.world.departments.keys() - {department}
    if kind.signed_by in others and department != "_shared":
        writer.wrong(
            said.span,
            "CERT-1106",
            f'"{kind.name}" is signed by "{kind.signed_by}", and this is a service of "{department}"',
            f"Name a certificate of this department, or write in {kind.path}: signed_by: {department}",
        )
    return kind


def fields_of(step: StepNode, kind: CertificateKind | None, writer: Writer) -> dict[str, Value]:
    """Return what is put into each field; what does not fit is a finding. kind: nothing where it is not known."""
    given = Given(step.path, step.get("with"), step.said.span, None, "")
    if kind is None:
        return {name.text: writer.value(node) for name, node in given.entries()}
    wanted, found = kind.by_name(), {}
    unknown = False
    for name, node in given.entries():
        field = wanted.get(name.text)
        if field is not None and field is kind.photograph:
            value, type_ = writer.unsaid().typed_value(node)
            value = _if_there(value)
        else:
            value, type_ = writer.typed_value(node)
        if isinstance(type_, types.Document) and kind.photograph is None:
            unknown = True
            _no_photograph(kind, name.text, node, writer)
        elif field is None:
            unknown = True
            writer.wrong(
                name.span,
                "CERT-1102",
                f'"{kind.name}" has no field "{name.text}"',
                suggest(name.text, [each for each in wanted if each not in found]) or "Delete it",
            )
        else:
            if type_ is not None:
                _judge(field, type_, node, writer)
            found[name.text] = _in_words(value, type_)
    missing = [each.name for each in kind.fields if each.required and each.name not in found]
    if missing and not unknown:
        listed = ", ".join(f'"{name}"' for name in missing)
        writer.wrong(
            step.said.span,
            "CERT-1103",
            f'"{kind.name}" cannot be issued without {listed}',
            f"Add to with: {missing[0]}",
        )
    return found


def _no_photograph(kind: CertificateKind, name: str, node: nodes.Node, writer: Writer) -> None:
    """Note a picture or a file for a paper that prints none."""
    writer.wrong(
        node.span,
        "CERT-1107",
        f'"{kind.name}" prints no photograph, and "{name}" is given one',
        f"Delete it, or declare it in {kind.path}: as: photograph",
        _REFUSED,
    )


def _judge(field: Field, kind: Type, node: nodes.Node, writer: Writer) -> None:
    """Note a value that does not fit its field: by its type, or by its length."""
    wanted = _wanted(field, kind)
    if wanted:
        writer.wrong(
            node.span,
            "CERT-1104",
            f'"{field.name}" is printed as {wanted}, and this is {describe(kind)}',
            "Give another answer, or change how the certificate shows the field",
            _REFUSED,
        )
        return
    for name, size, room in _longest(kind, field):
        if size <= room:
            continue
        writer.wrong(
            node.span,
            "CERT-1105",
            f'"{name}" may have {size} characters; the certificate has room for {room}',
            "Bound the answer where it is asked, as in text(..40), or give the field more room: most",
            _REFUSED,
        )


def _wanted(field: Field, kind: Type) -> str:
    """Return what a field needs where the value is something else, else nothing."""
    if field.shown_as == "rows":
        columns = ", ".join(column.name for column in field.columns)
        return "" if _has_columns(field, kind) else f"a list of records with {columns}"
    if field.lines:
        return "" if isinstance(kind, types.ListOf) else "a list"
    fitting, words = _FITTING.get(field.shown_as, (_AS_TEXT, "a text"))
    return "" if isinstance(kind, fitting) else words


def _has_columns(field: Field, kind: Type) -> bool:
    """Tell whether these are records, each with all columns of the table."""
    return isinstance(kind, types.ListOf) and all(
        isinstance(kind.item.fields.get(column.name), _IN_A_CELL) for column in field.columns
    )


_IN_A_CELL = (types.Text, types.Label, types.Number, types.Date, types.Time, types.Moment)
_AS_TEXT = (*_IN_A_CELL, types.Duration, types.YesNo, types.Choice, types.Choices, types.Record)
_FITTING: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "money": ((types.Money,), "money"),
    "date": ((types.Date,), "a day"),
    "photograph": ((types.Document,), "a photograph"),
}
_IN_BOTH = (types.Label, types.Time, types.YesNo, types.Choice, types.Choices)


def _longest(kind: Type, field: Field) -> Iterator[tuple[str, int, int]]:
    """Yield how many characters a value takes on the paper at most, and how many have room; of a table, for each column."""
    if field.shown_as == "text":
        yield field.name, _size(kind), field.most
    if isinstance(kind, types.ListOf):
        for column in field.columns:
            size = _size(kind.item.fields[column.name])
            yield f"{field.name}.{column.name}", size, column.most


def _size(kind: Type) -> int:
    """Return how many characters a value takes on the paper at most; of a list, how many a line."""
    match kind:
        case types.ListOf(item=item):
            return _size(item)
        case types.Record(fields=fields) if set(_LANGUAGES) <= set(fields):
            return sum(_size(fields[each]) for each in _LANGUAGES) + _BETWEEN
        case types.Record(fields=fields):
            parts = [_size(part) for name, part in fields.items() if name != "code"]
            return sum(parts) + 2 * max(len(parts) - 1, 0)
        case types.Document() | types.Location() | types.Secret():
            return 0
    sizes = [longest_rendering(kind, language) for language in _LANGUAGES]
    return sum(sizes) + _BETWEEN if isinstance(kind, _IN_BOTH) else max(sizes)


def _if_there(value: Value) -> Value:
    """Return a value that gives nothing where it is missing: the paper then has an empty frame for the photograph."""

    def found(env: Env) -> Any:
        try:
            return value(env)
        except Unset:
            return None

    return found


def _in_words(value: Value, kind: Type | None) -> Value:
    """Return a value that gives the words of an option instead of its key: the certificate prints them in both languages."""
    if not isinstance(kind, types.Choice | types.Choices) or not kind.labels:
        return value
    labels: Mapping[str, Mapping[str, str]] = kind.labels

    def words(env: Env) -> Any:
        chosen = value(env)
        if isinstance(chosen, str):
            return dict(labels.get(chosen, {})) or chosen
        return [dict(labels.get(each, {})) or each for each in chosen or ()]

    return words
