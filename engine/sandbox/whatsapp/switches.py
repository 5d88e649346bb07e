"""The troubles a tester can turn on, each with the sentence that the control page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import NamedTuple

MOST = 1_000_000.0
BATCH_MOST = 1_000
"""Updates one webhook may carry.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (copy of 10 March 2026)"""


@dataclass(frozen=True, slots=True)
class Switches:
    """What is turned on; the defaults are a platform without troubles. What each does is in SHOWN."""

    outage: str = "none"
    slow_seconds: float = 0.0
    drop_after_acceptance: int = 0
    refuse_next: int = 0
    refuse_code: int = 131000
    fail_next: int = 0
    fail_code: int = 131026
    retry_after_seconds: int = 0
    number_limit: int = -1
    pair_limit: str = "as_started"
    late_refusals: bool = False
    templates: str = "approved"
    duplicates: bool = False
    delay_seconds: float = 0.0
    disorder: bool = False
    batch: int = 0
    phones_off: bool = False
    hide_numbers: bool = False

    def plain(self) -> dict[str, object]:
        """Return the JSON form."""
        return asdict(self)

    def changed(self, wanted: Mapping[str, object]) -> Switches:
        """Return the switches with some of them set; raise ValueError for an odd name or value."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        found: dict[str, object] = {}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"there is no switch {name}")
            found[name] = _checked(name, type(known[name]), value)
        return replace(self, **found)  # type: ignore[arg-type]


def _checked(name: str, kind: type, value: object) -> object:
    if kind is str:
        choices = SHOWN[name].choices
        if value not in choices:
            raise ValueError(f"{name} is one of {', '.join(choices)}")
        return value
    if isinstance(value, bool) is not (kind is bool) or not isinstance(value, bool | int | float):
        raise ValueError(f"{name} has to be a {kind.__name__}")
    least = -1 if name == "number_limit" else 0
    most = BATCH_MOST if name == "batch" else MOST
    if not least <= value <= most:
        raise ValueError(f"{name} has to be a {kind.__name__} from {least} to {most:g}")
    return kind(value)


class Shown(NamedTuple):
    """One switch as the page shows it: Telugu and English title, what it does, its choices by value."""

    te: str
    en: str
    does: str
    choices: Mapping[str, str] = {}


GROUPS: Mapping[str, tuple[str, ...]] = {
    "The platform answers badly": (
        "outage",
        "slow_seconds",
        "drop_after_acceptance",
        "refuse_next",
        "refuse_code",
        "retry_after_seconds",
    ),
    "Its limits": ("number_limit", "pair_limit", "late_refusals", "templates"),
    "Messages do not arrive": ("fail_next", "fail_code", "phones_off"),
    "Webhooks come oddly": ("duplicates", "delay_seconds", "disorder", "batch", "hide_numbers"),
}

SHOWN: Mapping[str, Shown] = {
    "outage": Shown(
        "అంతరాయం",
        "Outage",
        "Every request to send fails in this way until you choose “works” again.",
        {
            "none": "works",
            "errors": "answers 503",
            "gateway": "a gateway says 502",
            "silence": "never answers",
            "cut": "cuts the line",
        },
    ),
    "slow_seconds": Shown("నెమ్మది", "Slow, seconds", "Every request is answered so much later."),
    "drop_after_acceptance": Shown(
        "సమాధానం పోతుంది",
        "Answers lost",
        "So many of the next messages are delivered, but the answer that says so never comes.",
    ),
    "refuse_next": Shown(
        "తిరస్కరణ", "Refuse the next", "So many of the next messages are refused with the code below."
    ),
    "refuse_code": Shown("కోడ్", "with the code", "One of the platform's error codes."),
    "retry_after_seconds": Shown(
        "ఎప్పుడు మళ్లీ",
        "Retry after, seconds",
        "Refusals carry a Retry-After of so many seconds; 0 leaves it out.",
    ),
    "number_limit": Shown(
        "సెకనుకు సందేశాలు",
        "Messages a second",
        "The number takes so many in both directions, then refuses with 130429; 0 is no limit, -1 what it was started with.",
    ),
    "pair_limit": Shown(
        "ఒక వ్యక్తికి",
        "To one person",
        "45 at once and then one every 6 seconds, else 131056.",
        {"as_started": "as started", "on": "limited", "off": "no limit"},
    ),
    "late_refusals": Shown(
        "ఆలస్యపు తిరస్కరణ",
        "Window told late",
        "A message outside the 24 hours is accepted first and reported as failed afterwards.",
    ),
    "templates": Shown(
        "టెంప్లేట్లు",
        "Templates",
        "How the platform has judged our templates.",
        {
            "approved": "approved",
            "pending": "not yet approved",
            "paused": "paused for quality",
            "disabled": "disabled",
        },
    ),
    "fail_next": Shown(
        "తర్వాత విఫలం",
        "Fail the next",
        "So many of the next messages are accepted and then reported as failed with the code below.",
    ),
    "fail_code": Shown("కోడ్", "with the code", "One of the platform's error codes."),
    "phones_off": Shown(
        "ఫోన్లు ఆఫ్",
        "Phones are off",
        "Messages stay at one tick; they are delivered when you switch this off again.",
    ),
    "duplicates": Shown("రెండుసార్లు", "Twice", "Every webhook is posted twice."),
    "delay_seconds": Shown("ఆలస్యం", "Late, seconds", "Every webhook waits so long first."),
    "disorder": Shown(
        "క్రమం లేదు",
        "Out of order",
        "Read is reported before delivered, and of several messages in one webhook the newest comes first.",
    ),
    "batch": Shown(
        "ఒకేసారి",
        "Together",
        "At most so many updates in one webhook, up to 1,000; 0 is what it was started with.",
    ),
    "hide_numbers": Shown(
        "నంబరు లేదు",
        "Numbers hidden",
        "Citizens have user names: webhooks carry their business-scoped id and no phone number.",
    ),
}
