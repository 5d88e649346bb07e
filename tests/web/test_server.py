"""It serves over a real socket, and says in one line when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from bench.processes import free_ports
from engine.web.server import PORT_TAKEN, port_trouble, serve


def test_it_says_that_the_port_is_taken(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve("127.0.0.1", port) == PORT_TAKEN
        shown = capsys.readouterr().err
        assert str(port) in shown
        assert shown.count("\n") == 1


def test_it_says_that_the_address_is_not_ours():
    assert "192.0.2.1" in port_trouble("192.0.2.1", 1)


def test_it_serves(repository):
    (port,) = free_ports(1)
    code = f"from engine.web.server import serve; serve('127.0.0.1', {port}, application='tests.web.sample:create')"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=repository)
    try:
        assert fetch(port, "/healthz", patience=60)[0] == 200
        assert fetch(port, "/nowhere")[0] == 404
    finally:
        process.terminate()
        assert process.wait(60) in (0, -15)


def fetch(port: int, path: str, patience: float = 0) -> tuple[int, bytes]:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()
        except OSError:
            if time.monotonic() > until:
                pytest.fail("the server does not answer")
            time.sleep(0.05)
