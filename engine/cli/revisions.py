"""Reads a catalogue as it was at a revision of git, straight from git's own store: nothing is checked out."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import click

LEFT_OUT = ("~", ".swp", ".tmp", ".part", ".bak")
SHOWN = 12


def files_at(revision: str, root: Path) -> dict[str, bytes]:
    """Return the files a catalogue's folder had at a revision. Raises UsageError where git does not know it, or knows no such folder."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    if not commit:
        message = f'"{revision}" is neither a folder nor a revision of git that holds a catalogue.'
        raise click.UsageError(message)
    prefix = _git(root, "rev-parse", "--show-prefix").decode().strip().rstrip("/")
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    name = commit.decode()
    packed = _git(top, "archive", "--format=tar", f"{name}:{prefix}" if prefix else name)
    if not packed:
        message = f"At {revision} ({name[:SHOWN]}) there is no folder {prefix}."
        raise click.UsageError(message)
    return _unpacked(packed)


def _unpacked(packed: bytes) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            hidden = any(part.startswith(".") for part in member.name.split("/"))
            content = archive.extractfile(member) if member.isfile() and not hidden else None
            if content is not None and not member.name.endswith(LEFT_OUT):
                found[member.name] = content.read()
    return found


def _git(root: Path, *words: str) -> bytes:
    """Return what git answers, nothing where it refuses. Raises UsageError where there is no git."""
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", *words],  # noqa: S607 (whichever git the person uses)
            cwd=root,
            capture_output=True,
            check=False,
        )
    except OSError:
        message = "git is not installed, so only folders can be compared."
        raise click.UsageError(message) from None
    return done.stdout if done.returncode == 0 else b""
