"""`type: ration_card`: the number of a ration or rice card: ten digits, or the letters and digits of an older card.

State of this fact: sample. Cards of today bear ten digits; older ones bear three letters and 9 to 13 letters and digits, of which
many kinds are about. So the shape is wide on purpose, and whether a card exists is for the department's system to say.
"""

from __future__ import annotations

from engine.domain.answers.code import GAP, CodeAnswer

_TODAY = rf"[0-9](?:{GAP}[0-9]){{9}}"
_OLDER = rf"[A-Z]{{3}}{GAP}[0-9](?:{GAP}[A-Z0-9]){{8,12}}"

RATION_CARD = CodeAnswer("ration_card", rf"(?:{_TODAY}|{_OLDER})", 16)
