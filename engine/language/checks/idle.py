"""Nothing is asked for nothing: each answer is read by a text, a condition or a system, shown, handed to officers, or leads somewhere.

Where a name stands anywhere in the file but in words for the citizen, it counts as read: a question may be spoken of too little here, never
too much. Questions inside fragments are left out, since another service may read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language import nodes
from engine.language.compiled import ChooseStep
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, warning
from engine.language.program import Program

_ASKING = ("ask", "choose", "repeat", "collect")
_NAME = re.compile(r"[a-z]\w*", re.ASCII)
_OWN = ("id", "tries", "give_up")
"""Keys whose values are no answers."""


def check_idle(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield questions whose answers nothing reads."""
    if program is None:
        return
    asked = [
        laid
        for laid in draft.laid
        if laid.step.verb in _ASKING and not laid.frame.fragment and not _leads(program, laid.id)
    ]
    placed = _placed(draft) if asked else set[str]()
    left = [laid for laid in asked if laid.id not in placed]
    read = _words(draft.flow.node, draft.languages) if left else set[str]()
    for laid in left:
        if laid.id not in read:
            yield warning(
                laid.frame.path,
                laid.step.id.span,
                "FLOW-363",
                f'Nothing reads the answer "{laid.id}"',
                "The citizen would be asked for something that nobody needs",
                "Use it, show it in a review or hand it to officers, or leave the question out",
            )


def _placed(draft: Draft) -> set[str]:
    """Return the first part of each name that something is known to read."""
    return {use.name.partition(".")[0] for uses in draft.uses_in.values() for use in uses}


def _words(whole: nodes.Mapping, languages: tuple[str, ...]) -> set[str]:
    """Return every name in a flow, but for those in words for the citizen and those by which a step is called itself."""
    found: list[str] = []
    waiting: list[nodes.Node] = [whole]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Scalar):
            found.append(node.text)
        elif isinstance(node, nodes.Sequence):
            waiting += node.items
        else:
            waiting += [
                value
                for key, value in node.entries
                if key.text not in languages and key.text not in _OWN
            ]
    return set(_NAME.findall("\n".join(found)))


def _leads(program: Program, name: str) -> bool:
    """Tell whether a choice is there for where it leads, or to let the citizen say when to go on."""
    step = program.by_id.get(name)
    if not isinstance(step, ChooseStep):
        return False
    only_one = len(step.options) == 1 and step.rows is None and step.tree is None
    return only_one or any(option.then for option in step.options)
