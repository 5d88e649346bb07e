"""What may be issued, as the rest of the engine sees it: the kinds the catalogue in force declares, always the newest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.language.model.certificate import CertificateKind, Field, kind_of

__all__ = ["ByType", "CertificateKind", "Field", "Kinds", "Words", "kind_of"]

Words = Mapping[str, str]
Kinds = Callable[[], Mapping[str, CertificateKind]]
"""Gives the kinds of the catalogue in force, by name."""


@dataclass(frozen=True, slots=True)
class ByType(Mapping[str, CertificateKind]):
    """The kinds in force by what tokens and keys call them: `REV-INC`."""

    kinds: Kinds

    def __getitem__(self, type_: str) -> CertificateKind:
        """Return the kind of this type. Raises KeyError."""
        return self._now()[type_]

    def __iter__(self) -> Iterator[str]:
        """Yield the types."""
        return iter(self._now())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._now())

    def _now(self) -> dict[str, CertificateKind]:
        return {kind.type: kind for kind in self.kinds().values()}
