"""_shared/policies.yaml: what the state demands of every service, with the reason and where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain.duration import Duration, parse_duration
from engine.language import nodes
from engine.language.model.names import (
    Name,
    entries_at,
    mapping_at,
    name_at,
    names_at,
    text_at,
    whole_at,
    words_of,
)
from engine.language.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One thing that is demanded. rule: how it is proved; needs: what must have come about, where a rule can ask for several things.

    kinds, certificates, verbs: whom and what it is for, everything where empty; agreed: the fragment whose good outcome is a yes;
    keep_at_most: the longest a case may be kept; effects: of operations; appeal, free: words by language, for whom
    to turn to and for nothing to pay.
    """

    name: str
    span: Span
    rule: str
    version: int
    on: bool
    reason: Mapping[str, str]
    needs: str = ""
    kinds: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    agreed: Name | None = None
    keep_at_most: Duration | None = None
    effects: frozenset[str] = frozenset()
    appeal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """Return the reason as findings give it."""
        return self.reason.get("en") or next(iter(self.reason.values()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """purposes: what personal details may be used for, by name; personal: the types of answers that are always about a person."""

    path: str = ""
    purposes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()
    policies: tuple[Policy, ...] = ()

    def by_rule(self, rule: str) -> tuple[Policy, ...]:
        """Return the policies that are switched on and proved by this rule."""
        return tuple(each for each in self.policies if each.on and each.rule == rule)


def read_policies(node: nodes.Mapping, path: str) -> Policies:
    """Return what the file says."""
    return Policies(
        path=path,
        purposes={name.text: words_of(part) for name, part in entries_at(node, "purposes")},
        personal=_listed(node, "personal_types"),
        policies=tuple(
            _policy(name, part)
            for name, part in entries_at(node, "policies")
            if isinstance(part, nodes.Mapping)
        ),
    )


def _policy(name: Name, node: nodes.Mapping) -> Policy:
    applies = mapping_at(node, "applies_to") or nodes.mapping_of((), node.span)
    switch = node.get("on")
    return Policy(
        name=name.text,
        span=name.span,
        rule=text_at(node, "rule"),
        version=whole_at(node, "version", 1),
        on=isinstance(switch, nodes.Scalar) and switch.value is True,
        reason=words_of(node.get("reason")),
        needs=text_at(node, "needs"),
        kinds=_listed(applies, "kinds"),
        certificates=_listed(applies, "certificates"),
        verbs=_listed(applies, "verbs"),
        agreed=name_at(node, "agreed"),
        keep_at_most=parse_duration(text_at(node, "keep_at_most")),
        effects=_listed(node, "effects"),
        appeal=_by_language(node, "appeal"),
        free=_by_language(node, "free"),
    )


def _by_language(node: nodes.Mapping, key: str) -> dict[str, tuple[str, ...]]:
    part = mapping_at(node, key) or nodes.mapping_of((), node.span)
    return {each: tuple(word.text for word in names_at(part, each)) for each in part.by_name}


def _listed(node: nodes.Mapping, key: str) -> frozenset[str]:
    return frozenset(name.text for name in names_at(node, key))
