"""The kinds of answer a question can ask for; each file here is one of them, named as in `type:`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.answers.application import APPLICATION
from engine.domain.answers.date import DATE
from engine.domain.answers.digits import DIGITS
from engine.domain.answers.document import DOCUMENT
from engine.domain.answers.email import EMAIL
from engine.domain.answers.kind import AnswerKind, Bounds, Given, Reading
from engine.domain.answers.location import LOCATION
from engine.domain.answers.money import MONEY
from engine.domain.answers.name import NAME
from engine.domain.answers.number import NUMBER
from engine.domain.answers.otp import OTP
from engine.domain.answers.pan import PAN
from engine.domain.answers.phone import PHONE
from engine.domain.answers.photo import PHOTO
from engine.domain.answers.pincode import PINCODE
from engine.domain.answers.ration_card import RATION_CARD
from engine.domain.answers.reference import REFERENCE
from engine.domain.answers.text import TEXT
from engine.domain.answers.time import TIME
from engine.domain.answers.vehicle import VEHICLE
from engine.domain.answers.voice import VOICE
from engine.domain.answers.yes_no import YES_NO

ANSWER_KINDS: tuple[AnswerKind, ...] = (
    TEXT,
    NAME,
    NUMBER,
    DIGITS,
    MONEY,
    DATE,
    TIME,
    PHONE,
    EMAIL,
    PINCODE,
    PAN,
    VEHICLE,
    RATION_CARD,
    APPLICATION,
    REFERENCE,
    OTP,
    YES_NO,
    PHOTO,
    DOCUMENT,
    VOICE,
    LOCATION,
)

BY_NAME: Mapping[str, AnswerKind] = {kind.name: kind for kind in ANSWER_KINDS}

__all__ = ["ANSWER_KINDS", "BY_NAME", "AnswerKind", "Bounds", "Given", "Reading"]
