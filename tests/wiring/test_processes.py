"""A process is ready when it answers as it should, whatever else is heard at its port."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.wiring.processes import Child


@contextmanager
def answering(*words: bytes) -> Iterator[str]:
    """Give an address where each visitor is sent these words, or his own where there are none."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            visitor, _ = server.accept()
            with visitor:
                asked = visitor.recv(4096)
                visitor.sendall(b"".join(words) or asked)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/healthz"
        thread.join()


@pytest.mark.parametrize(
    ("words", "ready"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"], True),
        ([b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"], False),
        ([], False),
        ([b"\x00\xff nobody speaks HTTP here\r\n"], False),
    ],
    ids=["well", "busy", "its own request", "no HTTP"],
)
def test_it_is_ready_only_when_it_says_so(words: list[bytes], ready: bool) -> None:
    with answering(*words) as address:
        assert Child("one", [sys.executable], address).is_ready() is ready


def test_where_nobody_listens_nothing_is_ready() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # ours, so that nobody else listens there meanwhile
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/healthz"

        assert not Child("one", [sys.executable], address).is_ready()
