"""What has happened on a way, beside the answers it left: something was paid, approved, agreed to, or an amount was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.types import Money
from engine.language import nodes
from engine.language.assignment.uses import INSIDE, LINE, OUT, PART, Use
from engine.language.compiled import ApproveStep, ConfirmStep, PayStep, RefundStep
from engine.language.compiler.draft import Draft, Written
from engine.language.compiler.layout import Laid
from engine.language.compiler.once import read_expression
from engine.language.compiler.scope import names_of, rename_tree
from engine.language.findings import Finding
from engine.language.program import Program
from engine.language.source import Span, covers

PAID, APPROVED = "paid", "approved"
WHENEVER = "*"
"""Stands for a way: any on which the step was carried out."""
GOOD = ""


class Milestone(NamedTuple):
    """On which way something comes about. about: the good outcome, another outcome, an option, or any; undone: then it holds no more."""

    name: str
    step: str
    about: str = GOOD
    undone: bool = False


def left_by(fragment: str, outcome: str) -> str:
    """Return what it is called that a fragment was left by this outcome."""
    return f"{fragment} {outcome}"


def told_of(name: str) -> str:
    """Return what it is called that a value was put before the citizen."""
    return f"told {name}"


def milestones_of(draft: Draft, program: Program) -> Iterator[Milestone]:
    """Yield everything that may come about in a service."""
    for step in program.steps:
        match step:
            case PayStep():
                yield Milestone(PAID, step.id)
            case RefundStep():
                yield Milestone(PAID, step.id, WHENEVER, undone=True)
            case ApproveStep() if step.good == APPROVED:
                yield Milestone(APPROVED, step.id)
            case _:
                pass
    for laid in draft.laid:
        if laid.frame.fragment and laid.role == "step":
            yield from _left(laid, draft)
    yield from _told(draft, program)


def _left(laid: Laid, draft: Draft) -> Iterator[Milestone]:
    """Where a fragment's own step leads to one of its outcomes."""
    fragment, step = laid.frame.fragment, laid.step
    outcomes = [each.text for each in draft.world.fragments[fragment].outcomes]
    ways = [(GOOD, step.get("then"))]
    options, others = step.get("options"), step.get("outcomes")
    if isinstance(options, nodes.Mapping):
        ways += [
            (key.text, option.get("then"))
            for key, option in options.entries
            if isinstance(option, nodes.Mapping)
        ]
    if isinstance(others, nodes.Mapping):
        ways += [(key.text, way) for key, way in others.entries]
    for about, target in ways:
        if isinstance(target, nodes.Scalar) and target.text in outcomes:
            yield Milestone(left_by(fragment, target.text), laid.id, about)


# -- amounts -----------------------------------------------------------------------------------------------------------


def amounts_in(laid: Laid, draft: Draft, program: Program) -> tuple[str, ...]:
    """Return the names of the amounts that the value of a `pay` or `set` step is made of."""
    said = laid.step.said
    if not isinstance(said, nodes.Scalar):
        return ()
    written = read_expression(said.text, said.span, laid.frame.path)
    if isinstance(written, Finding):
        return ()
    names = names_of(rename_tree(written, laid.frame, frozenset()).root)
    return tuple(
        dict.fromkeys(
            name
            for name in names
            if name not in draft.constants
            and (name in program.computed or isinstance(program.types.get(name), Money))
        )
    )


def _told(draft: Draft, program: Program) -> Iterator[Milestone]:
    """Where the amounts that are asked for, or what they are made of, stand in words a citizen reads."""
    wanted = _wanted(draft, program)
    if not wanted:
        return
    for step, uses in draft.uses_in.items():
        for use in uses:
            if (name := _named(step, use)) in wanted:
                yield from _read_in_words(name, step, use, draft)
    for built in program.steps:
        for shown in built.shows if isinstance(built, ConfirmStep) else ():
            if shown.name in wanted:
                yield Milestone(told_of(shown.name), built.id, WHENEVER)


def _read_in_words(name: str, step: str, use: Use, draft: Draft) -> Iterator[Milestone]:
    about = _moment(use)
    if about is not None and _in_every_language(use, draft):
        yield Milestone(told_of(name), step, about)


def _wanted(draft: Draft, program: Program) -> frozenset[str]:
    laid = {each.id: each for each in draft.laid}
    waiting = [each for each in draft.laid if each.step.verb == "pay" and each.role == "step"]
    found: set[str] = set()
    while waiting:
        for name in amounts_in(waiting.pop(), draft, program):
            if name not in found:
                found.add(name)
                if name in laid and laid[name].step.verb == "set":
                    waiting.append(laid[name])
    return frozenset(found)


def _in_every_language(use: Use, draft: Draft) -> bool:
    """Tell whether this read stands in a text that has the name in each language of the service."""
    place = use.place
    return isinstance(place, Span) and any(
        written.path == use.path
        and covers(written.span, place)
        and all(
            language not in written.spans or use.name in _names(written, language)
            for language in draft.languages
        )
        for written in draft.written
    )


def _names(written: Written, language: str) -> frozenset[str]:
    template = written.texts.get(language)
    return frozenset(each.name for each in template.names) if template is not None else frozenset()


def _named(step: str, use: Use) -> str:
    """A label of the rows to choose from tells what the chosen row has."""
    return f"{step}.{use.name.partition('.')[2]}" if use.row else use.name


def _moment(use: Use) -> str | None:
    if use.slot.startswith(OUT):
        return use.slot.removeprefix(OUT)
    return WHENEVER if use.slot in (INSIDE, LINE) or use.slot.startswith(PART) else None
