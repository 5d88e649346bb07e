"""The codes of remarks about a catalogue as a whole: what is unused, untested, repeated, out of date, not backed, and what may stand.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.value_codes import Words

_FOR_NOBODY = "Somebody keeps it up to date for nobody, and looks for a mistake in the wrong place."
_CHOOSE = "A citizen has to choose between things that cannot be told apart."

UPKEEP_CODES: Mapping[str, Words] = {
    "FILE-131": (
        "cannot be waived",
        "A waiver is for an error, for how a file is written, or for another waiver.",
        "What stops a release would be hidden and still stop it.",
    ),
    "FILE-132": (
        "waiver without a file",
        "A waiver names a file that is not there.",
        "It lets nothing stand.",
    ),
    "FILE-133": (
        "waiver in vain",
        "What a waiver lets stand is no longer found.",
        "It could hide a later slip that nobody has looked at.",
    ),
    "FILE-134": (
        "waiver over",
        "The last day of a waiver is past.",
        "Somebody promised to look at it by then.",
    ),
    "FILE-135": (
        "waiver too long",
        "A waiver lasts more than a year.",
        "Nobody would look at it again.",
    ),
    "FILE-141": (
        "source to be read again",
        "The day by which somebody had to compare a file with its source is past.",
        "A citizen may be told what no longer holds.",
    ),
    "FILE-143": ("fragment nobody uses", "No service uses a fragment.", _FOR_NOBODY),
    "FILE-144": ("family without members", "No service is a member of a family.", _FOR_NOBODY),
    "FILE-145": ("list nobody uses", "Nothing takes rows or reasons from a list.", _FOR_NOBODY),
    "FILE-146": ("template nobody uses", "No service names a template.", _FOR_NOBODY),
    "FILE-147": (
        "copied steps",
        "The same run of steps stands in two files.",
        "A slip put right in one of them would still meet the citizens of the other.",
    ),
    "FILE-148": (
        "keys in another order",
        "The keys at the top of a file stand in another order than in other files.",
        "Whoever looks after many files finds them later.",
    ),
    "FILE-149": (
        "copied end",
        "An end says word for word what is said once for all, or what ends of other services say.",
        "A sentence put right in one of them would still meet the citizens of the others.",
    ),
    "FILE-151": (
        "source for nothing",
        "A source under `sources:` names a fact that is not there.",
        "What it was meant for is taken for something that nobody has looked up.",
    ),
    "FILE-152": (
        "two sources for one fact",
        "Two sources under `sources:` name the same fact.",
        "Nobody could say which of the two to compare it with.",
    ),
    "FILE-153": (
        "checked, and nowhere to look it up",
        "A source or a row of amounts is called checked and names neither an order nor a page, or says that it is a sample.",
        "A citizen would be told as official what may have been invented.",
    ),
    "TEXT-525": (
        "find word without a letter",
        "A find word holds neither a letter nor a digit.",
        "Nobody could find anything by it.",
    ),
    "TEXT-526": (
        "find word is a number",
        "A find word chooses a line of the menu by its number.",
        "A citizen who types it comes to whatever stands on that line.",
    ),
    "TEXT-527": (
        "find word is a service's name",
        "A find word of one service is what another service is called.",
        "A citizen who types that name has to choose between the two.",
    ),
    "TEXT-528": (
        "called the same",
        "Two services, two departments or two life events are called the same in some language.",
        _CHOOSE,
    ),
    "TEXT-529": (
        "word of an option means more",
        "A word that chooses an option is a word of another one, a line's number, or a command.",
        "A citizen who types it gets something else.",
    ),
    "TEXT-581": (
        "one question in many wordings",
        "Services ask for the same thing in nearly the same words.",
        "A citizen who uses two of them wonders whether two things are wanted.",
    ),
    "TEXT-582": (
        "asked although known",
        "A question asks what a department's system has given on every way to it.",
        "A citizen must type what is known, and may type it wrongly.",
    ),
    "FEE-621": ("fee nobody asks for", "No service uses a table of amounts.", _FOR_NOBODY),
    "FEE-622": (
        "hole under the bands",
        "The lowest band begins above nothing.",
        "Below it the amount is nothing, which may not be meant.",
    ),
    "FEE-623": (
        "day before the amounts",
        "A fee is looked up for a day that the citizen names and that may lie before its first row.",
        "Nobody could say what to pay.",
    ),
    "FEE-624": (
        "column nobody comes to",
        "No answer of any service names a column of a table.",
        "An option may have been forgotten.",
    ),
    "FEE-625": (
        "row that changes nothing",
        "A row of a table has the amounts of the row before it.",
        "The amounts of a new order may have been forgotten.",
    ),
    "FEE-626": (
        "no amount for a row of a list",
        "A fee depends on a row of a list, and the table has no column for one of the rows.",
        "A citizen who chooses it could not be told what to pay.",
    ),
    "FEE-627": (
        "amount as words",
        "A text says an amount or a share of money as words, and no source is for what says it.",
        "When an order changes it, a citizen would still be told the old one.",
    ),
    "CONN-711": ("operation nobody asks for", "No service uses an operation.", _FOR_NOBODY),
    "CONN-712": ("system nobody asks", "No service uses a system.", _FOR_NOBODY),
    "TEST-010": (
        "service without tests",
        "No conversation tries a service.",
        "A later change could break it, and a citizen would be the first to know.",
    ),
    "TEST-011": (
        "end never tried",
        "No conversation of a service comes to one of its ends.",
        "What a citizen is told there was never tried.",
    ),
    "TEST-012": (
        "answer never corrected",
        "In no conversation of a service does the citizen correct an answer, though one could be.",
        "What becomes of a citizen who has mistyped something was never tried.",
    ),
    "TEST-013": (
        "time never passes",
        "In no conversation of a service does time pass, though the service waits.",
        "What a citizen sees who answers hours later, or too late, was never tried.",
    ),
}
