"""Every finding's code: what it is called, what is wrong, and why it matters; `catalog explain CODE` prints it.

Blocks: YAML-0xx syntax · FILE-1xx names and places · SHAPE-2xx schema · FLOW-3xx graph · EXPR-4xx conditions · TEXT-5xx wording
and translation · FEE-6xx · CONN-7xx · CHAN-8xx platform limits · PRIV-9xx privacy · POLICY-10xx the state's policies
· CERT-11xx certificates · TEST-0xx scenarios.
A code never changes its meaning and is never used again for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from engine.language.certificate_codes import CERTIFICATE_CODES
from engine.language.channel_codes import CHANNEL_CODES
from engine.language.findings import Finding
from engine.language.flow_codes import FLOW_CODES
from engine.language.policy_codes import POLICY_CODES
from engine.language.style_codes import STYLE_CODES
from engine.language.upkeep_codes import UPKEEP_CODES


class Code(NamedTuple):
    """title: a few words; what: one sentence; why: what would happen to a citizen or an officer."""

    title: str
    what: str
    why: str


_UNREAD = "Nothing of the file can be used, so its service is missing from the menu."
_HIDDEN = "What a reviewer sees would not be what a citizen gets."

YAML: Mapping[str, Code] = {
    "YAML-001": Code(
        "file too large",
        "A file has more than 512 kB.",
        "Reading it would hold up everybody else's check.",
    ),
    "YAML-002": Code(
        "not UTF-8",
        "The file's bytes are not UTF-8 text.",
        "Telugu letters would reach the citizen as question marks.",
    ),
    "YAML-003": Code(
        "tab",
        "A tab stands in the file.",
        "Editors show tabs in different widths, so lines seem to belong where they do not.",
    ),
    "YAML-004": Code(
        "direction character", "An invisible character turns the direction of writing.", _HIDDEN
    ),
    "YAML-005": Code(
        "invisible character",
        "A control character or an invisible space stands in the file.",
        _HIDDEN,
    ),
    "YAML-006": Code("not YAML", "A line cannot be read as YAML.", _UNREAD),
    "YAML-010": Code("empty file", "The file holds nothing.", _UNREAD),
    "YAML-012": Code(
        "YAML instruction",
        "A line beginning with % instructs the YAML reader.",
        "The same file could be read in two ways.",
    ),
    "YAML-013": Code(
        "two documents", "A line --- divides the file in two.", "Only the first half would be used."
    ),
    "YAML-014": Code(
        "anchor or alias",
        "A part of the file refers to another part by & and *.",
        "A change in one place would silently change another.",
    ),
    "YAML-015": Code(
        "merge key",
        "The key << merges one mapping into another.",
        "A change in one place would silently change another.",
    ),
    "YAML-016": Code(
        "too deep",
        "Lists and keys lie more than 30 deep inside each other.",
        "Nobody could review it, and readers of files could be brought to a halt.",
    ),
    "YAML-017": Code("not a key", "Before a colon stands nothing, a list or a mapping.", _UNREAD),
    "YAML-018": Code(
        "key twice",
        "The same key stands twice in one place.",
        "Only one of the two would count, and nobody would see which.",
    ),
    "YAML-019": Code(
        "YAML tag",
        "A word begins with ! and is not in quotes.",
        "YAML would turn the value into something else.",
    ),
    "YAML-020": Code(
        "text cut at its comma",
        "Inside { } an unquoted text contains a comma.",
        "The citizen would read the text only up to the comma.",
    ),
    "YAML-021": Code(
        "key without value",
        "Inside { } a word stands without a colon and a value.",
        "Nobody can tell what was meant.",
    ),
    "YAML-022": Code("bracket not closed", "A bracket is opened and never closed.", _UNREAD),
    "YAML-023": Code("quote not closed", "A quote is opened and not closed on its line.", _UNREAD),
    "YAML-024": Code(
        "unknown backslash",
        "In double quotes a backslash is followed by a letter that means nothing.",
        _UNREAD,
    ),
    "YAML-025": Code(
        "quotes needed",
        "A text begins with a sign of YAML or with a curled quote, or contains a colon and a space.",
        _UNREAD,
    ),
    "YAML-026": Code("words after a quote", "After the closing quote more words follow.", _UNREAD),
    "YAML-027": Code(
        "colon missing", "A line has no colon after its key, or no space after the colon.", _UNREAD
    ),
    "YAML-028": Code(
        "list on its key's line", "A list with dashes begins on the line of its key.", _UNREAD
    ),
    "YAML-029": Code(
        "indentation",
        "A line does not stand as far to the right as the lines it belongs to.",
        _UNREAD,
    ),
    "YAML-030": Code(
        "text cut at a #",
        'A text without quotes contains a "#" with a space before it.',
        "The citizen would read the text only up to there.",
    ),
}

_SHAPELESS = "The part would be ignored or misread, so it is refused."

SHAPE: Mapping[str, Code] = {
    "SHAPE-201": Code(
        "unknown key", "A key is not one that this part of the file can have.", _SHAPELESS
    ),
    "SHAPE-202": Code("missing key", "A key that is needed here is missing.", _SHAPELESS),
    "SHAPE-203": Code("other type", "A value is of another type than its key needs.", _SHAPELESS),
    "SHAPE-204": Code("other form", "A text does not have the form its key needs.", _SHAPELESS),
    "SHAPE-205": Code(
        "not one of the words", "A value is not one of the words its key can have.", _SHAPELESS
    ),
    "SHAPE-206": Code(
        "length",
        "A text is longer or shorter than allowed.",
        "WhatsApp would refuse it, or the citizen would read a text cut short.",
    ),
    "SHAPE-207": Code("out of range", "A number is larger or smaller than allowed.", _SHAPELESS),
    "SHAPE-208": Code(
        "too many or too few", "A list or group has more or fewer entries than allowed.", _SHAPELESS
    ),
    "SHAPE-209": Code(
        "entry twice", "The same entry stands twice in a list.", "The citizen would see it twice."
    ),
    "SHAPE-210": Code(
        "needs its partner", "A key stands without another it cannot do without.", _SHAPELESS
    ),
    "SHAPE-211": Code(
        "does not fit", "A value follows none of the forms its key can have.", _SHAPELESS
    ),
}

_STUCK = "The conversation could not go on from there."
_NEVER = "The condition would never be so, whatever a citizen answers."

EXPR: Mapping[str, Code] = {
    "EXPR-401": Code(
        "incomplete condition",
        "Something is missing in a condition, or a word stands where none fits.",
        _STUCK,
    ),
    "EXPR-402": Code(
        "condition too long",
        "A condition has more than 300 characters or more than 20 brackets inside each other.",
        "Nobody could review it.",
    ),
    "EXPR-403": Code(
        "word from elsewhere",
        "A sign or a word of another language stands in a condition.",
        "Each condition has one spelling, so that every officer can read every flow.",
    ),
    "EXPR-404": Code(
        "unclear number, date or time",
        "A number, amount, date or time can be read in two ways, or in none.",
        "A citizen could be refused on the wrong day or for the wrong amount.",
    ),
    "EXPR-405": Code(
        "type not understood",
        "The notation after type: cannot be read.",
        "The question would accept the wrong answers.",
    ),
    "EXPR-410": Code(
        "unknown name", "A name is neither an answer nor anything else known here.", _STUCK
    ),
    "EXPR-411": Code(
        "not an option", "A value is compared with a word that is not one of its options.", _NEVER
    ),
    "EXPR-412": Code("unknown function", "There is no function of this name.", _STUCK),
    "EXPR-413": Code("number of values", "A function is given too many or too few values.", _STUCK),
    "EXPR-414": Code(
        "wrong value for a function",
        "A function is given a kind of value it cannot work with.",
        _STUCK,
    ),
    "EXPR-420": Code(
        "cannot be compared",
        "Two values of different types stand on both sides of a comparison.",
        _NEVER,
    ),
    "EXPR-421": Code(
        "no order", "Values without an order are compared by size or by time.", _STUCK
    ),
    "EXPR-422": Code(
        "cannot be calculated",
        "Two values are added, multiplied or divided that do not go together.",
        "An amount could be wrong.",
    ),
    "EXPR-423": Code(
        "rounding needed",
        "A division or a percentage gives a part of a paisa or of a whole number.",
        "Two systems could charge two different amounts.",
    ),
    "EXPR-424": Code(
        "division by zero", "A divisor could be 0.", "A citizen's 0 would stop the conversation."
    ),
    "EXPR-425": Code(
        "not yes or no", "Beside and, or, not stands a value that is neither yes nor no.", _STUCK
    ),
    "EXPR-426": Code(
        "another type is needed", "An expression gives another type than its place needs.", _STUCK
    ),
    "EXPR-451": Code(
        "never so",
        "A condition cannot hold, by the bounds of its answers or by the way one comes to it.",
        _NEVER,
    ),
    "EXPR-452": Code(
        "always so",
        "A condition holds whatever is answered within the bounds of its questions.",
        "It decides nothing, and was probably meant to.",
    ),
}

TEXT: Mapping[str, Code] = {
    "TEXT-501": Code(
        "braces",
        "A placeholder has single braces, or braces that do not close.",
        "The citizen would see the braces as they stand.",
    ),
    "TEXT-502": Code(
        "more than a name",
        "Between the braces stands something other than the name of an answer.",
        "Texts contain no logic, so that translators can work on them.",
    ),
    "TEXT-503": Code(
        "unknown placeholder",
        "A placeholder names nothing that is known here.",
        "The message could not be sent.",
    ),
    "TEXT-504": Code(
        "no form in words",
        "A placeholder names a group or a list, which has no form in words.",
        "The message could not be sent.",
    ),
    "TEXT-505": Code(
        "placeholder in one language only",
        "A text puts in an answer in one language and leaves it out in another.",
        "A citizen of one language would be told what a citizen of another is not.",
    ),
    "TEXT-506": Code(
        "placeholder in words that are passed on",
        "Words given to a fragment or a family have a placeholder, and such words are said as they stand.",
        "The citizen would see the braces as they stand.",
    ),
}

FLOWS: Mapping[str, Code] = {
    code: Code(*words) for code, words in {**FLOW_CODES, **POLICY_CODES, **UPKEEP_CODES}.items()
}

SAID: Mapping[str, Code] = {
    code: Code(*words)
    for code, words in {**CERTIFICATE_CODES, **CHANNEL_CODES, **STYLE_CODES}.items()
}

CODES: Mapping[str, Code] = {**YAML, **SHAPE, **EXPR, **TEXT, **FLOWS, **SAID}
"""All codes by name. Every block is listed here."""


def with_reason(finding: Finding) -> Finding:
    """Return a finding that says why it matters; where it does not say so itself, as its code does."""
    known = CODES.get(finding.code)
    return finding if finding.why or known is None else replace(finding, why=known.why.rstrip("."))
