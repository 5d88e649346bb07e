"""The codes of findings about a service as a whole: what does not hold on every way through it, and what it takes.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.value_codes import Words

_NEVER_FITS = "One of the two would do nothing, and nobody would notice."

GRAPH: Mapping[str, Words] = {
    "FLOW-351": (
        "no end",
        "From a step no end can be reached but by giving up.",
        "A citizen would be led round and round, and could only leave by stopping.",
    ),
    "FLOW-352": (
        "circle without the citizen",
        "Steps lead round in a circle on which the citizen is asked nothing.",
        "It would run or write to the citizen again and again, until we break it off with an apology.",
    ),
    "FLOW-353": (
        "way back without bound",
        "What is not found, not free or not understood leads back, as often as one likes.",
        "A citizen without luck would be asked for ever, and somebody could guess without end.",
    ),
    "FLOW-354": (
        "no time at all",
        "A time limit is nothing.",
        "It would be over before the citizen can do anything.",
    ),
    "FLOW-355": (
        "nobody told of delay",
        "Officers have a time limit, and nobody is told when it is over.",
        "The case could lie on a desk for ever.",
    ),
    "FLOW-356": (
        "paid after it is gone",
        "A payment is possible for longer than what it pays for is held.",
        "The citizen would pay for what is no longer held, lose the place and wait for the money.",
    ),
    "FLOW-357": (
        "held too short",
        "Between booking and paying stands something that may take longer than the hold.",
        "The place may be gone when the citizen comes to pay.",
    ),
    "FLOW-358": (
        "given back unsaid",
        "A booking that nobody pays for is given back at a good end.",
        "The citizen would believe it is booked, and it is free for others.",
    ),
    "FLOW-359": (
        "nothing to say it with",
        "Something may have to be said after 24 hours, and the template for it is missing or lacks a language.",
        "WhatsApp would refuse it, and the citizen would not learn of it.",
    ),
    "FLOW-360": (
        "reminder in vain",
        "A reminder would come when the question is over.",
        "Nobody would be reminded.",
    ),
    "FLOW-361": (
        "open longer than kept",
        "Something may be done until a day on which the case is erased already.",
        "A citizen who comes in time would be told that nothing is known of the case.",
    ),
    "FLOW-362": (
        "promise too short",
        "The citizen is told a shorter time than the officers are given.",
        "Nobody would be late by our count, and the citizen would wait longer than promised.",
    ),
    "FLOW-363": (
        "asked for nothing",
        "Nothing reads the answer of a question.",
        "The citizen would give away something that nobody needs.",
    ),
    "FLOW-364": (
        "over the budget",
        "A service may take more turns, messages, calls or room than the state allows.",
        "It would tire citizens, or cost more than was planned.",
    ),
}
