"""What a new catalogue would mean for cases under way: how many lose nothing, are asked again, or stay as they are. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.cli.comparing import Change, compare_one
from engine.domain.session import Session
from engine.interpreter import memory
from engine.language.program import Program


@dataclass(slots=True)
class Standing:
    """The cases of one service. again: cases by the first question they would be asked again; why: of those that stay pinned."""

    cases: int = 0
    already: int = 0
    keep: int = 0
    again: Counter[str] = field(default_factory=Counter)
    pinned: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Edition:
    """A program and the files it was made from."""

    program: Program | None
    files: Mapping[str, bytes]


def standings(
    sessions: Iterable[Session],
    earlier: Callable[[str], Edition],
    current: Callable[[str], Edition],
) -> dict[str, Standing]:
    """Return how the cases of each service stand. earlier: an edition by digest; current: the new one by service."""
    found: dict[str, Standing] = {}
    changes: dict[tuple[str, str], Change] = {}
    for session in sessions:
        standing = found.setdefault(session.service, Standing())
        standing.cases += 1
        new = current(session.service)
        if new.program is not None and new.program.digest == session.program:
            standing.already += 1
            continue
        key = session.service, session.program
        if key not in changes:
            old = earlier(session.program)
            changes[key] = compare_one(
                session.service, old.program, new.program, old.files, new.files
            )
        _count(standing, changes[key], session, new.program)
    return dict(sorted(found.items()))


def _count(standing: Standing, change: Change, session: Session, new: Program | None) -> None:
    if change.keeps:
        standing.keep += 1
    elif change.again and new is not None:
        asked = next((step for step in change.again if _touches(session, step, new)), "")
        if asked:
            standing.again[asked] += 1
        else:
            standing.keep += 1
    else:
        standing.pinned[change.verdict] += 1


def _touches(session: Session, step: str, new: Program) -> bool:
    """Tell whether a case has answered a question that has changed, or stands at it."""
    names = [step, *(was for was, now in new.former_steps.items() if now == step)]
    return session.at in names or any(
        memory.get(session.answers, name) is not None for name in names
    )


def told(standing: Standing) -> str:
    """Return one line about the cases of a service."""
    parts = [f"{standing.already} in this version already"] * bool(standing.already)
    parts += [f"{standing.keep} would lose nothing"] * bool(standing.keep)
    if standing.again:
        parts.append(f"{standing.again.total()} would be asked again ({_counted(standing.again)})")
    if standing.pinned:
        parts.append(
            f"{standing.pinned.total()} stay in the version they began with ({_counted(standing.pinned)})"
        )
    return f"{standing.cases} under way: {', '.join(parts)}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.most_common())


def totals(found: Mapping[str, Standing]) -> Iterator[tuple[str, int]]:
    """Yield keep, asked again and pinned over all services."""
    yield "keep", sum(each.keep + each.already for each in found.values())
    yield "again", sum(each.again.total() for each in found.values())
    yield "pinned", sum(each.pinned.total() for each in found.values())
