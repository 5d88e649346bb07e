"""A small disk of its own for a PostgreSQL server, that can really be full: no place of this machine is touched, and no root is needed."""

from __future__ import annotations

import errno
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

READY = b"ready\n"
MOUNT = 'mount -t tmpfs -o size="$1",mode=0777 none "$2" && echo ready && exec cat'
"""It holds the disk for as long as its input stays open, so that nothing is left when whoever asked for it dies."""
PORTION = 65_536
NOBODY = "65533"
"""What an ordinary user calls himself where he is root otherwise: PostgreSQL refuses to be run by root."""


class NoDisk(Exception):
    """This machine does not let us mount anything, not even where only we see it."""


@dataclass
class Disk:
    """A file system in the memory of a process that holds it; others find an empty folder there. folder: where it is mounted."""

    folder: Path
    size: str
    _holder: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        alone = ["--mount"] if _is_root() else ["--mount", "--user", "--map-root-user"]
        command = ["unshare", *alone, "sh", "-c", MOUNT, "sh", self.size, str(self.folder)]
        try:
            self._holder = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except FileNotFoundError as trouble:
            raise NoDisk(str(trouble)) from trouble
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != READY:
            raise NoDisk(self._holder.communicate()[1].decode().strip())

    def enter(self, user: str | None) -> list[str]:
        """Return the words before a command that let it see the disk. user: who runs it there, if not we ourselves."""
        inside = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        if user is not None:
            known = pwd.getpwnam(user)
            return [*inside, "--setuid", str(known.pw_uid), "--setgid", str(known.pw_gid)]
        mapped = [f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
        return [*inside, "--user", "--preserve-credentials", "unshare", "--user", *mapped]

    def take_in(self, what: Path) -> Path:
        """Copy a folder onto the disk with everything as it is; return where those who have entered find it."""
        subprocess.run(["cp", "--archive", what, self._here], check=True)
        return self.folder / what.name

    def fill(self) -> None:
        """Write until there is no room for a single page more."""
        with (self._here / "ballast").open("ab", buffering=0) as ballast:
            portion = PORTION
            while portion >= 512:
                try:
                    ballast.write(bytes(portion))
                except OSError as trouble:
                    if trouble.errno != errno.ENOSPC:
                        raise
                    portion //= 2

    def make_room(self) -> None:
        """Take away what `fill` wrote."""
        (self._here / "ballast").unlink(missing_ok=True)

    @property
    def free(self) -> int:
        """Return how many bytes there is room for."""
        told = os.statvfs(self._here)
        return told.f_bavail * told.f_frsize

    def close(self) -> None:
        """Let go of the disk, once whoever entered has ended."""
        self._holder.communicate()

    @property
    def _here(self) -> Path:
        """The disk as somebody outside reaches it, through the process that holds it."""
        return Path(f"/proc/{self._holder.pid}/root{self.folder}")


def _is_root() -> bool:
    return os.geteuid() == 0


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Disk]:
    """Give an empty disk, mounted on this folder. size: as in `100m`. Raises NoDisk."""
    folder.mkdir(parents=True)
    made = Disk(folder, size)
    try:
        yield made
    finally:
        made.close()
