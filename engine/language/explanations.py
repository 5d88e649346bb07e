"""A code explained by two short texts, a wrong and a right one, that lie in a small catalogue which fills in everything else.

The texts are `explained/<CODE>.yaml`, the small catalogue is `explained/around/`. A text replaces the keys and steps it names and leaves
the others, so that a reader sees only the lines that matter and a test can still play the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.language import nodes

_KEY = re.compile(r"(\w+)")
_PART = re.compile(r"  (?:- id: |- \{id: )?(\w+)")


@dataclass(frozen=True, slots=True)
class Explanation:
    """file: where both texts stand; at: the words the finding marks, empty for a whole file; place: the file the finding is in, where it
    is another; right_file: where the right text stands, where that is
    another; source: where the rule comes from; also: texts of other files; without: files that are not there; whole: the texts are
    the whole file; times: how often the wrong text is repeated; encoding: how it was saved."""

    code: str
    file: str
    wrong: str
    right: str
    source: str
    at: str = ""
    place: str = ""
    right_file: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    whole: bool = False
    times: int = 1
    encoding: str = "utf-8"


def read_explanation(code: str, content: bytes) -> Explanation:
    """Return what a file of `explained/` says. Raises ValueError where it cannot be read, since it is ours."""
    parsed = nodes.parse(content, code)
    if not isinstance(parsed.node, nodes.Mapping) or parsed.findings:
        raise ValueError(f"{code}.yaml cannot be read: {parsed.findings}")
    plain = nodes.to_plain(parsed.node)
    plain["without"] = tuple(plain.get("without", ()))
    plain["source"] = plain["source"].strip()
    return Explanation(code=code, **plain)


def wrong_files(each: Explanation, around: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the small catalogue with the wrong text in it."""
    files = {path: content for path, content in around.items() if path not in each.without}
    if each.file in each.without:
        return files
    return _with(files, each, each.file, each.wrong * each.times, each.encoding)


def right_files(each: Explanation, around: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the small catalogue with the right text in it; where there is none, the file is not there."""
    if each.whole and not each.right:
        return _with({**around}, each, "", "", "utf-8")
    return _with({**around}, each, each.right_file or each.file, each.right, "utf-8")


def _with(
    files: dict[str, bytes], each: Explanation, file: str, text: str, encoding: str
) -> dict[str, bytes]:
    for path, words in each.also.items():
        files[path] = placed(words, files.get(path, b"").decode()).encode()
    if file:
        full = text if each.whole else placed(text, files.get(file, b"").decode())
        files[file] = full.encode(encoding)
    return files


def placed(text: str, around: str) -> str:
    """Return the file `around` with the blocks of the text in place of its own of the same name; what it does not name stays."""
    new, old = _blocks(text, _KEY), _blocks(around, _KEY)
    named = {name for name, _ in new}
    kept = [(name, lines) for name, lines in old if name not in named]
    before = {name: lines for name, lines in old if name in named}
    merged = [(name, _merged(lines, before.get(name, []))) for name, lines in new]
    first = next((at for at, (name, _) in enumerate(old) if name in named), len(kept))
    if merged and not merged[0][0]:
        first = 0
    return "".join("".join(lines) for _, lines in (*kept[:first], *merged, *kept[first:]))


def _merged(lines: list[str], before: list[str]) -> list[str]:
    """Return a block whose parts stand in place of those of the same name; new ones come before the last."""
    if len(lines) < 2 or len(before) < 2 or lines[0] != before[0]:
        return lines
    parts, own = _blocks("".join(before[1:]), _PART), _blocks("".join(lines[1:]), _PART)
    there = {name for name, _ in parts}
    shown = {name: part for name, part in own if name in there}
    fresh = [part for name, part in own if name not in there]
    kept = [shown.get(name, part) for name, part in parts]
    return [before[0], *(line for part in (*kept[:-1], *fresh, kept[-1]) for line in part)]


def _blocks(text: str, begins: re.Pattern[str]) -> list[tuple[str, list[str]]]:
    """Return the blocks of a text, each with the name it begins with."""
    blocks: list[tuple[str, list[str]]] = []
    for line in text.splitlines(keepends=True):
        found = begins.match(line)
        if found or not blocks:
            blocks.append((found[1] if found else "", []))
        blocks[-1][1].append(line)
    return blocks
