"""Knows who is who: a person is a random id, the names outside (phone number, business-scoped id) are aliases that come and go.

A name that leads to two persons never makes them one. The business-scoped id counts more than the phone number, since numbers are
handed on to strangers: a known number under a new id is a new person, unless the platform itself says that the person moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engine.runtime.doors import Random, new_id
from engine.runtime.keys import Keys, NoKey, person_owner
from engine.runtime.partitions import new_id_in, part_of
from engine.runtime.ports import Alias
from engine.runtime.store.protocol import Store

CACHED = 100_000
SEEN_EVERY_MS = 24 * 3600 * 1000
_FIRST = ("user_id", "phone")
"""Which alias decides, in this order; others after them."""


class Known(NamedTuple):
    """How a person can be reached. aliases: newest first; line: the number of ours they last wrote to."""

    aliases: tuple[Alias, ...]
    line: str


class _Found(NamedTuple):
    person: str
    seen: int


def names_of(aliases: tuple[Alias, ...], keys: Keys) -> dict[str, Alias]:
    """Return blind names to aliases, the deciding one first."""
    blind = keys.blind
    ordered = sorted(aliases, key=_rank) if len(aliases) > 1 else aliases
    return {blind(alias.kind, alias.value): alias for alias in ordered}


class Persons:
    """All persons of one store. Everything but `known` runs inside a transaction."""

    def __init__(self, store: Store, keys: Keys, random: Random) -> None:
        self._store = store
        self._keys = keys
        self._random = random
        self._found: dict[str, _Found] = {}
        self._known: dict[str, Known] = {}
        self._new_persons: list[tuple[str, int, str, int]] = []
        self._new_aliases: list[tuple[str, str, str, bytes, int, int]] = []
        store.on_roll_back(self.forget)

    def resolve(
        self,
        senders: Sequence[tuple[Alias, ...]],
        now: int,
        lines: Sequence[str] = (),
        parts: Sequence[int | None] = (),
    ) -> list[str]:
        """Return the person of each sender, in order; unknown ones are entered.

        now: ms; lines: which number of ours each wrote to, where it is known; parts: the partition a new person belongs to, None for any.
        """
        named = [names_of(aliases, self._keys) for aliases in senders]
        self._look_up(blind for names in named for blind in names)
        found = []
        lines, parts = lines or [""] * len(named), parts or [None] * len(named)
        for names, line, part in zip(named, lines, parts, strict=True):
            person = self._resolve(names, now, line, part)
            if line:
                self._heard_on(person, line)
            found.append(person)
        self._flush()
        return found

    def moved(self, old: tuple[Alias, ...], new: tuple[Alias, ...], now: int) -> str:
        """Enter that a person is known under new names, and return who it was, or an empty text.

        A new name that already leads to somebody else changes nothing: persons are never merged.
        """
        before, after = names_of(old, self._keys), names_of(new, self._keys)
        self._look_up([*before, *after])
        persons = [self._found[blind].person for blind in before if blind in self._found]
        if not persons:
            return ""
        person = persons[0]
        if any(self._found.get(blind, _Found(person, 0)).person != person for blind in after):
            return person
        self.known((person,))
        for alias in self._known[person].aliases:
            if alias not in new:
                self._retire(alias, person, now)
        self._link(person, after, now)
        self._flush()
        return person

    def learn(self, person: str, aliases: tuple[Alias, ...], now: int) -> None:
        """Enter further names of a person, unless they lead to somebody else."""
        named = names_of(aliases, self._keys)
        self._look_up(named)
        free = {blind: alias for blind, alias in named.items() if blind not in self._found}
        if free:
            self._link(person, free, now)
            self._flush()

    def reach(self, person: str) -> Known:
        """Return how one person can be reached."""
        known = self._known.get(person)
        return self.known((person,))[person] if known is None else known

    def known(self, persons: Iterable[str]) -> dict[str, Known]:
        """Return how these persons can be reached; nothing is known of a person whose key is gone."""
        if len(self._known) > CACHED:
            self._known.clear()
        wanted = dict.fromkeys(persons)
        missing = [person for person in wanted if person not in self._known]
        if missing:
            self._read(missing)
        return {person: self._known[person] for person in wanted}

    def forget(self) -> None:
        """Look everything up again."""
        self._new_persons.clear()
        self._new_aliases.clear()
        self._found.clear()
        self._known.clear()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _look_up(self, blinds: Iterable[str]) -> None:
        if len(self._found) > CACHED:
            self._found.clear()
        missing = [blind for blind in blinds if blind not in self._found]
        for blind, person, seen in self._store.rows_in("persons.by_alias", missing):
            self._found[blind] = _Found(person, seen)

    def _resolve(self, names: dict[str, Alias], now: int, line: str, part: int | None) -> str:
        person = ""
        for blind in names:
            found = self._found.get(blind)
            if found is not None:
                person = found.person
                break
        if not person or self._is_stranger(person, names):
            person = self._add(now, line, part)
        if any(self._found.get(blind, _Found("", 0)).person != person for blind in names):
            self._link(person, names, now)
        for blind in names:
            if now - self._found[blind].seen > SEEN_EVERY_MS:
                self._store.execute("persons.see_alias", (now, blind))
                self._found[blind] = _Found(person, now)
        return person

    def _is_stranger(self, person: str, names: dict[str, Alias]) -> bool:
        """Whether the sender has a business-scoped id we never saw, while the person of this number has another one."""
        for blind, alias in names.items():
            if alias.kind == "user_id" and blind not in self._found:
                known = self.reach(person)
                return any(alias.kind == "user_id" for alias in known.aliases)
        return False

    def _heard_on(self, person: str, line: str) -> None:
        """Remember which of our numbers this person wrote to."""
        known = self.reach(person)
        if known.line != line:
            self._flush()
            self._store.execute("persons.set_line", (line, person))
            self._known[person] = known._replace(line=line)

    def _add(self, now: int, line: str, part: int | None) -> str:
        person = new_id(self._random) if part is None else new_id_in(part, self._random)
        self._new_persons.append((person, part_of(person), line, now))
        self._keys.new(person_owner(person))
        self._known[person] = Known((), line)
        return person

    def _flush(self) -> None:
        """Write new persons and aliases, many in one statement; always before anything that may concern them."""
        if self._new_persons:
            self._store.execute_many("persons.add", self._new_persons)
            self._new_persons.clear()
        if self._new_aliases:
            self._store.execute_many("persons.add_alias", self._new_aliases)
            self._new_aliases.clear()

    def _link(self, person: str, names: dict[str, Alias], now: int) -> None:
        """Make these the person's names; one of each kind is live at a time, and nobody else keeps them."""
        known = self.reach(person)
        self._keys.load((person_owner(person),), self._store)
        box = self._keys.make(person_owner(person))
        for blind, alias in names.items():
            found = self._found.get(blind)
            if found is not None and found.person == person:
                continue
            if found is not None:
                self._retire(alias, found.person, now)
            for other in known.aliases:
                if other.kind == alias.kind:
                    self._retire(other, person, now)
            value = box.seal(alias.value.encode(), _place(blind))
            self._new_aliases.append((blind, alias.kind, person, value, now, now))
            self._found[blind] = _Found(person, now)
            known = self._known[person]
            known = self._known[person] = Known((alias, *known.aliases), known.line)

    def _retire(self, alias: Alias, person: str, now: int) -> None:
        blind = self._keys.blind(alias.kind, alias.value)
        self._flush()
        self._store.execute("persons.retire_alias", (now, blind))
        self._found.pop(blind, None)
        known = self._known.get(person)
        if known is not None:
            left = tuple(each for each in known.aliases if each != alias)
            self._known[person] = Known(left, known.line)

    def _read(self, persons: list[str]) -> None:
        self._keys.load(map(person_owner, persons), self._store)
        aliases: dict[str, list[Alias]] = {person: [] for person in persons}
        for person, kind, blind, value in self._store.rows_in("persons.aliases", persons):
            try:
                plain = self._keys.of(person_owner(person)).open(value, _place(blind))
            except NoKey:
                continue
            aliases[person].append(Alias(kind, plain.decode()))
        lines = dict(self._store.rows_in("persons.lines", persons))
        for person, found in aliases.items():
            self._known[person] = Known(tuple(found), lines.get(person, ""))


def _rank(alias: Alias) -> int:
    return _FIRST.index(alias.kind) if alias.kind in _FIRST else len(_FIRST)


def _place(blind: str) -> str:
    return f"alias/{blind}/value"
