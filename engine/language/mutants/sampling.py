"""Takes some of many mutants: of every operator in turn, in an order that a seed decides and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import chain, zip_longest

from engine.language.mutants.mutant import Mutant


def sampled(mutants: Sequence[Mutant], most: int, seed: int) -> list[Mutant]:
    """Return at most so many mutants. The same seed and catalogue always give the same."""
    by_operator: dict[str, list[Mutant]] = {}
    for mutant in sorted(mutants, key=lambda each: _lot(each, seed)):
        by_operator.setdefault(mutant.operator, []).append(mutant)
    in_turn = chain.from_iterable(zip_longest(*by_operator.values()))
    return [mutant for mutant in in_turn if mutant is not None][:most]


def _lot(mutant: Mutant, seed: int) -> bytes:
    return sha256(f"{seed} {mutant.name}".encode()).digest()
