"""What could not be said: words outside the 24-hour window wait for the citizen's tap, a file that cannot come is told in words."""

from __future__ import annotations

from engine.domain.calendar import parse_moment
from engine.domain.event import Unsaid
from engine.domain.message import Outgoing, TemplateOut, TextOut
from engine.interpreter import held, menu
from engine.interpreter.trace import TraceRecord
from engine.interpreter.visit import Visit
from engine.language.program import Program


def take(visit: Visit, event: Unsaid) -> None:
    """Say it otherwise: at once where the citizen wrote meanwhile, else behind an approved template with a button to open it."""
    visit.trace.append(TraceRecord(event.session, "", f"could not be said: {event.why}"))
    conversation = visit.conversation
    message: Outgoing = event.message
    if event.why == "file":
        message = TextOut(visit.phrase("file_unsaid"))
    elif conversation.heard and parse_moment(conversation.heard) <= parse_moment(event.at):
        conversation.heard = ""  # the platform counts the hours, not we
    if held.is_open(conversation.heard, visit.now):
        visit.send(message)
        return
    asked_to_open = bool(conversation.held) and not conversation.morning
    conversation.held = held.newest([*conversation.held, held.to_json(message)])
    program = _program(visit, event.session)
    if not asked_to_open and program is not None:
        conversation.morning = ""
        title = menu.words(program.title, visit.language)
        opens = menu.PREFIX + "open"
        visit.send(TemplateOut(program.notify, visit.language, (title,), opens))


def _program(visit: Visit, case: str) -> Program | None:
    """Return whose template is used: the case's own service, or that of the person's newest case."""
    session = visit.session(case)
    if session is not None:
        return visit.program(session)
    newest = next((each["service"] for each in visit.conversation.cases), "")
    return visit.directory.current.get(newest)
