"""Which language somebody writes, as far as it can be told: by the script first, then by Telugu words in Latin letters."""

from __future__ import annotations

from engine.domain.comparing import fold

SCRIPTS = (("te", "\u0c00", "\u0c7f"),)
"""Language, first and last sign of its script (Unicode block Telugu: https://www.unicode.org/charts/PDF/U0C00.pdf)."""

MARKERS = {
    "te": frozenset(
        (
            "aadayam", "adayam", "amma", "anni", "aparu", "arji", "avasaram", "ayya", "bhoomi", "bhumi", "bidda", "chala", "cheppandi",
            "cheyali", "cheyandi", "cheyyali", "chudali", "darakhastu", "darsanam", "dayachesi", "dhruvapatram", "ekkada", "ela", "elaa",
            "emiti", "enduku", "enni", "enta", "entha", "enti", "eppudu", "firyadu", "fhiryadu", "garu", "gudi", "gurinchi", "illu",
            "inka", "ivvandi", "janma", "kaavali", "kadu", "kattali", "kattaali", "kavali", "kavalandi", "kavalenu", "kosam", "kulam",
            "ledu", "leka", "maa", "maranam", "meeku", "meeru", "miru", "mundu", "naa", "naaku", "naku", "namaskaram", "nenu", "nunchi",
            "paina", "pathram", "patram", "patralu", "pellam", "pelli", "pillala", "poyindi", "raledu", "ravali", "sahayam", "samasya",
            "sthiti", "tappu", "teliyadu", "telugulo", "undi", "undha", "unnadi", "unnaya", "vachindi", "vaddu", "vastundi", "vivaralu",
            "aasti", "bassu", "bhojanam", "inti", "janana", "kotta", "kottha", "pannu", "puttina", "vaidya", "viralam",
        )
    )
}  # fmt: skip
"""Words of the language as people type them in Latin letters; none of them is an English word."""


def guess(text: str) -> str:
    """Return the language these words are written in, or an empty string where neither script nor words tell."""
    for language, first, last in SCRIPTS:
        if any(first <= sign <= last for sign in text):
            return language
    said = set(fold(text).split())
    return next((language for language, words in MARKERS.items() if said & words), "")


def is_latin(text: str) -> bool:
    """Whether every letter of these words is a plain Latin one, and there is one."""
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(sign.isascii() for sign in letters)
