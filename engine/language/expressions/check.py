"""Does a condition make sense, given what is known about the answers? And if so, how is it worked out?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.domain.types import Type, YesNo
from engine.language.expressions.env import Env, Run
from engine.language.expressions.kinds import Elapsed, Exact
from engine.language.expressions.scope import Read, Scope
from engine.language.expressions.stored import encoder
from engine.language.expressions.tree import Tree
from engine.language.expressions.walk import Checker
from engine.language.findings import Finding


class Checked(NamedTuple):
    """What an expression was found to be.

    kind: None where there are findings; reads: every name it reads, in order; fixed: it gives the same whatever the answers;
    run: gives the evaluated form and raises Unset where a value is missing.
    """

    kind: Type | None
    findings: tuple[Finding, ...]
    reads: tuple[Read, ...]
    fixed: bool
    run: Run

    def stored(self) -> Run:
        """Return what gives the value in its stored form."""
        encode = encoder(self.kind) if self.kind else None
        if encode is None:
            return self.run
        run = self.run
        return lambda env: encode(run(env))


def check(written: Tree, scope: Scope, wanted: Type | None = None) -> Checked:
    """Return the type of an expression, what is wrong with it, what it reads and how to run it.

    wanted: the type its place asks for: `YesNo()` for a condition. Where that is money, a number without a unit is so many rupees;
    where it is a choice, a bare word is one of its options.
    """
    checker = Checker(written, scope)
    meaning = checker.result(wanted)
    if checker.findings or meaning.kind is None or isinstance(meaning.kind, Exact | Elapsed):
        return Checked(None, tuple(checker.findings), tuple(checker.reads), False, meaning.run)
    return Checked(meaning.kind, (), tuple(checker.reads), meaning.fixed, meaning.run)


def compile_condition(written: Tree, scope: Scope) -> Callable[[Env], bool]:
    """Return the condition as a function; raises ValueError where `check` has findings."""
    return _sound(check(written, scope, YesNo())).run


def compile_value(written: Tree, scope: Scope, wanted: Type | None = None) -> Callable[[Env], Any]:
    """Return a function that gives the stored form; raises ValueError where `check` has findings."""
    return _sound(check(written, scope, wanted)).stored()


def names_read(written: Tree, scope: Scope) -> tuple[Read, ...]:
    """Return every name the expression reads, each time it reads it, in order."""
    return check(written, scope).reads


def _sound(checked: Checked) -> Checked:
    if checked.findings:
        raise ValueError(checked.findings[0].message)
    return checked
