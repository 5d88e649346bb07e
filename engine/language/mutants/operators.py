"""Every way of making a flow wrong, in five groups."""

from __future__ import annotations

from engine.language.mutants.data import DATA
from engine.language.mutants.graph import GRAPH
from engine.language.mutants.mutant import Operator
from engine.language.mutants.policy import POLICY
from engine.language.mutants.words import WORDS
from engine.language.mutants.writing import WRITING

OPERATORS: tuple[Operator, ...] = (*WRITING, *GRAPH, *DATA, *WORDS, *POLICY)

BY_NAME = {operator.name: operator for operator in OPERATORS}
