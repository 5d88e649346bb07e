"""The pages of docs/findings: every code with a wrong text, what is said about it, and the right text, all of them played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from engine.cli.explain import about, around, explanation, nothing, visible

if TYPE_CHECKING:
    from engine.language.explanations import Explanation

WRITTEN = (
    "Written by `catalog docs` from `engine/language/codes.py` and `engine/language/explained/`."
)
DAY = date(2026, 11, 22)
"""The day on which the examples are played."""
LONGEST = 30
"""Lines shown of a text."""


def pages() -> Iterator[tuple[str, str]]:
    """Yield each page's name with its text."""
    from engine.language.codes import CODES

    blocks = {
        block: sorted(codes)
        for block, codes in groupby(sorted(CODES), key=lambda code: code.partition("-")[0])
    }
    yield "README.md", _index(blocks)
    files = around()
    for block, codes in blocks.items():
        parts = [f"# {block}: {about(block)}", "", WRITTEN]
        for code in codes:
            parts += ["", *_section(code, files)]
        yield f"{block}.md", "\n".join(parts) + "\n"


def _index(blocks: Mapping[str, list[str]]) -> str:
    from engine.language.codes import CODES

    lines = ["# What `catalog validate` may say", "", WRITTEN, ""]
    lines += [
        "`catalog explain CODE` shows the same in the terminal. A code never changes its meaning.",
        "",
    ]
    for block, codes in blocks.items():
        lines += [f"## {block}: {about(block)}", "", "| Code | What is wrong |", "|---|---|"]
        lines += [
            f"| [{code}]({block}.md#{code.lower()}-{_anchor(CODES[code].title)}) | {_cell(CODES[code].what)} |"
            for code in codes
        ]
        lines.append("")
    return "\n".join(lines)


def _anchor(title: str) -> str:
    """Return a heading's words as a code host writes them in a link."""
    kept = "".join(each for each in title.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;")


def _section(code: str, files: Mapping[str, bytes]) -> list[str]:
    from engine.language.codes import CODES

    known = CODES[code]
    lines = [f"## {code} {known.title}", "", f"{known.what} {known.why}"]
    shown = explanation(code)
    return [*lines, "", *_example(shown, files)] if shown else lines


def _example(shown: Explanation, files: Mapping[str, bytes]) -> list[str]:
    lines = []
    for path, text in shown.also.items():
        lines += [f"With this in `{path}`:", *_fenced(text)]
    gone = shown.file in shown.without
    lines += [f"Wrong, in `{shown.file}`:", *_fenced(shown.wrong, gone)]
    lines += ["This is what is said:", "```text", _said(shown, files), "```"]
    lines += [f"Right, in `{shown.right_file or shown.file}`:", *_fenced(shown.right, shown.whole)]
    return [*lines, f"Where the rule comes from: {shown.source}."]


def _fenced(text: str, whole: bool = False) -> list[str]:
    if not text.strip():
        return ["```text", nothing(whole), "```"]
    lines = [visible(line) for line in text.splitlines()]
    lines = lines if len(lines) <= LONGEST else [*lines[:LONGEST], "…"]
    return ["```yaml", *lines, "```"]


def _said(shown: Explanation, files: Mapping[str, bytes]) -> str:
    """Return the finding as it is printed, without the line that only says where to look for more.

    What else is said of so small a catalogue, as that nothing tests it, is left out.
    """
    from engine.language.catalogue import load_whole
    from engine.language.codes import with_reason
    from engine.language.explanations import wrong_files
    from engine.language.findings import render_text
    from engine.language.judging import judge
    from engine.language.source import source_of
    from engine.wiring.prepared import schemas

    wrong = wrong_files(shown, files)
    loaded, remarks, waivers, _ = load_whole(wrong, schemas())
    found = judge(loaded.findings, remarks, waivers, DAY).findings
    return "\n".join(
        render_text(with_reason(each), source_of(each.path, wrong.get(each.path, b"")))
        for each in found
        if (each.code, each.path) == (shown.code, shown.place or shown.file)
    )
