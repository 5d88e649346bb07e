"""A database in which conversations were really held: the real interpreter, a worker, a store, the sample services of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from engine.cli import reading
from engine.domain.effect import Call, Send
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import open_directory
from engine.language.card import Card
from engine.runtime.ports import Done, Job
from engine.runtime.programs import Programs
from engine.scenarios.world import World
from tests.runtime.pretend import MASTER, Town

SAMPLES = Path(__file__).parent / "catalog"
BESIDE = Path(__file__).parent / "beside"
"""What these conversations need besides."""
FILES = {
    path.relative_to(folder).as_posix(): path.read_bytes()
    for folder in (SAMPLES, BESIDE)
    for path in folder.rglob("*")
    if path.is_file()
}


class Outbound:
    """Takes every message; its name at WhatsApp is its number."""

    async def deliver(self, job: Job) -> Done:
        return Done(provider_id=f"wamid.{job.key.partition('-')[2]}")


class Office:
    """Answers calls as the examples of the systems say."""

    def __init__(self, connectors: Any, clock: Any) -> None:
        self._connectors = connectors
        self._clock = clock

    async def deliver(self, job: Job) -> Done:
        world = World(job.session, self._connectors, {}, self._clock.now())
        return Done(replies=tuple(world.perform(job.effect)))


class Held:
    """The town, its services, and whatever citizens said there."""

    def __init__(self, folder: Path, home: Any) -> None:
        catalogue = reading.load(FILES).catalogue
        directory = open_directory({"en": "S"}, ("te", "en"), (), catalogue.programs, self._pinned)
        self.programs = catalogue.programs
        self.town = Town(
            folder, home, take_turn=lambda _, *rest: take_turn(directory, *rest),
            handlers={Send: Outbound()},
        )  # fmt: skip
        self.town.handlers[Call] = Office(catalogue.connectors, self.town.clock)
        cards = [Card.of(program) for program in catalogue.programs.values()]
        self.kept: Programs = self.town.programs
        self.kept.use(cards, catalogue.programs, FILES)
        self.database = getattr(self.town.home, "url", str(folder / "mitra.db"))
        self.key = folder / "key"
        self.key.write_bytes(MASTER)
        self.key.chmod(0o400)

    def _pinned(self, digest: str) -> Any:
        return next(each for each in self.programs.values() if each.digest == digest)

    def say(self, citizen: str, *words: str) -> None:
        """Let a citizen say one thing after another, each answered before the next."""
        for each in words:
            self.town.write(citizen, each)
            self.town.work()
            self.town.clock.forward(30)

    def close(self) -> None:
        self.town.close()


def lines(path: Path) -> list[Any]:
    """Return the values of a file of JSON lines."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]
