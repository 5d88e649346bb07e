"""The condition language: reads like a sentence, fits on one printed page, and can neither loop nor fail.

`parse_expression` reads, `check` finds the type, the slips, the names read and the function to run; `parse_type` reads a `type:`.
"""

from engine.language.expressions.check import (
    Checked,
    check,
    compile_condition,
    compile_value,
    names_read,
)
from engine.language.expressions.env import Env, Run, Unset
from engine.language.expressions.kinds import describe, fits
from engine.language.expressions.parser import parse_expression
from engine.language.expressions.scope import Read, Scope, names_in, resolve
from engine.language.expressions.stored import from_stored, to_stored
from engine.language.expressions.tree import Tree
from engine.language.expressions.type_expression import TypeNotation, parse_type

__all__ = [
    "Checked",
    "Env",
    "Read",
    "Run",
    "Scope",
    "Tree",
    "TypeNotation",
    "Unset",
    "check",
    "compile_condition",
    "compile_value",
    "describe",
    "fits",
    "from_stored",
    "names_in",
    "names_read",
    "parse_expression",
    "parse_type",
    "resolve",
    "to_stored",
]
