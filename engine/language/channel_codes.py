"""The codes of findings about what WhatsApp takes: messages in a turn, templates.

Each is (title, what, why) as in `engine.language.codes`, which lists them all. Lengths of single texts are TEXT-513 and TEXT-514.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

_REFUSED = "WhatsApp would refuse the template, and nothing could be told after 24 hours."

CHANNEL_CODES: Mapping[str, Words] = {
    "CHAN-801": (
        "more than two messages",
        "Between two answers a citizen would be sent more than two messages.",
        "Each is paid for, and one of them would come ten seconds late, after the question it belongs before.",
    ),
    "CHAN-811": (
        "value of a template",
        "A template has none, another or more than one placeholder.",
        _REFUSED,
    ),
    "CHAN-812": (
        "placeholder at the edge",
        "A template begins or ends with its placeholder.",
        _REFUSED,
    ),
    "CHAN-813": (
        "template too long",
        "A template with the longest title has more than 1,024 characters.",
        _REFUSED,
    ),
}
