"""The codes of findings about plain words: what is wrong and why it matters. TEXT-560 is an error, and so is
TEXT-553 unless the glossary calls the entry advice; all others are warnings.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

STYLE_CODES: Mapping[str, Words] = {
    "TEXT-551": (
        "long sentence",
        "A sentence has more words than the state's style file allows.",
        "Whoever reads slowly, or has it read out, loses the beginning before the end.",
    ),
    "TEXT-552": (
        "office language",
        "A text has a word of offices for which people have a plain one.",
        "A citizen would have to ask somebody what it means.",
    ),
    "TEXT-553": (
        "not the state's word",
        "A text calls something otherwise, or spells it otherwise, than the state's glossary.",
        "One thing under two names looks like two things.",
    ),
    "TEXT-554": (
        "not polite",
        "A text orders the citizen about, or speaks as one speaks to a child.",
        "A citizen deserves the form one uses to an elder.",
    ),
    "TEXT-555": (
        "mixed digits",
        "A text has digits of two scripts.",
        "Numbers that are to be compared or copied must look alike.",
    ),
    "TEXT-556": (
        "glued ending",
        "Letters follow a placeholder without a space.",
        "The ending fits some values and is wrong after others.",
    ),
    "TEXT-557": (
        "options look alike",
        "Two options of one choice differ in a single letter or sign.",
        "A citizen taps the wrong one.",
    ),
    "TEXT-558": (
        "shouting",
        "A text has several exclamation marks, or several words in capitals one after another.",
        "A citizen feels scolded.",
    ),
    "TEXT-559": (
        "please, please, please",
        "The word for please stands in one text more than twice.",
        "The message gets longer, not politer.",
    ),
    "TEXT-560": (
        "advice against itself",
        "A style file recommends a word that it tells to avoid elsewhere.",
        "Whoever follows the advice is told to change it again.",
    ),
    "TEXT-561": (
        "letters of another language",
        "A text has no letter of its language, and words of another.",
        "A citizen who chose that language could perhaps not read it.",
    ),
}
