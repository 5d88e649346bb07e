"""Reads each text, each condition and each type of a file once, however many members of a family or users of a fragment compile it."""

from __future__ import annotations

from functools import lru_cache

from engine.language.expressions import parse_expression, parse_type
from engine.language.texts import parse_text

KEPT = 16_384

read_text = lru_cache(KEPT)(parse_text)
read_expression = lru_cache(KEPT)(parse_expression)
read_type = lru_cache(KEPT)(parse_type)
