"""Begins a case, begins one anew in place of another, and puts the question of one once more."""

from __future__ import annotations

from engine.domain.calendar import local_date
from engine.domain.effect import Send
from engine.domain.event import Started
from engine.domain.session import Session
from engine.interpreter import machine, memory
from engine.interpreter.handing_over import HANDOFF
from engine.interpreter.run import Run
from engine.interpreter.visit import Visit
from engine.language.program import Program


def begin(visit: Visit, program: Program) -> None:
    """Begin a service, if its season allows."""
    session = Session(visit.new_id, program.service, program.digest, visit.language)
    season, today = program.season, local_date(visit.now).isoformat()
    if season is not None and not season.first <= today <= season.last:
        words = season.before if today < season.first else season.after
        visit.tell(Run(program, session, visit.now).words(words))
        return
    if program.service in visit.directory.unavailable:
        visit.opening.append(visit.phrase("begin_all_the_same"))
    session.said = [*visit.opening]
    visit.opening.clear()
    visit.take(machine.advance(program, session, Started(), visit.now))


def begin_anew(visit: Visit, session: Session, program: Program) -> None:
    """Begin the service of a case once more.

    The case is stopped without a word, unless something was paid for or registered in it, or is being paid just now. A help desk
    before which it stands is told in the same way; where something was paid or registered, officers still have to see to it.
    """
    if session.state == "asking":
        stopped = machine.stop(visit.program(session), session, visit.now)
        if stopped.session.state == "ended":
            silent = (effect for effect in stopped.effects if not isinstance(effect, Send))
            visit.take(stopped._replace(effects=tuple(silent)))
    elif session.stage == HANDOFF:
        visit.take(machine.withdraw(visit.program(session), session, visit.now))
    begin(visit, program)


def put_question(visit: Visit, session: Session) -> None:
    """Put a case's question once more, also one that was given up, behind the words that open the turn."""
    session = memory.copy(session)
    session.said = [*visit.opening, *session.said]
    visit.opening.clear()
    put = machine.come_back if memory.GAVE_UP in session.keys else machine.put_question
    visit.take(put(visit.program(session), session, visit.now))
