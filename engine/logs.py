"""Logs are events with fields: a name and plain values, never a citizen's words, never a phone number in clear.

A person who has to be followed through the log appears as `who`, a short keyed hash: the same in every line of this installation,
meaningless outside it.
"""

from __future__ import annotations

import hmac
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Literal, TextIO, cast

import structlog

SECRET_FIELDS = frozenset(
    {"text", "body", "message", "caption", "answers", "phone", "token", "secret", "raw", "url"}
)
"""Fields that could carry a citizen's words or our secrets: their values never reach a log."""
PLACES = 6
"""How many lines of a trace are kept."""
_LONG_DIGITS = re.compile(r"\d{8,}")


def start(form: Literal["pretty", "json"], level: str = "INFO") -> None:
    """Set up the log of this process on standard error."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_places,
            without_citizens,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Lines())),
        cache_logger_on_first_use=True,
    )


class _Lines:
    """Standard error; a line that cannot be written (the log's own disk is full) is left out, since it must not cost anybody an answer."""

    def write(self, line: str) -> None:
        with suppress(OSError):
            sys.stderr.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def without_citizens(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the event with secret fields hidden and every long run of digits masked: it may be a phone or an Aadhaar number."""
    for name, value in event.items():
        if name in SECRET_FIELDS:
            event[name] = "…"
        elif isinstance(value, str) and name != "timestamp":
            event[name] = _LONG_DIGITS.sub(_masked, value)
    return event


def only_places(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the event with its exception as kind and places, innermost last: an exception's text may quote a citizen."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()[1]
    if isinstance(told, tuple):
        told = told[1]
    if isinstance(told, BaseException):
        frames = traceback.extract_tb(told.__traceback__)[-PLACES:]
        event["kind"] = type(told).__name__
        event["places"] = [
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames
        ]
    return event


def who(value: str, key: bytes) -> str:
    """Return a phone number or a user id as ten letters that mean nothing without the key."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:10]


def _masked(found: re.Match[str]) -> str:
    return f"…{found[0][-2:]}"
