"""What the operators share: finding spots by key, and the edits most of them are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.language.mutants.mutant import Group, Operator, Slip
from engine.language.mutants.pages import Edit, Page, Spot
from engine.language.nodes import Mapping, Scalar

Choice = Callable[[Spot], bool]
Rewrite = Callable[[str], str]

LANGUAGES = ("te", "en", "hi", "ur", "ta", "kn", "or", "mr")


def is_words(spot: Spot) -> bool:
    """Tell whether a value is a text of one language, or a list of words of one."""
    return spot.key is not None and spot.key.text in LANGUAGES


def is_texts(spot: Spot) -> bool:
    """Tell whether a value is a text in several languages."""
    node = spot.node
    return isinstance(node, Mapping) and isinstance(node.get("te"), Scalar) and "en" in node.by_name


def under(key: str) -> Choice:
    """Return whether a value stands under this key."""
    return lambda spot: spot.key is not None and spot.key.text == key


def within(outer: str) -> Choice:
    """Return whether a value lies directly in a group of this key."""
    return lambda spot: len(spot.address) > 1 and spot.address[-2] == outer


def drop(name: str, group: Group, what: str, choice: Choice) -> Operator:
    """Return the operator that takes such entries out."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in filter(choice, page.spots):
            shown = f"{spot.key.text}:" if spot.key is not None else page.written(spot.node)[:40]
            yield Slip(spot, (page.without(spot),), f"{shown} taken out", names_of(spot))

    return Operator(name, group, what, make)


def rewrite(name: str, group: Group, what: str, choice: Choice, words: Rewrite) -> Operator:
    """Return the operator that writes the single values under such keys otherwise."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in filter(choice, page.spots):
            if isinstance(spot.node, Scalar):
                old = page.written(spot.node)
                new = words(old)
                yield Slip(spot, (page.instead(spot.node, new),), told(old, new), names_of(spot))

    return Operator(name, group, what, make)


def rekey(name: str, group: Group, what: str, choice: Choice, words: Rewrite) -> Operator:
    """Return the operator that writes such keys otherwise."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in filter(choice, page.spots):
            if spot.key is not None:
                old = spot.key.text
                edit = page.instead(spot.key, words(old))
                yield Slip(spot, (edit,), told(old, words(old)), f"{old} {step_of(spot)}".strip())

    return Operator(name, group, what, make)


def told(old: str, new: str) -> str:
    """Return a change in words."""
    return f"{shortened(old)} became {shortened(new)}"


def shortened(words: str) -> str:
    """Return words as far as they fit in a line of a report."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 48 else flat[:47] + "…"


def misspelt(word: str) -> str:
    """Return a word with its last letter but one gone, or a letter more where it is short."""
    return word[:-2] + word[-1] if len(word) > 3 else word + "x"


def swapped(page: Page, one: Spot, other: Spot) -> tuple[Edit, Edit]:
    """Return the edits that let two values change places."""
    first, second = page.written(one.node), page.written(other.node)
    return page.instead(one.node, second), page.instead(other.node, first)


def steps(page: Page) -> Iterator[Spot]:
    """Yield the steps of a file, those of fragments, lists and `later` too."""
    for spot in page.spots:
        if (
            isinstance(spot.node, Mapping)
            and spot.key is None
            and len(spot.address) > 1
            and spot.address[-2] == "steps"
        ):
            yield spot


def entries(spot: Spot) -> Iterator[Spot]:
    """Yield the entries of a mapping."""
    if isinstance(spot.node, Mapping):
        for index, (key, value) in enumerate(spot.node.entries):
            yield Spot((*spot.address, key.text), key, value, spot.node, index)


GROUPS = frozenset(
    (
        "outcomes", "options", "ends", "documents", "with", "gives", "needs", "from", "fees", "refunds", "limits", "amounts", "later",
        "steps", "stages",
    )
)  # fmt: skip
"""Groups whose entries are called by names that other places mention."""
_ID = re.compile(r"[a-z][a-z0-9_.]*")


def names_of(spot: Spot) -> str:
    """Return the names by which other places know what stands here: its own, its step's, what it names, what lies in it."""
    found = [] if spot.name in LANGUAGES else [spot.name]
    found.append(step_of(spot))
    if isinstance(spot.node, Scalar) and not spot.node.quoted and _ID.fullmatch(spot.node.text):
        found.append(spot.node.text)
    if isinstance(spot.node, Mapping) and spot.name in GROUPS:
        found += [name for name in spot.node.by_name if name not in LANGUAGES]
    kept = (name for name in found if name and name != "next" and not name.isdigit())
    return " ".join(dict.fromkeys(kept))


def step_of(spot: Spot) -> str:
    """Return the id of the step a value belongs to, empty outside of steps."""
    if not spot.in_steps:
        return ""
    place = len(spot.address) - 1 - spot.address[::-1].index("steps")
    return spot.address[place + 1]
