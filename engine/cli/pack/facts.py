"""What a service says as a fact of the government (fees, times, papers, limits), each with its source and whether it was checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from engine.language import nodes
from engine.language.figures import ANY, figures_in, steps_in
from engine.language.files import FileKind, place_of
from engine.language.model.facts import Source, read_sources, source_of
from engine.language.model.names import entries_at, items_at, mapping_at, text_at, words_of
from engine.language.program import Program
from engine.language.style.words import sentences

ROW_WORDS = ("from", "order", "state", "source")
"""What a dated row says besides its amounts."""
NO_SOURCE = "no source is written"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the service states. what: in words; value: as written; since: from when it holds; state: `checked`, `sample` or empty."""

    what: str
    value: str
    source: str
    state: str
    since: str = ""
    read_on: str = ""
    check_again_by: str = ""


def facts(
    program: Program, files: Mapping[str, bytes], languages: tuple[str, ...]
) -> tuple[Fact, ...]:
    """Return the facts a program stands on, from the files it was made of."""
    parsed = {
        path: nodes.parse(files[path], path).node for path in program.sources if path in files
    }
    own = {path: node for path, node in parsed.items() if isinstance(node, nodes.Mapping)}
    flows = [*_of_kind(FileKind.SERVICE, own), *_of_kind(FileKind.FAMILY, own)]
    sources = tuple(source for each in flows for source in each.sources)
    found = [*_of_service(program, sources, languages)]
    found += [fact for each in flows for fact in _limits(each.node, sources)]
    found += [fact for each in flows for fact in _said(each.node, sources, languages)]
    own_ends = {name.text for each in flows for name, _ in entries_at(each.node, "ends")}
    shared = {f"Said: {name}" for name in program.ends.keys() - own_ends}
    for each in _of_kind(FileKind.ENDS, own):
        found += (fact for fact in _said(each.node, sources, languages) if fact.what in shared)
    used = frozenset(name for each in flows for name in _tables(each.node))
    for each in (*_of_kind(FileKind.FEES, own), *flows):
        found += _amounts(each, used, languages)
    for each in _of_kind(FileKind.LISTS, own):
        found += _lists(each, program.sources)
    return tuple(dict.fromkeys(found))


class _File(NamedTuple):
    """A file and its sources."""

    path: str
    node: nodes.Mapping
    sources: tuple[Source, ...]


def _of_kind(kind: FileKind, own: Mapping[str, nodes.Mapping]) -> tuple[_File, ...]:
    return tuple(
        _File(path, node, read_sources(kind, node, path, []))
        for path, node in own.items()
        if (place := place_of(path)) and place.kind is kind
    )


def _tables(node: nodes.Mapping) -> Iterator[str]:
    """Yield the names of the fee tables a flow asks."""
    for _, each in entries_at(node, "fees"):
        if isinstance(each, nodes.Mapping):
            yield text_at(each, "table") or text_at(each, "amounts")


def _of_service(
    program: Program, sources: tuple[Source, ...], languages: tuple[str, ...]
) -> Iterator[Fact]:
    title = ", ".join(_words(program.title, languages))
    yield _fact("The service", title, source_of("", sources))
    if program.takes:
        yield _fact("How long it takes", program.takes, source_of("takes", sources))
    for paper in program.papers:
        how = "is sent" if paper.upload else "is brought along"
        if paper.only_if is not None:
            how += ", where it applies"
        words = " / ".join(_words(paper.label, languages))
        source = source_of(f"documents.{paper.id}", sources)
        yield _fact("Document", f"{words} ({how})", source)
    yield _fact("Kept after the end", str(program.keep), source_of("", sources))


def _limits(node: nodes.Mapping, sources: tuple[Source, ...]) -> Iterator[Fact]:
    """Yield the times within which officers and citizens must act, how often something may be tried, parts of fees, what is given back."""
    for step in steps_in(node):
        yield from _times(step, sources)
    for group, what in (("limits", "Limit"), ("refunds", "Given back")):
        for name, written in entries_at(node, group):
            source = source_of(f"{group}.{name.text}", sources)
            yield _fact(f"{what}: {name.text}", _plainly(written), source)
    for name, fee in entries_at(node, "fees"):
        plus = fee.get("plus") if isinstance(fee, nodes.Mapping) else None
        if plus is not None:
            source = source_of(f"fees.{name.text}", sources)
            yield _fact(f"Added to the fee: {name.text}", _plainly(plus), source)


def _times(step: nodes.Mapping, sources: tuple[Source, ...]) -> Iterator[Fact]:
    name, asked = text_at(step, "id"), mapping_at(step, "ask_back")
    for stage in items_at(step, "stages"):
        if isinstance(stage, nodes.Mapping):
            fact = f"{name}.{text_at(stage, 'id')}"
            yield _fact(f"Time limit: {fact}", text_at(stage, "limit"), source_of(fact, sources))
    if asked is not None:
        within = text_at(asked, "answer_within")
        yield _fact(f"Time to answer: {name}", within, source_of(name, sources))


def _said(
    node: nodes.Mapping, sources: tuple[Source, ...], languages: tuple[str, ...]
) -> Iterator[Fact]:
    """Yield the words in which an amount, a share or a time stands, a sentence each, in one language."""
    for figure in figures_in(node, ("en" if "en" in languages else languages[0],), ANY):
        text = figure.text.text
        begin, end = next(each for each in sentences(text) if figure.start < each[1])
        source = source_of(figure.fact, sources)
        yield _fact(f"Said: {figure.fact}", text[begin:end].strip(), source)


def _lists(file: _File, used: Collection[str]) -> Iterator[Fact]:
    """Yield the lists whose rows the service shows, or whose limits it keeps."""
    folder = file.path.rpartition("/")[0]
    for source in file.sources:
        listing = mapping_at(file.node, source.about)
        if listing is not None and f"{folder}/{text_at(listing, 'file')}" in used:
            yield _fact("List", source.about, source)


def _amounts(file: _File, used: frozenset[str], languages: tuple[str, ...]) -> Iterator[Fact]:
    """Yield each dated row of the tables that are used, where they stand in a department's file or a member of a family gives them."""
    for name, table in entries_at(file.node, "fees"):
        if name.text in used and isinstance(table, nodes.Mapping):
            title = " / ".join(_words(words_of(table.get("title")), languages))
            source = next((each for each in file.sources if each.about == name.text), None)
            yield from _rows(title or name.text, items_at(table, "amounts"), source)
    for name, rows in entries_at(file.node, "with"):
        if name.text in used and isinstance(rows, nodes.Sequence):
            source = source_of(f"with.{name.text}", file.sources)
            yield from _rows(name.text, rows.items, source)


def _rows(title: str, rows: tuple[nodes.Node, ...], source: Source | None) -> Iterator[Fact]:
    for row in rows:
        if isinstance(row, nodes.Mapping):
            amounts = {key: value for key, value in row.by_name.items() if key not in ROW_WORDS}
            value = ", ".join(
                f"₹{_plainly(each)}" if key == "rupees" else f"{key} ₹{_plainly(each)}"
                for key, each in amounts.items()
            )
            fact = _fact(title, value, source)
            where = "; ".join(filter(None, (fact.source, _order(text_at(row, "order")))))
            yield replace(
                fact, source=where, state=text_at(row, "state"), since=text_at(row, "from")
            )


def _fact(what: str, value: str, source: Source | None) -> Fact:
    if source is None:
        return Fact(what, value, NO_SOURCE, "")
    where = "; ".join(filter(None, (source.title, _order(source.order), source.url)))
    days = (str(each or "") for each in (source.read_on, source.check_again_by))
    return Fact(what, value, where, source.state, "", *days)


def _order(written: str) -> str:
    return f"order {written}" if written else ""


def _words(label: Mapping[str, str], languages: tuple[str, ...]) -> list[str]:
    return [label[each] for each in languages if each in label]


def _plainly(node: nodes.Node) -> str:
    match node:
        case nodes.Scalar(text=text):
            return text
        case nodes.Mapping(by_name=parts):
            return ", ".join(
                f"{key.replace('_', ' ')} {_plainly(value)}" for key, value in parts.items()
            )
        case nodes.Sequence(items=items):
            return "; ".join(map(_plainly, items))
