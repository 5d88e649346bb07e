"""Reads several options out of one reply: `1,3`, "village and town", గ్రామం మరియు పట్టణం, "all"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.domain.answers.choice import Choosable, match_choice
from engine.domain.comparing import fold
from engine.domain.digits import clean

_BETWEEN = re.compile(
    r"[,;/&+|\n\u060c]+|(?<=\d)[. ]+(?=\d)|(?:(?<=\s)|(?<=\d))(?:and|mariyu|inka|aur|मरियु|और|तथा|اور|మరియు|ఇంకా)(?=\s|\d)",
    re.IGNORECASE,
)
_ALL = frozenset(
    map(
        fold,
        [
            "all",
            "everything",
            "anni",
            "annee",
            "అన్నీ",
            "అన్ని",
            "sab",
            "सब",
            "सभी",
            "سب",
            "سبھی",
            "تمام",
        ],
    )
)
_LONGEST = 400


def match_several(reply: str, options: Sequence[Choosable]) -> tuple[str, ...]:
    """Return the keys of the options a reply names, in their order on screen; empty where a part of it is not understood.

    A reply that is one option's own words is that option, whatever commas they hold.
    """
    text = clean(reply[:_LONGEST])
    single = match_choice(text, options)
    if single is not None:
        return (single,)
    if fold(text) in _ALL:
        return tuple(option.value for option in options)
    found = [match_choice(part, options) for part in _BETWEEN.split(text) if part.strip()]
    if not found or None in found:
        return ()
    return tuple(option.value for option in options if option.value in found)
