"""Makes the program of a service the first time somebody opens it, so that a thousand services cost a start nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.language.card import Card
from engine.language.program import Program

Make = Callable[[Mapping[str, bytes], str], Program]
"""From the files a program is made from and its service to the program."""


class OnDemand(Mapping[str, Program]):
    """The programs of a catalogue known to be sound, by service; a former id leads to the service it became, and is not counted.

    files: the whole catalogue by path; cards: of every service.
    """

    def __init__(self, files: Mapping[str, bytes], cards: Iterable[Card], make: Make) -> None:
        self._files = files
        self._make = make
        self._cards = {card.service: card for card in cards}
        self._now = {old: card.service for card in self._cards.values() for old in card.former_ids}
        self._made: dict[str, Program] = {}

    def __getitem__(self, service: str) -> Program:
        program = self._made.get(service)
        if program is None:
            card = self._cards[self._now.get(service, service)]
            program = self._made[service] = self._made.get(card.service) or self._program(card)
        return program

    def __contains__(self, service: object) -> bool:
        return service in self._cards or service in self._now

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def _program(self, card: Card) -> Program:
        program = self._make({path: self._files[path] for path in card.sources}, card.service)
        if program.digest != card.digest:
            message = f"{card.service} was known as {card.digest} and is {program.digest}"
            raise ValueError(message)
        self._made[card.service] = program
        return program
