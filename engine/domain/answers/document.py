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
from engine.domain.types import Document, Type

_HINTS = Hints("document")


class DocumentAnswer:
    """A file of the kinds and the size between the brackets."""

    name = "document"
    parameters: Parameters = "list"
    problems = ("empty", "wrong_media", "wrong_type", "too_large")

    def value_type(self) -> Type:
        """Return the type of files."""
        return Document()

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


DOCUMENT = DocumentAnswer()
