"""What is shown beside the cursor: what a key means, the type of an answer, what a finding says, how a text looks in WhatsApp."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.domain.types import Choice, Choices, ListOf, Record, Type
from engine.language import nodes
from engine.language.codes import CODES
from engine.language.expressions import describe, resolve
from engine.language.findings import Finding
from engine.language.source import Span
from engine.lsp.book import Book, StepPlace, holds, node_at, spans, verbs_of
from engine.lsp.bubble import bubbles
from engine.lsp.mentions import LISTS, Mention, Role
from engine.lsp.naming import mention_at
from engine.lsp.view import View

RULE = "\n\n---\n\n"


def hover(
    view: View, book: Book, line: int, column: int, findings: Iterable[Finding]
) -> tuple[str, Span] | None:
    """Return Markdown and the place it is about, or nothing. line, column: of the cursor, from 1."""
    wrong = [each for each in findings if holds(each.span, line, column)]
    told = [_finding(each) for each in wrong]
    place = wrong[0].span if wrong else None
    found = (
        next(
            ((p, node, key) for p, node, key in spans(book.tree) if holds(node.span, line, column)),
            None,
        )
        if book.tree
        else None
    )
    if found is not None:
        path, node, is_key = found
        mention = None if is_key else mention_at(view, book, line, column)
        if mention is not None and (about := mentioned(book, mention)):
            told.append(about)
            place = place or mention.span
        told += _in_place(view, book, path, node, is_key=is_key)
        place = place or node.span
    said = RULE.join(filter(None, told))
    return (said, place) if said and place else None


def _in_place(
    view: View, book: Book, path: tuple[str | int, ...], node: nodes.Scalar, *, is_key: bool
) -> list[str]:
    """Return what is known of a key, of a text, or of the step that is defined here."""
    verbs = verbs_of(book.tree)
    if is_key:
        shape = view.shapes.at(book.place.kind, path, verbs)
        preview = (
            bubbles(book, path, shape) if shape and shape.is_a("parts/words.schema.json") else ""
        )
        return [shape.help if shape else "", preview]
    if path[-1:] == ("id",):
        step = next((each for each in book.steps if each.id.span == node.span), None)
        return [about_step(book, step)] if step else []
    around = view.shapes.at(book.place.kind, path[:-1], verbs)
    preview = bubbles(book, path[:-1], around) if isinstance(path[-1], str) else ""
    languages = (*book.world.state.languages, "te", "en", "hi", "ur")
    return [preview] if path and path[-1] in languages and path[:1] != ("find",) else []


def _finding(finding: Finding) -> str:
    known = CODES.get(finding.code)
    parts = [f"**{finding.code}** {finding.message}"]
    parts += [finding.why or (known.why if known else "")]
    parts += [f"*{finding.fix}*" if finding.fix else ""]
    parts += [f"{known.title}: {known.what}" if known else ""]
    return "\n\n".join(filter(None, parts))


def mentioned(book: Book, mention: Mention) -> str:
    """Return what a name stands for."""
    name, world = mention.name, book.world
    match mention.role:
        case Role.TARGET:
            return _target(book, name)
        case Role.ANSWER:
            return _answer(book, name)
        case Role.OPERATION:
            found = world.operation(name)
            if found is None:
                return ""
            _, operation = found
            needs, gives = _fields(operation.needs), _fields(operation.gives)
            head = f"**{name}** ({operation.effect})\n\nneeds {needs}\n\ngives {gives}"
            return f"{head}\n\noutcomes: {', '.join(operation.outcome_names())}"
        case Role.FRAGMENT:
            fragment = world.fragments.get(name)
            if fragment is None:
                return ""
            gives = ", ".join(each.text for each in fragment.gives) or "nothing"
            ways = ", ".join(each.text for each in fragment.outcomes)
            return f"**{name}**: shared steps\n\nneeds {_fields(fragment.needs)}\n\ngives {gives}\n\noutcomes: {ways}"
        case Role.LIST:
            listing = world.lists.get(name.removeprefix(LISTS))
            return (
                f"**{name}**: {len(listing.rows)} rows with {_fields(listing.item.fields)}"
                if listing
                else ""
            )
    return ""


def _target(book: Book, name: str) -> str:
    if name == "next":
        return "**next**: the step that follows in the file"
    step = book.step(name)
    if step is not None:
        return about_step(book, step)
    shared = book.shared_ends.get(name)
    end = shared.node if shared else node_at(book.flow, ("ends", name))
    result = end.get("result") if isinstance(end, nodes.Mapping) else None
    where = f" ({shared.path})" if shared else ""
    return f"**{name}**: an end, {result.text}{where}" if isinstance(result, nodes.Scalar) else ""


def _answer(book: Book, name: str) -> str:
    kind = resolve(book.types, name)
    if kind is None:
        return ""
    return f"**{name}**: {_kind(kind)}"


def about_step(book: Book, step: StepPlace) -> str:
    """Return what a step does, what it asks, and of what type its answer is."""
    said = step.node.get(step.verb) if step.verb else None
    kind = resolve(book.types, step.id.text)
    parts = [f"**{step.id.text}**: {step.verb}"]
    if isinstance(said, nodes.Mapping):
        words = [value.text for _, value in said.entries if isinstance(value, nodes.Scalar)]
        parts += words
    elif isinstance(said, nodes.Scalar):
        parts.append(f"`{said.text}`")
    if kind is not None:
        parts.append(f"gives {_kind(kind)}")
    return "\n\n".join(parts)


def _kind(kind: Type) -> str:
    """Return a type in an officer's words, with its options or parts."""
    if isinstance(kind, Choice | Choices):
        shown = (
            f"`{each}` {' / '.join(kind.labels.get(each, {}).values())}".rstrip()
            for each in kind.options
        )
        return f"{describe(kind)}: {', '.join(shown)}"
    if isinstance(kind, Record):
        return f"{describe(kind)}: {_fields(kind.fields)}"
    if isinstance(kind, ListOf):
        return f"{describe(kind)} of {_fields(kind.item.fields)}"
    return describe(kind)


def _fields(fields: Mapping[str, Type]) -> str:
    return ", ".join(f"`{name}` ({describe(kind)})" for name, kind in fields.items()) or "nothing"
