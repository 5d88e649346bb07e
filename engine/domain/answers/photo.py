"""`type: photo`: a picture taken with the camera or chosen from the phone."""

from __future__ import annotations

from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, WRONG_MEDIA, Bounds, Given, Parameters, Reading
from engine.domain.answers.media import mime_of, size_in_words, stored_media
from engine.domain.limits import IMAGE_BYTES, IMAGE_TYPES
from engine.domain.types import Document, Type

_HINTS = Hints("photo")


class PhotoAnswer:
    """A JPEG or PNG, sent as a picture or as a file."""

    name = "photo"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "wrong_type", "too_large")

    def value_type(self) -> Type:
        """Return the type of files."""
        return Document()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the picture as a document."""
        media = given.media
        if media is None:
            return EMPTY if given.text is None and given.location is None else WRONG_MEDIA
        mime = mime_of(media)
        if mime not in IMAGE_TYPES:
            return Reading(problem="wrong_type")
        if media.bytes > IMAGE_BYTES:
            return Reading(problem="too_large")
        return Reading(stored_media(media, mime))

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt, size=size_in_words(IMAGE_BYTES))


PHOTO = PhotoAnswer()
