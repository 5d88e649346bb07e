"""Something that may be typed at a place, before an editor's protocol gives it a form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is offered; an editor shows a picture for each."""

    KEY = "key"
    VERB = "verb"
    STEP = "step"
    END = "end"
    NAME = "name"
    WORD = "word"
    FUNCTION = "function"
    OPERATION = "operation"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may stand at the cursor. insert: what is written (with `$1`, `$2` where the writer goes on, if `places`)."""

    label: str
    kind: Kind
    detail: str = ""
    help: str = ""
    insert: str = ""
    places: bool = False
