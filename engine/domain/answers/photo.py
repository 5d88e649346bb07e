"""`type: photo`: a picture taken with the camera or chosen from the phone."""

from __future__ import annotations

from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, WRONG_MEDIA, Bounds, Given, Parameters, Reading
from engine.domain.answers.media import mime_of, size_in_words, stored_media
from engine.domain.limits import IMAGE_BYTES, IMAGE_TYPES
from engine.domain.rendering import LONGEST_FILE_NAME
from engine.domain.types import Document, Type

_HINTS = Hints(
    problems={
        "wrong_media": {
            "en": "A photo is needed here.",
            "te": "ఇక్కడ ఫోటో పంపాలి.",
        },
        "wrong_type": {
            "en": "That is not a photo that can be taken here.",
            "te": "ఇది ఫోటో కాదు లేదా ఈ రకం ఫోటో తీసుకోలేం.",
        },
        "too_large": {
            "en": "The photo is too big; at most {size} can be taken.",
            "te": "ఫోటో చాలా పెద్దది; గరిష్ఠంగా {size} మాత్రమే తీసుకోగలం.",
        },
    },
    how={
        "en": (
            "Please send one photo. For example: a photo taken with WhatsApp's camera",
            "Please tap the camera sign, take a photo and send it. "
            "For example: a JPEG photo of at most {size}",
            "Please tap the camera sign beside the message box, take one clear photo in good "
            "light, and tap send; videos and stickers cannot be used. "
            "For example: a JPEG photo of at most {size}",
        ),
        "te": (
            "దయచేసి ఒక ఫోటో పంపండి. ఉదాహరణకు: వాట్సాప్ కెమెరాతో తీసిన ఫోటో",
            "దయచేసి కెమెరా గుర్తు నొక్కి, ఫోటో తీసి పంపండి. ఉదాహరణకు: JPEG ఫోటో, గరిష్ఠంగా {size}",
            "దయచేసి సందేశం రాసే చోటు పక్కన ఉన్న కెమెరా గుర్తు నొక్కి, వెలుతురులో స్పష్టమైన ఫోటో ఒకటి తీసి పంపండి; "
            "వీడియోలు, స్టిక్కర్లు వద్దు. ఉదాహరణకు: JPEG ఫోటో, గరిష్ఠంగా {size}",
        ),
    },
)


class PhotoAnswer:
    """A JPEG or PNG, sent as a picture or as a file."""

    name = "photo"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "wrong_type", "too_large")

    def value_type(self) -> Type:
        """Return the type of files."""
        return Document()

    def bound(self, written: str) -> None:
        """Return None: a photo takes no bounds."""

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

    def longest(self, bounds: Bounds) -> int:
        """Return the longest file name kept."""
        return LONGEST_FILE_NAME


PHOTO = PhotoAnswer()
