"""What a service says as a fact of the government (fees, times, papers, limits), each with its source and whether it was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.language import nodes
from engine.language.model.names import text_at
from engine.language.program import Program

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
    used = frozenset(name for node in own.values() for name in _tables(node))
    found = [fact for node in own.values() for fact in _of_file(program, node, languages)]
    found += [fact for node in own.values() for fact in _amounts(node, used, languages)]
    return tuple(dict.fromkeys(found))


def _tables(node: nodes.Mapping) -> Iterator[str]:
    """Yield the names of the fee tables a flow asks."""
    for part in ("fees", "refunds"):
        inner = node.get(part)
        for each in inner.by_name.values() if isinstance(inner, nodes.Mapping) else ():
            if isinstance(each, nodes.Mapping):
                yield text_at(each, "table") or text_at(each, "amounts")


def _of_file(program: Program, node: nodes.Mapping, languages: tuple[str, ...]) -> Iterator[Fact]:
    source = node.get("source")
    if text_at(node, "service") != program.service or not isinstance(source, nodes.Mapping):
        return
    from_file = _sourced(source)
    title = ", ".join(_words(program.title, languages))
    yield Fact("The service", title, *from_file[:2], "", *from_file[2:])
    if program.takes:
        yield Fact("How long it takes", program.takes, *from_file[:2], "", *from_file[2:])
    for paper in program.papers:
        how = "is sent" if paper.upload else "is brought along"
        if paper.only_if is not None:
            how += ", where it applies"
        words = " / ".join(_words(paper.label, languages))
        yield Fact("Document", f"{words} ({how})", *from_file[:2], "", *from_file[2:])
    limits = node.get("limits")
    for name, limit in limits.by_name.items() if isinstance(limits, nodes.Mapping) else ():
        yield Fact(f"Limit: {name}", _plainly(limit), *from_file[:2], "", *from_file[2:])
    yield Fact("Kept after the end", str(program.keep), *from_file[:2], "", *from_file[2:])


def _amounts(
    node: nodes.Mapping, used: frozenset[str], languages: tuple[str, ...]
) -> Iterator[Fact]:
    """Yield each dated row of the tables that are used, wherever in a file they stand."""
    for group in ("fees", "with"):
        tables = node.get(group)
        for name, table in tables.by_name.items() if isinstance(tables, nodes.Mapping) else ():
            if name in used:
                yield from _rows(name, table, languages)


def _rows(name: str, table: nodes.Node, languages: tuple[str, ...]) -> Iterator[Fact]:
    title, source, items = name, ("", "", "", ""), table
    if isinstance(table, nodes.Mapping):
        words = table.get("title")
        if isinstance(words, nodes.Mapping):
            plain = {key: _plainly(value) for key, value in words.by_name.items()}
            title = " / ".join(_words(plain, languages))
        written = table.get("source")
        source = _sourced(written) if isinstance(written, nodes.Mapping) else source
        items = table.get("amounts") or table
    for row in items.items if isinstance(items, nodes.Sequence) else ():
        if isinstance(row, nodes.Mapping):
            amounts = {key: value for key, value in row.by_name.items() if key not in ROW_WORDS}
            value = ", ".join(
                f"₹{_plainly(each)}" if key == "rupees" else f"{key} ₹{_plainly(each)}"
                for key, each in amounts.items()
            )
            where = "; ".join(filter(None, (source[0], _order(text_at(row, "order"))))) or NO_SOURCE
            state = text_at(row, "state") or source[1]
            yield Fact(title, value, where, state, text_at(row, "from"), *source[2:])


def _order(written: str) -> str:
    return f"order {written}" if written else ""


def _sourced(source: nodes.Mapping) -> tuple[str, str, str, str]:
    parts = (text_at(source, "title"), _order(text_at(source, "order")), text_at(source, "url"))
    where = "; ".join(filter(None, parts)) or NO_SOURCE
    return (
        where,
        text_at(source, "state"),
        text_at(source, "read_on"),
        text_at(source, "check_again_by"),
    )


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
