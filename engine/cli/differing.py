"""Says in an officer's words what differs between two editions of a service's files: steps, words, options, ways, fees, papers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from engine.language import nodes
from engine.language.compiler.renamed import present_name
from engine.language.files import FileKind, place_of

LANGUAGES = frozenset(("te", "en", "hi", "ur", "ta", "kn", "or", "mr"))
LONGEST = 72
KEYED = ("id", "from", "at_least", "it")
"""Which key tells the entries of a list apart."""
SECTIONS = {
    "ends": "end {}",
    "documents": "paper {}",
    "fees": "fee {}",
    "refunds": "refund {}",
    "limits": "limit {}",
    "lists": "list {}",
    "later": "afterwards, {}",
}
NAMES = {
    "only_if": "asked only if",
    "type": "takes",
    "refuse": "refuses",
    "with": "hands over",
    "shows": "shows",
    "if": "condition",
    "then": "leads on to",
    "give_up": "gives up to",
    "say": "what is said",
    "ask": "the question",
    "choose": "the question",
    "confirm": "the question",
    "at_most": "at most",
    "rows": "rows from",
    "former_ids": "was called",
}

Address = tuple[str, ...]


class Gap(NamedTuple):
    """Something that is on one side only, or not the same on both. old, new: None where it is not there."""

    address: Address
    old: Any
    new: Any


def differences(
    old: Mapping[str, bytes], new: Mapping[str, bytes], former: Mapping[str, str]
) -> list[str]:
    """Return a line for each difference between the files of a service. former: what each former step is called now."""
    lines: list[str] = []
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            lines += _of_file(path, old.get(path), new.get(path), former)
    return lines


def _of_file(
    path: str, old: bytes | None, new: bytes | None, former: Mapping[str, str]
) -> list[str]:
    place = place_of(path)
    if place is None or place.kind in (
        FileKind.SCENARIOS,
        FileKind.FAMILY_SCENARIOS,
        FileKind.LOCK,
    ):
        return []
    if old is None or new is None:
        return [f"{path} is {'new' if old is None else 'gone'}"]
    if place.kind is FileKind.TABLE:
        return [_of_table(place.name, old, new)]
    before, after = (_plain(content, path) for content in (old, new))
    mark = "" if place.kind is FileKind.SERVICE else f"{path}: "
    return [mark + _told(gap) for gap in gaps(_renamed(before, former), after)]


def _of_table(name: str, old: bytes, new: bytes) -> str:
    before, after = set(old.splitlines()[1:]), set(new.splitlines()[1:])
    return f"list {name}: {len(after - before)} rows new or changed, {len(before - after)} gone or changed"


def _plain(content: bytes, path: str) -> Any:
    node = nodes.parse(content, path).node
    return {} if node is None else nodes.to_plain(node)


def _renamed(value: Any, former: Mapping[str, str]) -> Any:
    """Return plain values with the ids of steps as they are now, so that a renamed step is compared with itself."""
    if isinstance(value, dict):
        renamed = {name: _renamed(part, former) for name, part in value.items()}
        if isinstance(renamed.get("id"), str):
            renamed["id"] = present_name(renamed["id"], former)
        return renamed
    return [_renamed(item, former) for item in value] if isinstance(value, list) else value


# -- finding ------------------------------------------------------------------------------------------------------------


def gaps(old: Any, new: Any, address: Address = ()) -> Iterator[Gap]:
    """Yield where two values differ, as high up as one side is missing, as deep down as both are there."""
    if old == new:
        return
    before, after = _entries(old), _entries(new)
    if before is None or after is None:
        yield Gap(address, old, new)
        return
    words = _words(before), _words(after)
    if words[0] != words[1] and all(words):
        yield Gap(address, *words)
    for name in dict.fromkeys((*before, *after)):
        if name == "former_ids" or (all(words) and name in LANGUAGES):
            continue
        if name not in before or name not in after:
            yield Gap((*address, name), before.get(name), after.get(name))
        else:
            yield from gaps(before[name], after[name], (*address, name))
    if list(before) != list(after) and set(before) == set(after) and address[-1:] == ("steps",):
        yield Gap((*address, "*order"), list(before), list(after))


def _entries(value: Any) -> dict[str, Any] | None:
    """Return what can be looked into by name: a mapping, or a list whose entries have names."""
    if isinstance(value, dict):
        return value
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(each, dict) for each in value)
    ):
        return None
    for key in KEYED:
        names = [str(each.get(key)) for each in value]
        if all(key in each for each in value) and len(set(names)) == len(names):
            return dict(zip(names, value, strict=True))
    return {str(number): each for number, each in enumerate(value, 1)}


def _words(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if name in LANGUAGES}


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and LANGUAGES.issuperset(value)


# -- telling ------------------------------------------------------------------------------------------------------------


def _told(gap: Gap) -> str:
    subject, rest = _subject(gap.address)
    if rest == ("*order",):
        return f"{subject}the steps are in another order"
    if not rest:
        return f"{subject.rstrip(': ')} is {_there(gap)}"
    if len(rest) > 1 and rest[-2] == "outcomes":
        return f'{subject}"{rest[-1]}" {_way(gap)}'
    if rest[0] == "outcomes" and len(rest) > 2:
        subject, rest = f'{subject}"{rest[1]}": ', rest[2:]
    if _is_words(gap.old) and _is_words(gap.new):
        return f"{subject}{_name(rest, words=True)}: {_other_words(gap.old, gap.new)}"
    return f"{subject}{_name(rest)} {_value(gap)}"


def _subject(address: Address) -> tuple[str, Address]:
    """Return what a line is about, and the rest of the address."""
    if "steps" in address[:-1]:
        place = len(address) - 1 - address[::-1].index("steps")
        named = address[place + 1]
        return ("", (named,)) if named == "*order" else (f"step {named}: ", address[place + 2 :])
    if len(address) > 1 and address[0] in SECTIONS:
        rest = address[2:]
        if rest[:1] == ("amounts",) and len(rest) > 1:
            return f"{SECTIONS[address[0]].format(address[1])} from {rest[1]}: ", rest[2:]
        return SECTIONS[address[0]].format(address[1]) + ": ", rest
    return "", address


def _name(rest: Address, *, words: bool = False) -> str:
    if rest[0] == "options" and len(rest) > 1:
        more = " ".join(rest[2:])
        return f"option {rest[1]}{' ' + more if more else ''}" + (
            " is called otherwise" if words else ""
        )
    last = NAMES.get(rest[-1], f"`{rest[-1]}`")
    deeper = " ".join(rest[:-1])
    told = f"{last} of {deeper}" if deeper else last
    return f"other words for {told}" if words else told


def _there(gap: Gap) -> str:
    return "new" if gap.old is None else "gone" if gap.new is None else "written otherwise"


def _way(gap: Gap) -> str:
    if gap.old is None or gap.new is None:
        return f"is {_there(gap)}" + (f", and leads to {_target(gap.new)}" if gap.new else "")
    return f"leads to {_target(gap.new)}, before to {_target(gap.old)}"


def _target(value: Any) -> str:
    if isinstance(value, dict):
        found = value.get("then") or value.get("again") or "the next step"
        return f"{found} (at most {value['at_most']})" if "at_most" in value else str(found)
    return "the next step" if value == "next" else str(value)


def _other_words(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the first language that reads otherwise, before and now, and which others do."""
    changed = [each for each in dict.fromkeys((*old, *new)) if old.get(each) != new.get(each)]
    shown = "en" if "en" in changed else changed[0]
    others = [each for each in changed if each != shown]
    told = f"{shown} {_short(new.get(shown, ''))}, before {_short(old.get(shown, ''))}"
    return f"{told} (also {', '.join(others)})" if others else told


def _value(gap: Gap) -> str:
    if gap.old is None:
        return f"is new: {_short(gap.new)}"
    if gap.new is None:
        return f"is gone; it was {_short(gap.old)}"
    if isinstance(gap.old, list) and isinstance(gap.new, list):
        return _lists(gap.old, gap.new)
    return f"{_short(gap.new)}, before {_short(gap.old)}"


def _lists(old: list[Any], new: list[Any]) -> str:
    more = [str(each) for each in new if each not in old]
    less = [str(each) for each in old if each not in new]
    told = [f"also {_short(', '.join(more))}"] * bool(more)
    told += [f"no longer {_short(', '.join(less))}"] * bool(less)
    return "; ".join(told) or "in another order"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        words = value.get("en") if _is_words(value) else ", ".join(value)
        return _short(words)
    flat = " ".join(str(value).split())
    flat = flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
    return f'"{flat}"' if " " in flat and "," not in flat else flat
