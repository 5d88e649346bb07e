"""The same run of steps written in two files: a slip put right in one stays in the other, so it should be a fragment or a family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.language.checks.repeated_questions import check_repeated_questions
from engine.language.findings import Finding, warning
from engine.language.outline import Row, Script, Written, script_of
from engine.language.whole import Whole

STEPS = 4
"""So many steps in a row are a copied run, however short they are."""
LINES = 25
"""So many lines are one too, if they are two steps at least."""
OTHERS = 8
"""With so many runs that begin alike a row is compared at most."""

_ID = re.compile(r"(?:(?<=[-{ ,])|^)id: *[a-z0-9_]+,? *")
_THEN = re.compile(r"\bthen: *[a-z0-9_]+,? *")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Row(NamedTuple):
    """One row of steps. marks: what each does and says, as a number: the same for the same; begins: their first lines, and the line
    after the last; kind: fragment, family or service."""

    script: Script
    steps: Row
    marks: tuple[int, ...]
    begins: tuple[int, ...]
    kind: str


class _Run(NamedTuple):
    """A stretch of a row."""

    row: _Row
    start: int
    length: int

    @property
    def lines(self) -> int:
        return self.row.begins[self.start + self.length] - self.row.begins[self.start]


@dataclass(slots=True)
class _Marks:
    """Numbers for what steps do and say; a step that uses a fragment is like no other, since nothing is copied there."""

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    unlike: int = 0

    def of(self, step: Written) -> int:
        if step.verb == "use":
            self.unlike -= 1
            return self.unlike
        return self.known.setdefault((step.verb, step.gist), len(self.known))


def check_copied(whole: Whole) -> Iterator[Finding]:
    """Yield each run of steps that stands in two files: at the second, once, naming the first; and questions asked in many wordings,
    but for those in a run, of which all is said already."""
    copies = _copies(whole)
    ranges: dict[str, list[range]] = {}
    for pairs in copies:
        for copy, _ in pairs:
            end = copy.start + copy.length
            lines = range(copy.row.begins[copy.start], copy.row.begins[end])
            ranges.setdefault(copy.row.script.path, []).append(lines)
    yield from map(_told, copies)
    yield from check_repeated_questions(whole, ranges)


def _copies(whole: Whole) -> list[list[tuple[_Run, _Run]]]:
    """Return all runs that stand in two files, each with the run it repeats, grouped by the latter.

    Steps are compared by their words and keys; spaces, remarks and what the steps are called do not count. A run is reported
    from STEPS steps or LINES lines on. Each row is compared only with the first few that begin alike and go on otherwise, so this
    takes as long as the catalogue is large and no longer.
    """
    rows = _rows(whole)
    texts = _Texts(whole.files)
    earlier: dict[tuple[int, ...], list[_Run]] = {}
    copies: dict[tuple[str, int], list[tuple[_Run, _Run]]] = {}
    for row in rows:
        past = 0
        for start in range(len(row.marks)):
            seed = _seed(row, start)
            if not seed or start < past:
                continue
            known = earlier.setdefault(seed, [])
            pair = _repeated(row, start, known, texts)
            if pair is not None:
                past = start + pair[0].length
                copies.setdefault((pair[1].row.script.path, pair[1].start), []).append(pair)
            elif len(known) < OTHERS:
                known.append(_Run(row, start, len(seed)))
    return list(copies.values())


def _repeated(
    row: _Row, start: int, known: Sequence[_Run], texts: _Texts
) -> tuple[_Run, _Run] | None:
    """Return the run from here on, and the one of another file that it repeats."""
    for run in known:
        if run.row.script is not row.script:
            pair = _longest(row, start, run.row, run.start, texts)
            if pair is not None:
                return pair
    return None


def _rows(whole: Whole) -> list[_Row]:
    """Return every row of steps: fragments and families come first, so that they are what others repeat."""
    marks, world = _Marks(), whole.reading.world
    scripts = [(script_of(each.flow), "fragment") for each in world.fragments.values()]
    scripts += [(script_of(each.flow), "family") for each in world.families.values()]
    scripts += [(each.script, "service") for each in whole.outlines]
    found = []
    for script, kind in scripts:
        for steps in script.rows:
            if len(steps) > 1:
                numbers = tuple(map(marks.of, steps))
                found.append(_Row(script, steps, numbers, _begins(steps), kind))
    return found


def _begins(steps: Row) -> tuple[int, ...]:
    begins = [step.begins for step in steps]
    return (*begins, max(begins[-1] + 1, steps[-1].ends))


def _seed(row: _Row, start: int) -> tuple[int, ...]:
    """Return the beginning of a run: STEPS steps, or as few as fill LINES lines."""
    for length in range(2, STEPS):
        if start + length <= len(row.marks) and _Run(row, start, length).lines >= LINES:
            return row.marks[start : start + length]
    return row.marks[start : start + STEPS] if start + STEPS <= len(row.marks) else ()


def _longest(
    row: _Row, start: int, other: _Row, there: int, texts: _Texts
) -> tuple[_Run, _Run] | None:
    """Return the run from here on in both rows, where it is long enough."""
    length, most = 0, min(len(row.marks) - start, len(other.marks) - there)
    while length < most and row.marks[start + length] == other.marks[there + length]:
        if not texts.alike(row, start + length, other, there + length):
            break
        length += 1
    here = _Run(row, start, length)
    if length < STEPS and (length < 2 or here.lines < LINES):
        return None
    return here, _Run(other, there, length)


class _Texts:
    """The words of steps, read from their files."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.lines: dict[str, list[str]] = {}
        self.plain: dict[tuple[str, int], str] = {}

    def alike(self, row: _Row, place: int, other: _Row, there: int) -> bool:
        """Tell whether two steps say the same but for what steps are called."""
        if self._written(row, place) == self._written(other, there):
            return True
        return self._plain(row, place) == self._plain(other, there)

    def _written(self, row: _Row, place: int) -> list[str]:
        path = row.script.path
        if path not in self.lines:
            self.lines[path] = self.files[path].decode("utf-8", "replace").splitlines()
        return self.lines[path][row.begins[place] - 1 : row.begins[place + 1] - 1]

    def _plain(self, row: _Row, place: int) -> str:
        """Return a step without its id, remarks and spaces, the names of steps replaced by where they stand; of the last one also
        without where it leads, which every file must say in its own way."""
        key = (row.script.path, row.begins[place])
        if key not in self.plain:
            kept = (line.strip() for line in self._written(row, place))
            text = " ".join(line for line in kept if line and not line.startswith("#"))
            names = {step.id: f"§{at - place}" for at, step in enumerate(row.steps)}
            text = _THEN.sub("", text) if place == len(row.steps) - 1 else text
            named = _NAME.sub(lambda word: names.get(word[0], word[0]), _ID.sub("", text))
            self.plain[key] = " ".join(named.split())
        return self.plain[key]


def _told(pairs: list[tuple[_Run, _Run]]) -> Finding:
    here, there = pairs[0]
    first, second = there.row, here.row
    more = len({copy.row.script.path for copy, _ in pairs}) - 1
    others = f", and in {more} more {'files' if more > 1 else 'file'}" if more else ""
    step = second.steps[here.start]
    return warning(
        second.script.path,
        step.span,
        "FILE-147",
        f'{here.length} steps from "{step.id}" on also stand in {first.script.path} from line '
        f"{first.begins[there.start]} on{others}",
        "A slip put right in one of them would still meet the citizens of the other",
        _advice(first, second),
    )


def _advice(first: _Row, second: _Row) -> str:
    """Return what to make of a run that stands twice."""
    if first.kind == "fragment":
        name = first.script.path.rpartition("/")[2].removesuffix(".yaml")
        return f"Write use: {name} here"
    if first.script.path.partition("/")[0] == second.script.path.partition("/")[0]:
        return "Make a fragment of these steps, or a family of the two services"
    return "Make a fragment of these steps in _shared/fragments/, and use it in both"
