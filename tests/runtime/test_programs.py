"""A running case keeps the program it began with, whatever is released meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from engine.runtime.programs import Programs
from tests.runtime.pretend import Town, undone


@dataclass(frozen=True)
class Small:
    """As much of a program as is looked at here."""

    digest: str
    service: str
    sources: tuple[str, ...]
    text: str = ""


FILES = {
    "power/bill.yaml": "తెలుగు one".encode(),
    "power/_shared.yaml": b"two",
    "other.yaml": b"three",
}
FIRST = Small("digest-1", "power.bill", ("power/bill.yaml", "power/_shared.yaml"))
SECOND = Small("digest-2", "power.bill", ("power/bill.yaml",))


def load(files: Any, service: str) -> Any:
    text = b"|".join(files[path] for path in sorted(files)).decode()
    return Small("digest-1", service, tuple(sorted(files)), text)


def use(programs: Programs, program: Small, files: Any = FILES) -> None:
    programs.use([program], {program.service: program}, files)  # type: ignore[list-item, dict-item]


def programs_of(town: Town) -> Any:
    return Programs(town.store, load)  # type: ignore[arg-type]


def test_it_loads_a_pinned_program_from_the_files_it_was_made_from(town: Town) -> None:
    programs = programs_of(town)
    use(programs, FIRST)
    with town.store.transaction():
        programs.keep(["digest-1"], 1)
    after = programs_of(town)
    use(after, SECOND, {"power/bill.yaml": b"changed"})
    found = after.pinned("digest-1")
    assert found.service == "power.bill"
    assert found.text == "two|తెలుగు one"
    assert after.pinned("digest-1") is found


def test_it_serves_the_current_program_without_loading(town: Town) -> None:
    programs = programs_of(town)
    use(programs, FIRST)
    assert programs.pinned("digest-1") is FIRST
    use(programs, SECOND)
    assert programs.pinned("digest-2") is SECOND


def test_it_knows_no_program_no_case_was_pinned_to(town: Town) -> None:
    programs = programs_of(town)
    use(programs, FIRST)
    with pytest.raises(KeyError):
        programs.pinned("digest-9")


def test_it_keeps_a_program_again_when_its_transaction_was_rolled_back(town: Town) -> None:
    programs = programs_of(town)
    use(programs, FIRST)
    with undone(town.store):
        programs.keep(["digest-1"], 1)
    with town.store.transaction():
        programs.keep(["digest-1"], 1)
    assert town.rows("select digest, service from program") == [("digest-1", "power.bill")]


def test_it_names_a_program_by_the_digest_its_cases_carry(town: Town) -> None:
    """The way digests are counted may change; the files do not."""
    programs = programs_of(town)
    use(programs, replace(FIRST, digest="digest-old"))
    with town.store.transaction():
        programs.keep(["digest-old"], 1)
    assert programs_of(town).pinned("digest-old").digest == "digest-old"


def test_it_keeps_the_program_in_the_transaction_that_opens_the_case(town: Town) -> None:
    use(town.programs, FIRST)
    town.write("911", "open")
    town.work()
    assert town.rows("select digest from program") == [("digest-1",)]
