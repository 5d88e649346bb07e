"""One fault made on purpose: where, what was changed, and how near a finding comes to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.language.findings import Finding
from engine.language.mutants.pages import Edit, Page, Part, Spot

Group = Literal["writing", "graph", "data", "words", "policy"]
Near = Literal["part", "reader", ""]


class Slip(NamedTuple):
    """What an operator does at a spot. change: in words; word: the names, with blanks between, whose other mentions suffer too;
    detail: tells this slip from others at the same spot."""

    spot: Spot
    edits: tuple[Edit, ...]
    change: str
    word: str = ""
    detail: str = ""


Make = Callable[[Page], Iterator[Slip]]


class Operator(NamedTuple):
    """One way of making a flow wrong. what: finishes "somebody …"."""

    name: str
    group: Group
    what: str
    make: Make


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A file with one fault. address: of the changed value; line: of the change; part: the lines of the step or line of the header it
    belongs to, as they stand afterwards."""

    operator: str
    group: Group
    path: str
    address: str
    line: int
    change: str
    word: str
    part: Part
    content: bytes

    @property
    def name(self) -> str:
        """Return what this mutant is called among all of a catalogue."""
        return f"{self.operator} {self.path} {self.address}"


def mutants_of(page: Page, operators: tuple[Operator, ...]) -> Iterator[Mutant]:
    """Yield a file's mutants, operator by operator, in the order of the file. What changes nothing is left out."""
    for operator in operators:
        for slip in operator.make(page):
            found = _mutant(page, operator, slip)
            if found is not None and _matters(operator, slip):
                yield found


def _matters(operator: Operator, slip: Slip) -> bool:
    """Tell whether a slip can do harm: what an example of a system says reaches no citizen."""
    return operator.group == "writing" or "examples" not in slip.spot.address


def _mutant(page: Page, operator: Operator, slip: Slip) -> Mutant | None:
    edits = sorted(slip.edits)
    text = page.text
    for edit in reversed(edits):
        text = text[: edit.start] + edit.words + text[edit.end :]
    if text == page.text:
        return None
    line = page.line_of(edits[0].start)
    part = _around(page, edits, text)
    address = "/".join(slip.spot.address) + (f" {slip.detail}" if slip.detail else "")
    return Mutant(
        operator=operator.name,
        group=operator.group,
        path=page.path,
        address=address,
        line=line,
        change=slip.change,
        word=slip.word,
        part=part,
        content=text.encode(),
    )


def _around(page: Page, edits: list[Edit], text: str) -> Part:
    """Return the part that was changed, with its last line as it is now."""
    first = page.part_at(page.line_of(edits[0].start))
    last = page.part_at(page.line_of(edits[-1].end))
    grown = text.count("\n") - page.text.count("\n")
    end = max(first.last, last.last) + grown
    return Part(first.address, first.first, max(first.first, end))


def nearness(mutant: Mutant, finding: Finding) -> Near:
    """Return how near a finding comes: `part` within the part that was changed, `reader` at another place that names what was changed."""
    line = finding.span.line
    if finding.path == mutant.path and mutant.part.first <= line <= mutant.part.last:
        return "part"
    if not mutant.word:
        return ""
    words = finding.message
    if finding.path == mutant.path:
        lines = mutant.content.decode().split("\n")
        words += lines[line - 1] if line <= len(lines) else ""
    names = "|".join(map(re.escape, mutant.word.split()))
    return "reader" if re.search(rf"(?<!\w)(?:{names})(?!\w)", words) else ""
