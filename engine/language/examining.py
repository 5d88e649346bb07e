"""What is found out about one service from its own files and from what all services stand on: plain values, without its program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from engine.language.card import Card
from engine.language.checks import check_own, check_program, check_service
from engine.language.checks.fee_upkeep import fee_columns
from engine.language.checks.ids import check_ids
from engine.language.checks.reach import ways_of
from engine.language.checks.templates import late_step
from engine.language.checks.upkeep import look_after_own
from engine.language.compiler.compiler import compile_service
from engine.language.compiler.shared_ends import ends_beside
from engine.language.findings import Finding, has_errors
from engine.language.outline import Made, Outline, outline_of
from engine.language.own import Own
from engine.language.program import Program
from engine.language.remark import Remark

FORMAT = 3
"""Grows by one when the same files would make a different program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A service by itself. findings: in its own files and its family's; remarks: what should be looked after in it, once the whole
    catalogue is sound; outline: what must be known of it to look at it beside the others."""

    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    outline: Outline


@dataclass(frozen=True, slots=True)
class Ground:
    """What services stand on, when they are examined. files: of the whole catalogue; bad: shared files that have findings already;
    excused: codes that would only say so once more; sound: whether no error was found in it."""

    files: Mapping[str, bytes]
    bad: frozenset[str]
    excused: frozenset[str]
    sound: bool


def examine(own: Own, ground: Ground) -> tuple[Examined, Program | None]:
    """Return what is found out about a service, and its program where nothing is wrong with it."""
    before = (*own.findings, *check_ids(own.service.flow))
    found, program = _compiled(own, ground, before)
    found += check_own(own, program)
    findings = (*before, *(each for each in found if each.code not in ground.excused))
    sound = ground.sound and not has_errors(findings)
    examined = Examined(
        findings=findings,
        remarks=tuple(look_after_own(own, program)) if sound else (),
        outline=outline_of(own.service, _made(own, program) if program else None),
    )
    return examined, program


def _compiled(
    own: Own, ground: Ground, before: tuple[Finding, ...]
) -> tuple[list[Finding], Program | None]:
    """Return what is wrong within a service, and its program. Where its file, or its family's, has findings already, nothing is
    compiled, which would only repeat them."""
    service = own.service
    if own.flow.path in ground.bad or any(each.path == service.path for each in before):
        return [], None
    draft, program = compile_service(service, own.reading.world)
    found = [*draft.findings, *check_service(draft, program)]
    if program is not None:
        sound = not has_errors(found)
        program = replace(program, digest=digest_of(ground.files, program.sources))
        found += check_program(own.reading, service, program) if sound else ()
        program = program if sound else None
    draft.sizes = draft.certain = None  # they refer to the draft, and would keep it alive
    return found, program


def _made(own: Own, program: Program) -> Made:
    ways = ways_of(own.flow, program) if own.service.family else None
    beside = ends_beside(own.flow, own.service.department, own.reading.world)
    return Made(
        card=Card.of(program),
        notify=program.notify,
        late=late_step(own, program),
        columns=fee_columns(own, program),
        there=tuple(sorted(ways.there)) if ways else (),
        come_to=tuple(sorted(ways.come_to)) if ways else (),
        shared_ends=tuple((each.path, end) for end, each in beside.items() if end in program.ends),
    )


def digest_of(files: Mapping[str, bytes], sources: tuple[str, ...]) -> str:
    """Return the name of what is made from these files: 32 hexadecimal digits."""
    taken = sha256(f"{FORMAT}\n".encode())
    for path in sorted(sources):
        content = files.get(path, b"")
        taken.update(f"{path}\0{len(content)}\0".encode())
        taken.update(content)
    return taken.hexdigest()[:32]
