"""`type: document(pdf|jpeg|png, 5 MB)`: a file or a photo of a paper."""

from __future__ import annotations

from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, WRONG_MEDIA, Bounds, Given, Parameters, Reading
from engine.domain.answers.media import (
    MIME_TYPES,
    file_limits,
    mime_of,
    size_in_words,
    stored_media,
)
from engine.domain.rendering import LONGEST_FILE_NAME
from engine.domain.types import Document, Type

_HINTS = Hints(
    problems={
        "wrong_media": {
            "en": "A file is needed here.",
            "te": "ఇక్కడ పత్రం (ఫైల్) పంపాలి.",
        },
        "wrong_type": {
            "en": "Files of this kind cannot be taken; these can: {kinds}.",
            "te": "ఈ రకం ఫైల్ తీసుకోలేం; ఇవి పంపవచ్చు: {kinds}.",
        },
        "too_large": {
            "en": "The file is too big; at most {size} can be taken.",
            "te": "ఫైల్ చాలా పెద్దది; గరిష్ఠంగా {size} మాత్రమే తీసుకోగలం.",
        },
    },
    how={
        "en": (
            "Please send the paper as a file or a photo. For example: a {example}",
            "Please tap the attach sign (clip or +), choose Document or Camera, and send it: "
            "{kinds}, at most {size}. For example: a {example}",
            "Please place the paper flat in good light, take a photo of the whole page with "
            "WhatsApp's camera, and send it. Allowed: {kinds}, at most {size}. "
            "For example: a {example}",
        ),
        "te": (
            "దయచేసి పత్రాన్ని ఫైల్‌గా లేదా ఫోటోగా పంపండి. ఉదాహరణకు: {example}",
            "దయచేసి అటాచ్ గుర్తు (క్లిప్ లేదా +) నొక్కి, Document లేదా Camera ఎంచుకుని పంపండి: "
            "{kinds}, గరిష్ఠంగా {size}. ఉదాహరణకు: {example}",
            "దయచేసి వెలుతురు ఉన్న చోట పత్రాన్ని సమంగా పరిచి, పేజీ మొత్తం కనిపించేలా వాట్సాప్ కెమెరాతో ఫోటో తీసి పంపండి. "
            "పంపదగినవి: {kinds}, గరిష్ఠంగా {size}. ఉదాహరణకు: {example}",
        ),
    },
)


class DocumentAnswer:
    """A file of the kinds and the size between the brackets."""

    name = "document"
    parameters: Parameters = "list"
    problems = ("empty", "wrong_media", "wrong_type", "too_large")

    def value_type(self) -> Type:
        """Return the type of files."""
        return Document()

    def bound(self, written: str) -> None:
        """Return None: a file takes kinds and a size, not a range."""

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the file; a size the channel does not tell is checked when the file is fetched."""
        media = given.media
        if media is None:
            return EMPTY if given.text is None and given.location is None else WRONG_MEDIA
        kinds, most = file_limits(bounds.options)
        mime = mime_of(media)
        if mime not in {MIME_TYPES[kind] for kind in kinds}:
            return Reading(problem="wrong_type")
        if media.bytes > most:
            return Reading(problem="too_large")
        return Reading(stored_media(media, mime))

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with the kinds and the size."""
        kinds, most = file_limits(bounds.options)
        shown = [kind.upper() for kind in kinds]
        return _HINTS.say(
            problem,
            language,
            attempt,
            kinds=", ".join(shown),
            size=size_in_words(most),
            example=shown[0],
        )

    def longest(self, bounds: Bounds) -> int:
        """Return the longest file name kept."""
        return LONGEST_FILE_NAME


DOCUMENT = DocumentAnswer()
