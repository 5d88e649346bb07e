"""From the errors of a JSON Schema to findings: the one that was meant, at its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from jsonschema import ValidationError

from engine.language.findings import Finding, error
from engine.language.nearest import Fix, nearest, suggest
from engine.language.nodes import Mapping as MappingNode
from engine.language.nodes import Node, Scalar, Sequence, to_plain
from engine.language.shape_words import FORBIDDEN, Failure, owner, sentence
from engine.language.source import Span

_UNKNOWN_KEYS = ("additionalProperties", "unevaluatedProperties")

Meant = Mapping[tuple[Any, str], str]
"""(Place, unknown key) to the missing key it was probably meant to be."""


def findings_of(
    errors: Iterable[ValidationError], root: Node, path: str, top: Mapping[str, Any]
) -> Iterator[Finding]:
    """Yield one finding for each slip among the errors of one tree. top: the schema of the whole tree."""
    failures = [_failure(leaf, root, top) for problem in errors for leaf in _leaves(problem)]
    failures = [each for each in failures if not _follows(each, failures)]
    meant = _meant_keys(failures)
    found = {(place, key) for (place, _), key in meant.items()}
    for failure in failures:
        if failure.extra:
            yield from _unknown_keys(failure, root, path, meant)
        elif not any((failure.steps, key) in found for key in failure.lacking):
            code, message, fix = sentence(failure)
            yield error(path, _place(failure, root), code, message, "", fix)


def _follows(failure: Failure, others: list[Failure]) -> bool:
    """Tell whether a failure only follows from another: too few keys where one is missing, too many where one is unknown, a key that is
    needed beside one that is mistyped, a value under a mistyped key."""
    same = [each for each in others if each is not failure and each.steps == failure.steps]
    missing = {each.missing for each in same if each.missing}
    unknown = any(each.extra for each in same)
    above = failure.steps[:-1]
    match failure.rule:
        case "dependentRequired":
            return bool(missing.intersection(failure.lacking))
        case "minProperties":
            return bool(missing) and bool(failure.found)
        case "maxProperties":
            return unknown
        case "required":
            return failure.conditional and unknown
        case rule if rule == FORBIDDEN:
            return any(each.steps[: len(above)] == above for each in others if each is not failure)
    key = str(failure.steps[-1]) if failure.steps else ""
    lost = [each.missing for each in others if each.missing and each.steps == above]
    return bool(nearest(key, lost))


def _leaves(problem: ValidationError) -> list[ValidationError]:
    """Return the errors to speak about: within alternatives, those of the one that was meant, if that is clear."""
    if problem.validator not in ("oneOf", "anyOf") or not problem.context:
        return [problem]
    branches: dict[Any, list[ValidationError]] = {}
    for inner in problem.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [errors for errors in branches.values() if not any(map(_is_other_kind, errors))]
    if len(meant) != 1:
        return [problem]
    return [leaf for inner in meant[0] for leaf in _leaves(inner)]


def _is_other_kind(problem: ValidationError) -> bool:
    """Tell whether an alternative was never meant: already the kind of value, or its fixed word, is another."""
    depth = len(problem.path)
    wrong_here = depth == 0 and problem.validator in ("type", "const", "enum")
    return wrong_here or (depth == 1 and problem.validator == "const")


def _failure(problem: ValidationError, root: Node, top: Mapping[str, Any]) -> Failure:
    """Return an error in our words. top: the schema of the whole tree, whose title and keys a part of it goes by."""
    schema = cast(
        "Mapping[str, Any]", problem.schema if isinstance(problem.schema, Mapping) else {}
    )
    if not problem.absolute_path and schema is not top and "properties" not in schema:
        schema = {**{key: top[key] for key in ("title", "properties") if key in top}, **schema}
    rule, limit, found = (
        str(problem.validator),
        cast("Any", problem.validator_value),
        problem.instance,
    )
    missing = ""
    extra: tuple[str, ...] = ()
    if rule == "required":
        start = problem.message.removesuffix(" is a required property")
        missing = next((key for key in limit if repr(key) == start), "")
    elif rule in _UNKNOWN_KEYS:
        extra = _extra(rule, schema, cast("Mapping[str, Any]", found), problem.message)
    steps = tuple(problem.absolute_path)
    if rule == "None":  # what a schema of `false` calls itself
        rule, steps = FORBIDDEN, (*steps, *_forbidden(root, steps, found))
    in_key = "propertyNames" in problem.absolute_schema_path
    conditional = bool({"then", "else"}.intersection(map(str, problem.absolute_schema_path)))
    return Failure(rule, limit, schema, found, steps, in_key, missing, extra, conditional)


def _forbidden(root: Node, steps: tuple[str | int, ...], found: Any) -> tuple[str, ...]:
    """Return the key that may not stand here beside the others: what checks the schema only tells its value."""
    node = _node(root, steps)
    entries = node.entries if isinstance(node, MappingNode) else ()
    return tuple(key.text for key, value in entries if to_plain(value) == found)[:1]


def _extra(
    rule: str, schema: Mapping[str, Any], found: Mapping[str, Any], message: str
) -> tuple[str, ...]:
    """Return the keys that a schema does not allow, in the order of the file."""
    if rule == "additionalProperties" and not schema.get("patternProperties"):
        known = schema.get("properties", {})
        return tuple(key for key in found if key not in known)
    return tuple(key for key in found if repr(key) in message)


def _meant_keys(failures: list[Failure]) -> Meant:
    missing: dict[Any, list[str]] = {}
    for failure in failures:
        missing.setdefault(failure.steps, []).extend(failure.lacking)
    meant = {}
    for failure in failures:
        for key in failure.extra:
            close = nearest(key, missing.get(failure.steps, ()), 1)
            if close:
                meant[failure.steps, key] = close[0]
    return meant


def _unknown_keys(failure: Failure, root: Node, path: str, meant: Meant) -> Iterator[Finding]:
    node = _node(root, failure.steps)
    known = failure.schema.get("properties", {})
    free = [name for name in known if name not in failure.found]
    for key in failure.extra:
        written = node.key(key) if isinstance(node, MappingNode) else None
        span = written.span if written else node.span
        instead = meant.get((failure.steps, key))
        fix = (
            Fix(f'Change it to "{instead}"', key, instead)
            if instead
            else suggest(key, free or known)
        )
        message = f'"{key}" is not a key of {owner(failure)}'
        yield error(path, span, "SHAPE-201", message, "", fix or "Delete it")


def _node(root: Node, steps: Iterable[str | int]) -> Node:
    node = root
    for step in steps:
        if isinstance(node, MappingNode) and isinstance(step, str):
            node = node.by_name[step]
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
    return node


def _place(failure: Failure, root: Node) -> Span:
    """Return where to point: the value; for keys that are missing or too few, the key it all belongs to."""
    node = _node(root, failure.steps)
    if isinstance(node, Scalar) and (node.text or node.quoted):
        return node.span
    if failure.in_key and isinstance(node, MappingNode):
        key = node.key(str(failure.found))
        return key.span if key else node.span
    holder = _node(root, failure.steps[:-1])
    if isinstance(holder, MappingNode) and failure.steps:
        key = holder.key(str(failure.steps[-1]))
        return key.span if key else node.span
    if isinstance(node, MappingNode) and node.entries:
        return node.entries[0][0].span
    return node.span
