"""_<name>.family.test.yaml: conversations written once for a family and played for each member, with the member's own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.names import Name, entries_at, items_at, text_at
from engine.language.model.scenario import AnyLine, Lines, ScenarioFile, lines_of, read_scenarios
from engine.language.model.service import Service

_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


class Open(NamedTuple):
    """A part of a file with places for words. parts: of each part of it, where its places are; nothing for one without any."""

    node: nodes.Node
    parts: tuple[Open | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyScenarios:
    """The conversations of a family. samples: by member (the file's name), words that only its conversations need; places: of each
    conversation, where words are put in; lines: what is the same for all members, read once."""

    path: str
    department: str
    family: str
    node: nodes.Mapping
    samples: tuple[tuple[Name, nodes.Node], ...]
    places: tuple[Open | None, ...]
    lines: Lines


def read_family_scenarios(
    node: nodes.Mapping, path: str, department: str, family: str
) -> FamilyScenarios:
    """Return what a family's test file says."""
    return FamilyScenarios(
        path=path,
        department=department,
        family=family,
        node=node,
        samples=entries_at(node, "samples"),
        places=tuple(map(_places, items_at(node, "scenarios"))),
        lines=dict(_same_lines(node)),
    )


def _places(node: nodes.Node) -> Open | None:
    """Return where words are put in below a node."""
    if isinstance(node, nodes.Scalar):
        return Open(node, ()) if "{{" in node.text else None
    below = node.items if isinstance(node, nodes.Sequence) else (part for _, part in node.entries)
    parts = tuple(map(_places, below))
    return Open(node, parts) if any(parts) else None


def _same_lines(node: nodes.Mapping) -> Iterator[tuple[int, tuple[AnyLine, ...]]]:
    """Yield the lines without words to put in, each by the identity of its node, which lives as long as its file."""
    for scenario in items_at(node, "scenarios"):
        for item in items_at(scenario, "talk") if isinstance(scenario, nodes.Mapping) else ():
            if isinstance(item, nodes.Mapping) and _places(item) is None:
                yield id(item), lines_of(item)


def played_by(told: FamilyScenarios, member: Service, languages: tuple[str, ...]) -> ScenarioFile:
    """Return the conversations as this member plays them; a word it does not have is a finding."""
    findings: list[Finding] = []
    own = next((node for name, node in told.samples if name.text == _short(member)), None)
    samples = own.by_name if isinstance(own, nodes.Mapping) else {}
    given = member.given.by_name if member.given is not None else {}
    filled = []
    for item, places in zip(items_at(told.node, "scenarios"), told.places, strict=True):
        language = (
            text_at(item, "language", languages[0]) if isinstance(item, nodes.Mapping) else ""
        )
        words = {**{name: _in(node, language) for name, node in given.items()}, **samples}
        filling = _Filling(told.path, _short(member), words, findings)
        filled.append(filling.fill(places) if places else item)
    key = nodes.Scalar("scenarios", "scenarios", False, told.node.span)
    listed = nodes.Sequence(tuple(filled), told.node.span)
    beside = [entry for entry in told.node.entries if entry[0].text == "not_understood"]
    whole = nodes.mapping_of((*beside, (key, listed)), told.node.span)
    played = read_scenarios(whole, told.path, member.id, told.lines)
    return replace(played, findings=tuple(findings))


def strangers(told: FamilyScenarios, members: Collection[str]) -> Iterator[Finding]:
    """Yield samples for services that are no members of the family."""
    for name, _ in told.samples:
        if name.text not in members:
            yield error(
                told.path,
                name.span,
                "TEST-003",
                f'The family "{told.family}" has no member called "{name.text}"',
                "These words would never be used",
                f"Use one of: {', '.join(sorted(members))}" if members else "Delete it",
            )


def _short(member: Service) -> str:
    return member.id.partition(".")[2]


def _in(node: nodes.Node, language: str) -> nodes.Node:
    """Return what a member gives, of texts the one in this language."""
    found = node.get(language) if isinstance(node, nodes.Mapping) else None
    return node if found is None else found


class _Filling:
    """Puts a member's words in their places. words: by name, single values."""

    def __init__(
        self, path: str, member: str, words: Mapping[str, nodes.Node], findings: list[Finding]
    ) -> None:
        self.path, self.member, self.words, self.findings = path, member, words, findings

    def fill(self, places: Open) -> nodes.Node:
        node = places.node
        if isinstance(node, nodes.Scalar):
            return self._scalar(node)
        if isinstance(node, nodes.Sequence):
            items = zip(node.items, places.parts, strict=True)
            filled = tuple(self.fill(part) if part else item for item, part in items)
            return nodes.Sequence(filled, node.span)
        entries = zip(node.entries, places.parts, strict=True)
        return nodes.mapping_of(
            tuple((key, self.fill(part) if part else value) for (key, value), part in entries),
            node.span,
        )

    def _scalar(self, node: nodes.Scalar) -> nodes.Scalar:
        whole = _PLACE.fullmatch(node.text.strip())
        found = self._word(whole[1], node) if whole else None
        if found is not None:
            return found._replace(span=node.span)
        text = _PLACE.sub(lambda match: self._text(match[1], node), node.text)
        return nodes.Scalar(text, text, True, node.span)

    def _text(self, name: str, node: nodes.Scalar) -> str:
        found = self._word(name, node)
        return found.text if found is not None else ""

    def _word(self, name: str, node: nodes.Scalar) -> nodes.Scalar | None:
        found = self.words.get(name)
        if isinstance(found, nodes.Scalar):
            return found
        self.findings.append(
            error(
                self.path,
                node.span,
                "TEST-003",
                f'"{self.member}" has no sample called "{name}"',
                "The test could not be played for this member",
                f"Add to samples: {self.member}: {{{name}: …}}",
            )
        )
        return None
