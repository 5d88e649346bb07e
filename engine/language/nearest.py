"""What the writer probably meant: the known names nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TO_HEADER = "Add it to the header: "
"""How a fix begins that one line in the header of a service carries out, for every place that misses it."""
LISTED = 8
"""How many names a suggestion lists before it stops."""


class Fix(str):
    """What to do, in words, where it can also be carried out: by writing `new` for the only `old` among the marked words, or for all of
    them where `old` is empty. columns: first and one after the last, where it is not the marked words that are meant."""

    __slots__ = ("columns", "new", "old")
    old: str
    new: str
    columns: tuple[int, int] | None

    def __new__(cls, words: str, old: str, new: str, columns: tuple[int, int] | None = None) -> Fix:
        """Return the words, and what they come to."""
        fix = super().__new__(cls, words)
        fix.old, fix.new, fix.columns = old, new, columns
        return fix


def nearest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` known names that are a slip or two away from the word, nearest first.

    Names in one group (`register.person`) are compared by what stands behind the dot alone, where short names may have two slips.
    """
    whole = word.casefold().replace("-", "_")
    group = whole[: whole.rfind(".") + 1]
    scored = []
    for name in known:
        plain = name.casefold().replace("-", "_")
        shared = len(group) if plain.startswith(group) else 0
        wanted, plain = whole[shared:], plain[shared:]
        least = 2 if shared and len(wanted) > 2 else 1
        allowed = max(least, (len(wanted) + 1) // 3)
        if abs(len(plain) - len(wanted)) > allowed and not _contains(plain, wanted):
            continue
        away = 1 if _contains(plain, wanted) else distance(wanted, plain)
        if away <= allowed:
            scored.append((away, name))
    return tuple(name for _, name in sorted(set(scored))[:most])


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a fix: the nearest name, or the list of what there is, or nothing where nothing is known.

    Where only one name is near, the fix can be carried out.
    """
    names = sorted(set(known))
    close = nearest(word, names)
    if close:
        return change_to(word, close)
    if not names:
        return ""
    if len(names) > LISTED:
        return "Use one of " + ", ".join(names[:LISTED]) + ", …"
    return f"Use {_any_of(names)}"


def _any_of(names: Sequence[str]) -> str:
    return ("one of " if len(names) > 1 else "") + ", ".join(names)


def suggest_or(word: str, known: Iterable[str], make: str) -> str:
    """Return a fix for a name that may well be new: the nearest name; where none is near, how to make it, and what else there is."""
    names = sorted(set(known))
    close = nearest(word, names)
    if close:
        return change_to(word, close)
    return f"{make}, or use {_any_of(names)}" if 0 < len(names) <= LISTED else make


def in_header(name: str) -> str:
    """Return what to do about a fee or a refund that the service does not have; nothing for other names."""
    what, _, own = name.partition(".")
    wanted = {"fees": "{table: …}", "refunds": "{of: …, by: …, bands: […]}"}.get(what)
    return f"{TO_HEADER}{what}: {{{own.partition('.')[0]}: {wanted}}}" if wanted and own else ""


def change_to(word: str, close: Sequence[str]) -> str:
    """Return a fix that names the near names; where there is only one, it can be carried out."""
    words = "Change it to " + either(close)
    return Fix(words, word, close[0]) if len(close) == 1 else words


def either(names: Iterable[str]) -> str:
    """Return the names in quotes, joined with commas and a last "or"."""
    quoted = [f'"{name}"' for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def distance(a: str, b: str) -> int:
    """Return how many single-letter slips (missing, extra, wrong, swapped neighbours) lie between two words."""
    a, b = _unlike(a, b)
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        above, row_before = row, before
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, row_before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _unlike(a: str, b: str) -> tuple[str, str]:
    """Return both words without the letters with which both begin, and then both end."""
    start = _alike(a, b)
    a, b = a[start:], b[start:]
    end = _alike(a[::-1], b[::-1])
    return a[: len(a) - end], b[: len(b) - end]


def _alike(a: str, b: str) -> int:
    """Return with how many letters both begin."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(a), len(b)))


def _contains(plain: str, wanted: str) -> bool:
    """A last part that is right (`due` for `bill.due`), or a word typed short (`addr` for `address`)."""
    return plain.endswith("." + wanted) or (len(wanted) >= 4 and plain.startswith(wanted))
