"""Which files of the catalogue are not as they were in git at some point; for checks before a commit."""

from __future__ import annotations

import subprocess

import click

from engine.cli.reading import Folder, shown
from engine.language.files import is_shared


def changed_since(folder: Folder, revision: str) -> frozenset[str] | None:
    """Return the paths (inside the catalogue) that changed since a revision, new ones included.

    None stands for all: where a file that services stand on changed, or one is gone, anything may be wrong anywhere. Raises UsageError
    where git cannot say.
    """
    _ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    differ = _ask(folder, "diff", "--name-only", "-z", "--relative", revision, "--", ".")
    new = _ask(folder, "ls-files", "--others", "--exclude-standard", "-z")
    paths = frozenset(filter(None, (differ + new).split("\0")))
    far = any(path not in folder.files or is_shared(path) for path in paths)
    return None if far else paths


def _ask(folder: Folder, *words: str) -> str:
    """Return what git answers about the catalogue's folder."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder.root), *words],  # noqa: S607 (git is wherever the author has it)
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        message = "git is not installed here, so nobody can say what changed."
        raise click.UsageError(message) from None
    if done.returncode == 0:
        return done.stdout
    if "not a git repository" in done.stderr:
        message = f"{shown(folder.root)} is not in a git repository, so nobody can say what changed. Leave --changed-since out."
        raise click.UsageError(message)
    revision = words[-1].removesuffix("^{commit}")
    message = f'git knows no commit "{revision}" here. Give a branch, a tag or a commit, as in: --changed-since HEAD'
    raise click.UsageError(message)
