"""The file of a root key: sealed with a passphrase, so that whoever finds the medium has nothing yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey
from nacl.utils import random

HEAD: Final = b"mana-mitra root key 1\n"
"""What follows: the salt, then the secret half as libsodium's secretbox, under argon2id with its moderate limits (256 MiB, a second)."""
PLAIN_BYTES: Final = 32
"""Of a file from before root keys were sealed."""
SEALED_BYTES: Final = (
    len(HEAD) + argon2id.SALTBYTES + SecretBox.NONCE_SIZE + SecretBox.MACBYTES + PLAIN_BYTES
)
FEWEST_CHARACTERS: Final = 12


class WrongPassphrase(ValueError):
    """A root key that this passphrase does not open."""


def seal_root(secret: SigningKey, passphrase: str) -> bytes:
    """Return the file of a root key."""
    salt = random(argon2id.SALTBYTES)
    return HEAD + salt + bytes(_box(passphrase, salt).encrypt(bytes(secret)))


def open_root(content: bytes, passphrase: Callable[[], str]) -> SigningKey:
    """Return the root key of a file that is one. passphrase: asked where the file is sealed. Raises WrongPassphrase."""
    if is_plain(content):
        return SigningKey(content)
    rest = content.removeprefix(HEAD)
    salt, sealed = rest[: argon2id.SALTBYTES], rest[argon2id.SALTBYTES :]
    try:
        return SigningKey(_box(passphrase(), salt).decrypt(sealed))
    except CryptoError as cause:
        raise WrongPassphrase from cause


def is_root(content: bytes) -> bool:
    """Tell whether a file is a root key, sealed or plain."""
    return is_plain(content) or (content.startswith(HEAD) and len(content) == SEALED_BYTES)


def is_plain(content: bytes) -> bool:
    """Tell whether a file is a root key that nothing seals."""
    return len(content) == PLAIN_BYTES


def _box(passphrase: str, salt: bytes) -> SecretBox:
    """Return what seals. The same words typed on another keyboard are the same."""
    words = unicodedata.normalize("NFC", passphrase).encode()
    limits = (argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, words, salt, *limits))
