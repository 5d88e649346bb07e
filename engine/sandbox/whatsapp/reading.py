"""Readers for request bodies: each returns a checked value or refuses as the platform would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.sandbox.whatsapp.refusals import Refused

Tree = Mapping[str, object]


def as_tree(value: object, path: str) -> Tree:
    """Return an object; refuse 131008 when absent, 131009 when it is something else."""
    if isinstance(value, dict):
        return value
    raise _odd(value, path, "an object")


def as_list(value: object, path: str) -> Sequence[object]:
    """Return an array; refuse 131008 when absent, 131009 when it is something else."""
    if isinstance(value, list):
        return value
    raise _odd(value, path, "an array")


def as_text(value: object, path: str, longest: int, *, code: int = 131009) -> str:
    """Return a text of 1 to `longest` characters; refuse 131008 when absent, else `code`."""
    if not isinstance(value, str):
        raise _odd(value, path, "text")
    if len(value) > longest:
        raise Refused(code, f"{path} has {len(value)} characters, at most {longest} are allowed")
    if not value.strip():
        raise Refused(code, f"{path} is empty")
    return value


def optional_text(tree: Tree, key: str, path: str, longest: int) -> str:
    """Return the text under `key`, or an empty one when the key is absent."""
    value = tree.get(key)
    return "" if value is None else as_text(value, f"{path}.{key}", longest)


def as_number(value: object, path: str, least: float, most: float) -> float:
    """Return a number between two bounds; like the platform, accept one written as text."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Refused(131009, f"{path} is not a number") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _odd(value, path, "a number")
    if not least <= value <= most:
        raise Refused(131009, f"{path} lies outside {least:g} to {most:g}")
    return float(value)


def _odd(value: object, path: str, wanted: str) -> Refused:
    if value is None:
        return Refused(131008, f"{path} is missing")
    return Refused(131009, f"{path} has to be {wanted}")
