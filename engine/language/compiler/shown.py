"""Answers as a review or an officer sees them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.types import ListOf, Record, Secret, Type
from engine.language.compiled import ShownAnswer
from engine.language.compiler.draft import same_words
from engine.language.compiler.questions import words_for
from engine.language.compiler.writer import Writer
from engine.language.expressions import names_in, resolve
from engine.language.expressions.kinds import describe
from engine.language.model.names import Name
from engine.language.nearest import suggest


def shown_answers(names: Iterable[Name], writer: Writer) -> tuple[ShownAnswer, ...]:
    """Return the answers of these names; a fragment's name stands for all its answers."""
    found: list[ShownAnswer] = []
    for name in names:
        found += _shown(name, writer)
    return tuple(found)


def _shown(name: Name, writer: Writer) -> list[ShownAnswer]:
    asked = writer.draft.asked
    full = writer.frame.full(name.text)
    single = asked.get(full)
    if single is not None:
        return [single] if _may_be_kept(name, single.type, writer) else []
    group = [each for key, each in asked.items() if key.startswith(full + ".")]
    return group or _value(name, full, writer)


def _may_be_kept(name: Name, kind: Type, writer: Writer) -> bool:
    if not isinstance(kind, Secret):
        return True
    writer.wrong(
        name.span,
        "PRIV-902",
        f'"{name.text}" is a code, which is only for the department that sent it',
        "Delete it here",
        "It would be kept longer than it is good for",
    )
    return False


def _value(name: Name, full: str, writer: Writer) -> list[ShownAnswer]:
    """A value that is no answer of the citizen: a fee, what a call gave."""
    kind = resolve(writer.scope, full)
    if writer.draft.is_broken(full):
        return []
    if kind is None:
        writer.wrong(
            name.span,
            "EXPR-410",
            f'There is nothing called "{name.text}" here',
            suggest(name.text, names_in(writer.scope)),
            "It would be missing there",
        )
        return []
    if isinstance(kind, Record | ListOf):
        writer.wrong(
            name.span,
            "TEXT-504",
            f'"{name.text}" is {describe(kind)}, which has no form in words',
            "Name a single value",
        )
        return []
    writer.note(full)
    languages = writer.draft.languages
    title = same_words(name.text.rpartition(".")[2].replace("_", " "), languages)
    return [
        ShownAnswer(
            name=full, step="", title=title, type=kind, words=words_for(full, kind, languages)
        )
    ]
