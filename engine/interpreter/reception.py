"""What happens between services: the menu, finding a service, opening one, "my applications", the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.domain.answers.kind import Given
from engine.domain.calendar import local_date
from engine.domain.event import Started
from engine.domain.message import DocumentOut, Incoming, ListOut, Outgoing, Row, TextIn, TextOut
from engine.domain.session import Session
from engine.interpreter import commands, machine, menu
from engine.interpreter.directory import find
from engine.interpreter.offers import MORE, PAGE, Heard, pick, show
from engine.interpreter.phrases import phrase
from engine.interpreter.run import Run
from engine.interpreter.visit import Visit


def first_words(visit: Visit) -> None:
    """Greet somebody we do not know in every language, and ask for theirs."""
    visit.conversation.place = "language"
    both = [
        "\n".join(phrase(key, code) for code in visit.directory.languages)
        for key in ("welcome", "choose_language")
    ]
    _offer(visit, "\n\n".join(both))


def at_menu(visit: Visit, message: Incoming) -> None:
    """Take what was typed at a menu: one of its rows, or words to find a service by."""
    text = message.text if isinstance(message, TextIn) else ""
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    picked = pick(Heard(Given(text=text)), offers)
    if picked and picked != MORE and text:
        menu_tap(visit, picked)
    elif commands.is_thanks(text):
        visit.say("you_are_welcome")
    elif commands.named(text) == "back":
        show_menu(visit)
    else:
        _find(visit, text)


def _find(visit: Visit, text: str) -> None:
    found = find(visit.directory, text)[:PAGE] if text else []
    if len(found) == 1:
        _open(visit, found[0])
    elif found:
        visit.conversation.place = "found:" + ",".join(found)
        _offer(visit, visit.phrase("found_several"))
    else:
        visit.conversation.place = "menu"
        greeted = visit.conversation.greeted
        _offer(
            visit,
            (visit.phrase("found_none") if text else visit.phrase("unusable"))
            if greeted
            else visit.phrase("menu"),
        )


def _offer(visit: Visit, body: str, page: int = 0) -> None:
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    visit.conversation.greeted = True
    for message in show(body, offers, menu.PREFIX, visit.language, page):
        visit.send(_with_pages(message, visit.conversation.place, page))


def _with_pages(message: Outgoing, place: str, page: int) -> Outgoing:
    """Let the "more" row of a long menu say which page comes next."""

    if not isinstance(message, ListOut) or message.rows[-1].id != menu.PREFIX + MORE:
        return message
    more = Row(f"{menu.PREFIX}more:{page + 1}:{place}", message.rows[-1].title)
    return ListOut(message.body, message.opener, (*message.rows[:-1], more))


def show_menu(visit: Visit) -> None:
    """Show the first menu."""
    visit.conversation.place = "menu"
    greeting = [] if visit.conversation.greeted else [visit.phrase("welcome")]
    _offer(visit, "\n\n".join([*greeting, visit.phrase("menu")]))


def menu_tap(visit: Visit, value: str) -> None:
    """Do what a menu's row says; one we do not know leads to the first menu."""
    kind, _, rest = value.partition(":")
    if kind == "lang" and rest in visit.directory.languages:
        set_language(visit, rest)
        return
    door = _DOORS.get(kind)
    if door is None:
        show_menu(visit)
    else:
        door(visit, rest)


def _show_page(visit: Visit, rest: str) -> None:
    page, _, place = rest.partition(":")
    visit.conversation.place = place
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    _offer(
        visit,
        visit.phrase("menu"),
        int(page) % max(1, -(-len(offers) // PAGE)) if page.isdigit() else 0,
    )


def _show_department(visit: Visit, section_id: str) -> None:
    section = next((each for each in visit.directory.sections if each.id == section_id), None)
    if section is None:
        show_menu(visit)
        return
    visit.conversation.place = f"dep:{section_id}"
    _offer(visit, visit.phrase("services_of", department=menu.words(section.title, visit.language)))


def ask_language(visit: Visit) -> None:
    """Offer the languages."""
    visit.conversation.place = "language"
    _offer(visit, visit.phrase("choose_language"))


def set_language(visit: Visit, language: str) -> None:
    """Go on in this language, at the question that stands."""
    conversation = visit.conversation
    conversation.language = language
    session = visit.session(conversation.foreground)
    if session is None or session.state == "ended":
        show_menu(visit)
        return
    visit.take(machine.put_question(visit.program(session), session, visit.now))


# -- cases ------------------------------------------------------------------------------------------------------------


def _open(visit: Visit, service: str) -> None:
    """Begin a service, if its season allows."""
    program = visit.directory.current.get(service)
    if program is None:
        show_menu(visit)
        return
    begun = visit.session(visit.conversation.foreground)
    if begun is not None and _is_untouched(begun, program.service):
        visit.take(machine.put_question(visit.program(begun), begun, visit.now))
        return
    session = Session(visit.new_id, program.service, program.digest, visit.language)
    season, today = program.season, local_date(visit.now).isoformat()
    if season is not None and not season.first <= today <= season.last:
        words = season.before if today < season.first else season.after
        visit.send(TextOut(Run(program, session, visit.now).words(words)))
        return
    visit.take(machine.advance(program, session, Started(), visit.now))


def _is_untouched(session: Session, service: str) -> bool:
    """Whether this is a case of the service whose first question stands: its row was tapped twice."""
    return session.service == service and session.state == "asking" and not session.answers


def show_mine(visit: Visit) -> None:
    """Show the person's cases."""
    if not menu.cases(visit.directory, visit.conversation):
        visit.say("mine_none")
        return
    visit.conversation.place = "mine"
    _offer(visit, visit.phrase("mine_body"))


def _show_case(visit: Visit, case: str) -> None:
    """Go on with a case that waits for the citizen; of another tell how it stands and what may still be done."""
    session = visit.session(case)
    if session is None:
        show_menu(visit)
        return
    program = visit.program(session)
    if session.state == "asking":
        visit.take(machine.put_question(program, session, visit.now))
        return
    state = menu.state_words(session.state, session.stage, visit.language)
    words = visit.phrase(
        "status_line",
        title=menu.words(program.title, visit.language),
        number=session.number,
        state=state,
    )
    visit.conversation.place = f"case:{case}"
    if menu.afterwards(visit.directory, session, visit.now, visit.language):
        _offer(visit, words + "\n\n" + visit.phrase("what_next"))
        return

    visit.send(TextOut(words))
    if session.state != "ended":
        visit.take(machine.put_question(program, session, visit.now))


def _open_later(visit: Visit, rest: str) -> None:
    case, _, later = rest.partition(":")
    session = visit.session(case)
    open_now = menu.afterwards(visit.directory, session, visit.now, visit.language)
    if session is None or not any(offer.value == f"later:{rest}" for offer in open_now):
        visit.say("old_button_no_question")
        return
    visit.take(machine.advance(visit.program(session), session, Started(later), visit.now))


def _send_paper(visit: Visit, rest: str) -> None:
    """Send a certificate of a finished case once more."""
    case, _, step = rest.partition(":")
    session = visit.session(case)
    file = menu.papers_of(visit.program(session), session).get(step) if session else None
    if session is None or file is None:
        visit.say("old_button_no_question")
        return
    title = menu.words(visit.program(session).title, visit.language)
    visit.send(DocumentOut(file["media"], file["name"], file["mime"], title))


_DOORS: Mapping[str, Callable[[Visit, str], None]] = {
    "lang": lambda visit, _: ask_language(visit),
    "dep": _show_department,
    "svc": _open,
    "mine": lambda visit, _: show_mine(visit),
    "case": _show_case,
    "later": _open_later,
    "paper": _send_paper,
    "more": _show_page,
}
"""What each kind of menu row opens."""
