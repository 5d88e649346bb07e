"""_<service>.<language>.yaml: a further language of one service, in the shape of the service's own file, one text in each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.nearest import suggest
from engine.language.source import Span

HEAD = ("translates", "language", "state")
"""Keys of a sidecar that are no words of the service."""
LABEL = "label"
"""Under which a sidecar writes an option's or a paper's own words, where it has a note or more beside them."""


class Translated(nodes.Scalar):
    """A text that stands in another file than what is around it. path: that file."""

    path: str

    @classmethod
    def of(cls, said: nodes.Scalar, path: str) -> Translated:
        """Return a text with the file it stands in."""
        found = cls(*said)
        found.path = path
        return found


def path_of(said: nodes.Scalar, otherwise: str) -> str:
    """Return the file a text stands in."""
    return said.path if said.__class__ is Translated else otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """A translation. language: of its texts; node: the whole file."""

    path: str
    language: str
    node: nodes.Mapping


def with_translations(
    service: nodes.Mapping,
    sidecars: Sequence[Sidecar],
    languages: Sequence[str],
    findings: list[Finding],
) -> nodes.Mapping:
    """Return a service's file with every translation put in its place. languages: those written in the file itself."""
    found: nodes.Node = service
    for sidecar in sidecars:
        entries = tuple(each for each in sidecar.node.entries if each[0].text not in HEAD)
        words = nodes.mapping_of(entries, sidecar.node.span)
        found = _Merging(sidecar, tuple(languages), findings).put(
            found, words, "", sidecar.node.span
        )
    assert isinstance(found, nodes.Mapping)  # noqa: S101 (a mapping stays one)
    return found


class _Merging:
    def __init__(
        self, sidecar: Sidecar, languages: tuple[str, ...], findings: list[Finding]
    ) -> None:
        self.sidecar, self.languages, self.findings = sidecar, languages, findings

    def put(self, node: nodes.Node, said: nodes.Node | None, where: str, near: Span) -> nodes.Node:
        """said: what the sidecar has in this place; where: the place in words; near: of what stands around it in the sidecar."""
        if not self.has_words(node):
            return node
        near = said.span if said is not None else near
        if isinstance(node, nodes.Mapping):
            if self.is_words(node):
                return self.words(node, said, where, near)
            return self.mapping(node, self.opened(node, said), where, near)
        assert isinstance(node, nodes.Sequence)  # noqa: S101 (a single value has no words)
        return self.sequence(node, said, where, near)

    # -- what stands in the service's file -----------------------------------------------------------------------------

    def is_words(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Mapping) and any(
            key.text in self.languages and isinstance(value, nodes.Scalar | nodes.Sequence)
            for key, value in node.entries
        )

    def has_words(self, node: nodes.Node) -> bool:
        if isinstance(node, nodes.Mapping):
            return self.is_words(node) or any(self.has_words(value) for _, value in node.entries)
        return isinstance(node, nodes.Sequence) and any(map(self.has_words, node.items))

    def opened(self, node: nodes.Mapping, said: nodes.Node | None) -> nodes.Node | None:
        """A single text may stand for a group in which there is only one to write."""
        if not isinstance(said, nodes.Scalar | nodes.Sequence):
            return said
        inner = [key for key, value in node.entries if self.has_words(value)]
        return nodes.mapping_of(((inner[0], said),), said.span) if len(inner) == 1 else said

    # -- putting in ----------------------------------------------------------------------------------------------------

    def words(
        self, node: nodes.Mapping, said: nodes.Node | None, where: str, near: Span
    ) -> nodes.Mapping:
        """Add one language to a text, or to the label of an option with its note and further words."""
        inner = [(key, value) for key, value in node.entries if key.text not in self.languages]
        own = said
        if isinstance(said, nodes.Mapping):
            own = said.get(LABEL)
            self.unknown(said, [LABEL, *(key.text for key, _ in inner)], where)
        text = self.text(own, node, where, near)
        entries = []
        for key, value in node.entries:
            part = said.get(key.text) if isinstance(said, nodes.Mapping) else None
            if key.text in self.languages:
                entries.append((key, value))
            elif (
                isinstance(part, nodes.Sequence)
                and isinstance(value, nodes.Sequence)
                and not self.has_words(value)
            ):
                entries.append((key, nodes.Sequence((*value.items, *part.items), value.span)))
            else:
                entries.append((key, self.put(value, part, f"{where}.{key.text}", near)))
        if text is not None:
            name = self.sidecar.language
            entries.append((nodes.Scalar(name, name, False, text.span), text))
        return nodes.mapping_of(tuple(entries), node.span)

    def text(
        self, said: nodes.Node | None, node: nodes.Mapping, where: str, near: Span
    ) -> nodes.Node | None:
        if isinstance(said, nodes.Scalar):
            return Translated.of(said, self.sidecar.path)
        written = next(value for key, value in node.entries if key.text in self.languages)
        if isinstance(written, nodes.Sequence):
            return said
        quoted = written.text if isinstance(written, nodes.Scalar) else ""
        self.wrong(
            near,
            "TEXT-531",
            f'"{where}" is not translated: "{quoted[:60]}"',
            "A citizen who chose that language would read another",
            f"Add {where.rpartition('.')[2]}: and its words",
        )
        return Translated.of(nodes.Scalar(quoted, quoted, True, near), self.sidecar.path)

    def mapping(
        self, node: nodes.Mapping, said: nodes.Node | None, where: str, near: Span
    ) -> nodes.Mapping:
        told = said if isinstance(said, nodes.Mapping) else None
        if told is not None:
            self.unknown(
                told, [key.text for key, value in node.entries if self.has_words(value)], where
            )
        entries = tuple(
            (
                key,
                self.put(
                    value, told.get(key.text) if told else None, _below(where, key.text), near
                ),
            )
            for key, value in node.entries
        )
        return nodes.mapping_of(entries, node.span)

    def sequence(
        self, node: nodes.Sequence, said: nodes.Node | None, where: str, near: Span
    ) -> nodes.Sequence:
        """Steps go by their id, other lists by their order."""
        ids = [_id(item) for item in node.items]
        if isinstance(said, nodes.Mapping):
            self.unknown(
                said,
                [name for name, item in zip(ids, node.items, strict=True) if self.has_words(item)],
                where,
            )
        items = []
        for place, (name, item) in enumerate(zip(ids, node.items, strict=True)):
            part = None
            if isinstance(said, nodes.Mapping):
                part = said.get(name)
            elif isinstance(said, nodes.Sequence) and place < len(said.items):
                part = said.items[place]
            items.append(self.put(item, part, _below(where, name or str(place + 1)), near))
        return nodes.Sequence(tuple(items), node.span)

    # -- findings ------------------------------------------------------------------------------------------------------

    def unknown(self, said: nodes.Mapping, known: list[str], where: str) -> None:
        for key, _ in said.entries:
            if key.text not in known:
                what = f'in "{where}"' if where else "in the service"
                self.wrong(
                    key.span,
                    "TEXT-532",
                    f'There is nothing to translate called "{key.text}" {what}',
                    "Nobody would ever read these words",
                    suggest(key.text, [name for name in known if name]) or "Delete it",
                )

    def wrong(self, span: Span, code: str, message: str, why: str, fix: str) -> None:
        self.findings.append(error(self.sidecar.path, span, code, message, why, fix))


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _id(node: nodes.Node) -> str:
    found = node.get("id") if isinstance(node, nodes.Mapping) else None
    return found.text if isinstance(found, nodes.Scalar) else ""
