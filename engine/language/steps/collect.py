"""collect: asks for every paper of the header that applies."""

from __future__ import annotations

from typing import Any

from engine.domain.answers import BY_NAME, Bounds
from engine.domain.types import Document, Record, Type
from engine.language.compiled import CollectStep, Paper, Text
from engine.language.compiler import questions
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.papers import read_papers
from engine.language.compiler.patience import patience
from engine.language.compiler.writer import Writer
from engine.language.model.names import entries_at

VERB = "collect"
ASKED_AGAIN = True
GIVES = True

_TITLE = {"te": "పత్రాలు", "en": "Papers"}


def ways(laid: Laid, writer: Writer) -> Ways:
    """Papers have no outcome."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return a record with a document for each paper that is uploaded; each may be missing."""
    names = [name.text for name, _ in entries_at(writer.draft.flow.node, "documents")]
    return Record({name: Document() for name in names}, frozenset(names))


def build(laid: Laid, writer: Writer, common: Common) -> CollectStep:
    """Return the step."""
    step = laid.step
    if not entries_at(writer.draft.flow.node, "documents"):
        writer.wrong(
            step.said.span,
            "FLOW-309",
            "The file has no documents to collect",
            "Add documents: to the head of the file",
        )
    papers = read_papers(writer)
    title = questions.title(step, writer, _title(writer.draft.languages))
    questions.show(
        laid,
        writer,
        title,
        gives(laid, writer) or Record({}),
        _listed(laid.id, papers, writer.draft.languages),
    )
    return CollectStep(
        **common,
        papers=papers,
        kind=BY_NAME["document"],
        bounds=Bounds(options=("pdf", "jpeg", "png", "5 MB")),
        patience=patience(step, writer),
    )


def _title(languages: tuple[str, ...]) -> Text:
    return {language: _always(_TITLE.get(language, _TITLE["en"])) for language in languages}


def _always(words: str) -> Any:
    return lambda values: words


def _listed(name: str, papers: tuple[Paper, ...], languages: tuple[str, ...]) -> Text:
    return {
        language: questions.with_value(name, _names(papers, language)) for language in languages
    }


def _names(papers: tuple[Paper, ...], language: str) -> Any:
    return lambda _values, given: ", ".join(
        paper.label.get(language, paper.id) for paper in papers if given.get(paper.id)
    )
