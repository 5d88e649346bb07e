"""The same picture in the notations of Mermaid and of Graphviz: a step's words first, its id and what it does below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten

from engine.cli.picture.wording import Wording
from engine.language.edges import Edge, edges_of

SHAPES = {"question": ("[/", "/]"), "decision": ("{", "}"), "officers": ("[[", "]]"), "money": ("[[", "]]")}  # fmt: skip
"""Mermaid's brackets: questions lean, decisions are diamonds, waits have double sides."""

OWN_WORDS = frozenset((
    "accDescr", "accTitle", "call", "callback", "class", "classDef", "click", "default", "direction", "end", "flowchart", "graph",
    "href", "interpolate", "linkStyle", "start", "style", "subgraph",
))  # fmt: skip
"""What Mermaid reads as an order, and the circle everything starts from; no step can be called so there."""

LONGEST = 100
"""Characters of a text; the rest is dots."""

_MISREAD = re.compile(r"[\"#<>&`*~|\\;\[\]{}$@^]|(?<!\w)_|_(?!\w)")
_LIST = re.compile(r"^(\d+)[.)]|^[-+](?= )")


def mermaid(wording: Wording, marks: Mapping[str, str]) -> str:
    """Return the drawing in Mermaid's notation. marks: what stands below a step's words; under an empty name below the start."""
    program = wording.program
    lines = ["flowchart TD"]
    for step in program.by_id:
        left, right = SHAPES.get(wording.look(step), ("[", "]"))
        lines.append(f"  {_node(step)}{left}{_said(_box(wording, step, marks))}{right}")
    lines += [f"  {_node(end)}([{_said(_end(wording, end))}])" for end in program.ends]
    lines.append(f"  start(({_said(_start(marks))})) --> {_node(program.first)}")
    for later in program.later.values():
        title = _said((wording.later(later.id),))
        lines.append(f"  later_{later.id}(({_said(('afterwards',))})) -- {title} --> {_node(later.first)}")  # fmt: skip
    for edge in edges_of(program):
        way = _way(wording, edge)
        arrow = f"-- {_said((way,))} -->" if way else "-->"
        lines.append(f"  {_node(edge.start)} {arrow} {_node(edge.end)}")
    return "\n".join(lines)


def dot(wording: Wording, marks: Mapping[str, str]) -> str:
    """Return the drawing in Graphviz's notation. marks: as in Mermaid's."""
    program = wording.program
    lines = [
        "digraph {",
        "  node [shape=box]",
        f'  start [shape=circle, label={_quoted(_start(marks))}] start -> "{program.first}"',
    ]
    lines += [f'  "{step}" [label={_quoted(_box(wording, step, marks))}]' for step in program.by_id]
    lines += [
        f'  "{end}" [shape=oval, label={_quoted(_end(wording, end))}]' for end in program.ends
    ]
    for later in program.later.values():
        name = f'"afterwards {later.id}"'
        title = _quoted((wording.later(later.id),))
        lines.append(f'  {name} [shape=circle] {name} -> "{later.first}" [label={title}]')
    for edge in edges_of(program):
        way = _way(wording, edge)
        label = f" [label={_quoted((way,))}]" if way else ""
        lines.append(f'  "{edge.start}" -> "{edge.end}"{label}')
    return "\n".join([*lines, "}"])


NOTATIONS: Mapping[str, Callable[[Wording, Mapping[str, str]], str]] = {
    "mermaid": mermaid,
    "dot": dot,
}


def _box(wording: Wording, step: str, marks: Mapping[str, str]) -> list[str]:
    """Return the lines of a step's box."""
    return [*filter(None, (wording.title(step), wording.head(step), marks.get(step, "")))]


def _end(wording: Wording, end: str) -> list[str]:
    return [wording.end(end), f"{end} · {wording.program.ends[end].result}"]


def _start(marks: Mapping[str, str]) -> list[str]:
    return [*filter(None, ("start", marks.get("", "")))]


def _way(wording: Wording, edge: Edge) -> str:
    """Return what is written on an arrow; how often where it leads back."""
    words = wording.way(edge, plain=True)
    routes = wording.program.by_id[edge.start].outcomes
    most = routes[edge.about].at_most if edge.manner == "again" else 0
    return f"{words}, at most {most}" if most else words


def _node(name: str) -> str:
    """Return a step's id as Mermaid allows it."""
    plain = name.replace(".", "__")
    return f"{plain}_" if plain in OWN_WORDS else plain


def _said(lines: Iterable[str]) -> str:
    """Return lines in quotes, with everything in them that Mermaid would read as its own written as a number."""
    return '"' + "<br/>".join(map(escaped, lines)) + '"'


def escaped(line: str) -> str:
    """Return one line as Mermaid shows it letter by letter; also where it would begin a list."""
    safe = _MISREAD.sub(lambda found: f"#{ord(found[0])};", _short(line))
    return _LIST.sub(lambda found: f"{found[1] or ''}#{ord(found[0][-1])};", safe)


def _quoted(lines: Iterable[str]) -> str:
    """Return lines in quotes as Graphviz reads them."""
    safe = (_short(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(safe) + '"'


def _short(line: str) -> str:
    return shorten(line, LONGEST, placeholder="…")
