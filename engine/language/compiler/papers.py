"""The papers of a service: what is uploaded, what is only brought along, what will also do."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiled import Paper
from engine.language.compiler.writer import Writer
from engine.language.model.names import entries_at, items_at, words_of

NOT_WORDS = ("only_if", "or", "bring")


def read_papers(writer: Writer) -> tuple[Paper, ...]:
    """Return the papers of the header, without those that never apply."""
    found = []
    for name, node in entries_at(writer.draft.flow.node, "documents"):
        if not isinstance(node, nodes.Mapping):
            continue
        only_if = writer.condition(node.get("only_if"), f"paper {name.text}")
        writer.aside().text(node, what=f'"{name.text}"', skip=NOT_WORDS)
        bring = node.get("bring")
        if only_if is not False:
            found.append(
                Paper(
                    id=name.text,
                    label={
                        key: words for key, words in words_of(node).items() if key not in NOT_WORDS
                    },
                    only_if=None if only_if is True else only_if,
                    upload=not (isinstance(bring, nodes.Scalar) and bring.value is True),
                    alternatives=tuple(words_of(item) for item in items_at(node, "or")),
                )
            )
    return tuple(found)
