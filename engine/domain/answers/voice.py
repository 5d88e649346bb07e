"""`type: voice`: a voice note, kept as it is; what is said in it is for a person, or a later step, to hear."""

from __future__ import annotations

from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, WRONG_MEDIA, Bounds, Given, Parameters, Reading
from engine.domain.answers.media import mime_of, size_in_words, stored_media
from engine.domain.limits import AUDIO_BYTES
from engine.domain.types import Document, Type

_HINTS = Hints("voice")


class VoiceAnswer:
    """A recording, as a document."""

    name = "voice"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "too_large")

    def value_type(self) -> Type:
        """Return the type of files."""
        return Document()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the recording."""
        media = given.media
        if media is None:
            return EMPTY if given.text is None and given.location is None else WRONG_MEDIA
        mime = mime_of(media)
        if not mime.startswith("audio/"):
            return WRONG_MEDIA
        if media.bytes > AUDIO_BYTES:
            return Reading(problem="too_large")
        return Reading(stored_media(media, mime))

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt, size=size_in_words(AUDIO_BYTES))


VOICE = VoiceAnswer()
