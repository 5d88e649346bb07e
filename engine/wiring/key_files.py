"""The keys that lie in files: the master key that seals all others, and the sandbox's own root key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from engine.settings import Settings, SettingsError

KEY_BYTES = 32
KEY_MODE = 0o600


def master_key(settings: Settings) -> bytes:
    """Return the key that seals all others. The sandbox makes its own; production must be given one. Raises SettingsError."""
    path = settings.master_key_file
    if settings.sandbox and not path.exists():
        _make_key(path)
    try:
        key, rights = path.read_bytes(), path.stat().st_mode & 0o077
    except OSError as trouble:
        line = f"MITRA_MASTER_KEY_FILE: {path} cannot be read ({trouble.strerror})"
        raise SettingsError((line,)) from None
    if len(key) != KEY_BYTES:
        line = f"MITRA_MASTER_KEY_FILE: {path} has {len(key)} bytes, a key has {KEY_BYTES}"
        raise SettingsError((line,))
    if rights:
        line = f"MITRA_MASTER_KEY_FILE: {path} is readable by others, run: chmod 600 {path}"
        raise SettingsError((line,))
    return key


def sandbox_root_key(settings: Settings) -> bytes:
    """Return the secret root key of the sandbox, made beside the master key; in production it is never on a server."""
    path = settings.master_key_file.with_suffix(".root")
    if not path.exists():
        _make_key(path)
    return path.read_bytes()


def _make_key(path: Path) -> None:
    """Write a new key under a name of its own and link it into place, so that two starts at once agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
