"""Reads files of strangers in a process of its own, which may use only so much time and memory: what breaks there breaks nothing here."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from typing import Any, Final

import orjson

from engine.services.certificates.verifying.sheet import Sheet, Unreadable, read_sheet

SECONDS: Final = 20
"""Of processor time; on the clock twice as many are waited."""
MEMORY: Final = 1_500_000_000
MOST_BYTES: Final = 20_000_000
_COMMAND: Final = (sys.executable, "-I", "-m", "engine.services.certificates.verifying.apart")


async def read_apart(content: bytes) -> Sheet:
    """Return what a file shows. Raises Unreadable, also where reading takes too much time or memory."""
    return await asyncio.to_thread(read_apart_now, content)


def read_apart_now(content: bytes) -> Sheet:
    """Return the same, and wait for it."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    try:
        done = subprocess.run(
            _COMMAND, input=content, capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired as cause:
        raise Unreadable("unreadable") from cause
    return _answer(done.stdout)


def _answer(written: bytes) -> Sheet:
    try:
        said: dict[str, Any] = orjson.loads(written)
    except orjson.JSONDecodeError as cause:
        raise Unreadable("unreadable") from cause
    if "why" in said:
        raise Unreadable(said["why"])
    return Sheet(
        tuple(said["codes"]),
        b64decode(said["token"]),
        said["proof"],
        b64decode(said["photograph"]),
        said["pages"],
    )


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sheet = read_sheet(sys.stdin.buffer.read(MOST_BYTES))
    except Unreadable as trouble:
        said: dict[str, Any] = {"why": trouble.why}
    except MemoryError:
        said = {"why": "too_large"}
    else:
        said = {
            "codes": sheet.codes,
            "token": b64encode(sheet.token).decode(),
            "proof": sheet.proof,
            "photograph": b64encode(sheet.photograph).decode(),
            "pages": sheet.pages,
        }
    sys.stdout.buffer.write(orjson.dumps(said))


if __name__ == "__main__":
    _main()
