"""Runs the web application under granian: one process, several threads, on one port."""

from __future__ import annotations

import errno
import socket

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

APPLICATION = "engine.web.wsgi:create"
THREADS = 16
"""Requests mostly wait for one shared write, so many may wait together."""
PORT_TAKEN = 2


def serve(host: str, port: int, workers: int = 1, application: str = APPLICATION) -> int:
    """Serve until the process is told to stop; return its exit code. A port that is taken is one line and code 2.

    application: `module:function` of a function that makes the application from the environment; each worker process calls it.
    """
    trouble = port_trouble(host, port)
    if trouble:
        click.echo(trouble, err=True)
        return PORT_TAKEN
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
    return 0


def port_trouble(host: str, port: int) -> str:
    """Return one clear line when nobody can listen there, or an empty text."""
    try:
        with socket.create_server((host, port)):
            return ""
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            return (
                f"Port {port} is taken by another program. Choose another one: --port {port + 10}"
            )
        return f"Cannot listen on {host}:{port}: {trouble.strerror}"
