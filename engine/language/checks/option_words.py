"""Words that choose an option, and mean something else at the same question: another option, a line's number, a command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.answers.choice import number_meant
from engine.domain.commands import TOLD
from engine.domain.comparing import fold_label as fold
from engine.language import nodes
from engine.language.findings import Finding, warning
from engine.language.model.flow import Flow, StepNode
from engine.language.model.names import entries_at, items_at
from engine.language.model.sidecar import path_of
from engine.language.own import Own
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.whole import Whole, rows_of

_COMMANDS = {fold(word): command for command, words in TOLD.items() for word in words}


class _Word(NamedTuple):
    """A word that chooses an option. place: the option's number on screen; label: whether it is what the option is called."""

    said: nodes.Scalar
    option: str
    place: int
    label: bool
    bound: bool


def check_option_words(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield, once an option, the first of its words that a citizen would type in vain, or that hides a command.

    A label stands on the screen, so it always means its own option; what stands under `also` loses against a label, a number and
    the same word of another option. Options that are never offered together may share words.
    """
    yield from _in_flow(own.service.flow, own.reading)


def check_shared_option_words(whole: Whole) -> Iterator[Finding]:
    """Yield what `check_option_words` finds in families and fragments."""
    for flow in whole.shared_flows():
        yield from _in_flow(flow, whole.reading)


def _in_flow(flow: Flow, reading: Reading) -> Iterator[Finding]:
    languages = frozenset(reading.world.state.languages)
    for row in rows_of(flow):
        for step in row:
            for part in _choices(step):
                yield from _collisions(flow, list(_words(part, languages)))


def _choices(step: StepNode) -> Iterator[nodes.Mapping]:
    """Yield the question, or those a list of records is asked by, that offer options written in the file."""
    if step.get("options") is not None:
        yield step.node
    for part in items_at(step.node, "each"):
        if isinstance(part, nodes.Mapping) and part.get("options") is not None:
            yield part


def _words(node: nodes.Mapping, languages: frozenset[str]) -> Iterator[_Word]:
    for place, (name, option) in enumerate(entries_at(node, "options"), 1):
        if not isinstance(option, nodes.Mapping):
            continue
        bound = option.get("only_if") is not None
        for key, said in option.entries:
            if key.text in languages and isinstance(said, nodes.Scalar):
                yield _Word(said, name.text, place, True, bound)
        for said in items_at(option, "also"):
            if isinstance(said, nodes.Scalar):
                yield _Word(said, name.text, place, False, bound)


def _collisions(flow: Flow, words: list[_Word]) -> Iterator[Finding]:
    owners: dict[str, _Word] = {}
    for word in sorted(words, key=lambda each: not each.label):
        owners.setdefault(fold(word.said.text), word)
    told: set[str] = set()
    for word in words:
        problem = _problem(word, owners) if word.option not in told else None
        if problem is not None:
            told.add(word.option)
            yield _told(flow, word, problem)


def _problem(word: _Word, owners: dict[str, _Word]) -> tuple[str, str] | None:
    """Return what else a word means, and what comes of it."""
    plain = fold(word.said.text)
    owner, command = owners[plain], _COMMANDS.get(plain)
    if owner.option != word.option and not (owner.bound and word.bound):
        return f'is a word of "{owner.option}" too', "A citizen who types it would be asked again"
    number = None if word.label else number_meant(plain)
    if number is not None and number != word.place:
        return (
            f"means line {number} on the screen",
            "A citizen who types it would choose something else",
        )
    if command is not None:
        return (
            f'means "{command}" at every other question',
            "A citizen who wants that would choose an option instead",
        )
    return None


def _told(flow: Flow, word: _Word, problem: tuple[str, str]) -> Finding:
    what, why = problem
    return warning(
        path_of(word.said, flow.path),
        word.said.span,
        "TEXT-529",
        f'"{word.said.text}" chooses "{word.option}" here, and {what}',
        why,
        "Choose another word, or delete it" if not word.label else "Choose another word",
    )
