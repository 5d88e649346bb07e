"""What officers are told about YAML that can be read but is not used here; words in braces are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Remark(NamedTuple):
    """Why a piece of YAML is refused."""

    code: str
    message: str
    why: str
    fix: str


_COPIES = "A change in one place would silently change another"

REMARKS: Mapping[str, Remark] = {
    "empty": Remark(
        "YAML-010", "The file is empty", "", "Write the file's content, or delete the file"
    ),
    "directive": Remark(
        "YAML-012",
        "A line that begins with % gives instructions to the YAML reader",
        "",
        "Delete the line",
    ),
    "second document": Remark(
        "YAML-013",
        'A second document starts here: a line "---" divides the file in two',
        "Only the first half would be used",
        'Delete the line "---", or make two files',
    ),
    "anchor": Remark(
        "YAML-014",
        '"&{name}" is a YAML anchor, which these files do not use',
        _COPIES,
        "Delete it, or put a text that begins with & in quotes",
    ),
    "alias": Remark(
        "YAML-014",
        '"*{name}" repeats another part of the file by reference',
        _COPIES,
        "Write the value out here, or put a text that begins with * in quotes",
    ),
    "merge": Remark(
        "YAML-015",
        'The key "<<" would merge another mapping into this one',
        _COPIES,
        "Write the keys out here",
    ),
    "deep": Remark(
        "YAML-016",
        "Lists and keys lie more than {depth} deep inside each other here",
        "",
        "Divide this part into steps of their own",
    ),
    "group as key": Remark(
        "YAML-017",
        "A key must be one word, and here stands a list or a mapping",
        "",
        "Write a word before the colon; put a text that begins with [ or {{ in quotes",
    ),
    "no key": Remark(
        "YAML-017",
        "There is no key before this colon",
        "",
        "Write the key, or delete the colon",
    ),
    "repeated": Remark(
        "YAML-018",
        '"{name}" stands here a second time; the first is on line {line}',
        "Only one of the two would count, and nobody would see which",
        "Keep one of the two",
    ),
    "repeated id": Remark(
        "YAML-018",
        '"{name}" stands here a second time; the first is on line {line}',
        "Only one of the two would count, and nobody would see which",
        'Begin each step with "- ", as in: - id: …, or keep one of the two',
    ),
    "tag": Remark(
        "YAML-019",
        "A word that begins with ! is a YAML tag, which these files do not use",
        "",
        "Delete it, or put a text that begins with ! in quotes",
    ),
    "comma": Remark(
        "YAML-020",
        'Inside {{ }} a comma ends the text, so "{rest}" is read as a key of its own',
        'A citizen would read "{words}" and nothing more',
        'Put the whole text in quotes: {name}: "{words}, {rest}"',
    ),
    "comma in number": Remark(
        "YAML-020",
        'Inside {{ }} a comma ends the number, so "{rest}" is read as a key of its own',
        "Only the part before the comma would be used",
        'Write "{name}" without commas, or as in: 1 lakh',
    ),
    "no value": Remark(
        "YAML-021",
        '"{name}" stands inside {{ }} without a value',
        "",
        'Write "{name}: …"; a list of words stands in [ ], and a text that contains a comma in quotes',
    ),
    "no space": Remark(
        "YAML-027", "After this colon a space is missing", "", "Write a space after the colon"
    ),
    "curled": Remark(
        "YAML-025",
        "The curled quote {sign} does not begin a text in quotes; it would be part of the text",
        "The citizen would see it, and a comma behind it would cut the text off",
        'Write straight quotes in place of the curled ones: "…"',
    ),
    "hash": Remark(
        "YAML-030",
        'Everything after "#" is a comment, so "{lost}" is not part of the text',
        'The citizen would read "{words}" and nothing more',
        'Put the whole text in quotes; a comment begins with "# "',
    ),
}
