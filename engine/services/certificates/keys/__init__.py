"""Keys that sign: their names, what each may sign, and the signed set in which the State publishes them."""

from engine.services.certificates.keys.published import (
    KeySet,
    NotTheState,
    PublishedKey,
    Roots,
    countersign,
    draft_key_set,
    open_key_set,
    read_key_set,
)
from engine.services.certificates.keys.thumbprint import key_id

__all__ = [
    "KeySet",
    "NotTheState",
    "PublishedKey",
    "Roots",
    "countersign",
    "draft_key_set",
    "key_id",
    "open_key_set",
    "read_key_set",
]
