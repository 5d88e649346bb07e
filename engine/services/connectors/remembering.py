"""Keeps the good replies of operations that say `cache:` for a while, so that a department is not asked the same again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from engine.language.model.connector import Operation
from engine.services.connectors.files import has_files
from engine.services.connectors.reply import Answer

MOST = 1_000
"""So many replies are kept; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class _Kept:
    operation: Operation
    answer: Answer
    until: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Replies in this process's memory. secret: what was asked is only kept as a hash under it. Times are seconds of a clock that never
    goes back.
    """

    secret: bytes
    most: int = MOST
    _kept: dict[bytes, _Kept] = field(default_factory=dict)

    def recall(self, operation: Operation, needs: Mapping[str, Any], now: float) -> Answer | None:
        """Return the reply to the same question, unless its time is over or the operation is declared otherwise since."""
        if not operation.cache_s:
            return None
        key = self._key(operation, needs)
        kept = self._kept.get(key)
        if kept is not None and now < kept.until and kept.operation == operation:
            return kept.answer
        self._kept.pop(key, None)
        return None

    def keep(
        self, operation: Operation, needs: Mapping[str, Any], answer: Answer, now: float
    ) -> None:
        """Keep a reply where the operation asks for it; only the good outcome, and none with documents."""
        good = answer.outcome == operation.outcomes[0].name
        if not operation.cache_s or not good or has_files(answer):
            return
        key = self._key(operation, needs)
        self._kept.pop(key, None)
        if len(self._kept) >= self.most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = _Kept(operation, answer, now + operation.cache_s)

    def _key(self, operation: Operation, needs: Mapping[str, Any]) -> bytes:
        asked = orjson.dumps([operation.id, needs], option=orjson.OPT_SORT_KEYS)
        return blake2b(asked, key=self.secret, digest_size=32).digest()
