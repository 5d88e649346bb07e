"""_<name>.family.test.yaml: conversations written once for a family and played for each member, with the member's own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.names import Name, entries_at, items_at, text_at
from engine.language.model.scenario import ScenarioFile, read_scenarios
from engine.language.model.service import Service

_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyScenarios:
    """The conversations of a family. samples: by member (the file's name), words that only its conversations need."""

    path: str
    department: str
    family: str
    node: nodes.Mapping
    samples: tuple[tuple[Name, nodes.Node], ...]


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
    )


def played_by(told: FamilyScenarios, member: Service, languages: tuple[str, ...]) -> ScenarioFile:
    """Return the conversations as this member plays them; a word it does not have is a finding."""
    findings: list[Finding] = []
    own = next((node for name, node in told.samples if name.text == _short(member)), None)
    samples = own.by_name if isinstance(own, nodes.Mapping) else {}
    given = member.given.by_name if member.given is not None else {}
    filled = []
    for item in items_at(told.node, "scenarios"):
        language = (
            text_at(item, "language", languages[0]) if isinstance(item, nodes.Mapping) else ""
        )
        words = {**{name: _in(node, language) for name, node in given.items()}, **samples}
        filled.append(_Filling(told.path, _short(member), words, findings).node(item))
    key = nodes.Scalar("scenarios", "scenarios", False, told.node.span)
    listed = nodes.Sequence(tuple(filled), told.node.span)
    beside = [entry for entry in told.node.entries if entry[0].text == "not_understood"]
    whole = nodes.mapping_of((*beside, (key, listed)), told.node.span)
    played = read_scenarios(whole, told.path, member.id)
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

    def node(self, node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Sequence):
            return nodes.Sequence(tuple(map(self.node, node.items)), node.span)
        if isinstance(node, nodes.Mapping):
            entries = tuple((key, self.node(value)) for key, value in node.entries)
            return nodes.mapping_of(entries, node.span)
        return self._scalar(node) if "{{" in node.text else node

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
