"""What happens between services: the menu, finding a service, opening one, "my applications", the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.domain.answers.kind import Given
from engine.domain.event import Started
from engine.domain.message import DocumentOut, Incoming, ListOut, Outgoing, Row, TextIn
from engine.interpreter import beginning, commands, hearing, machine, memory, menu
from engine.interpreter.directory import find
from engine.interpreter.offers import MORE, PAGE, Heard, pick, show
from engine.interpreter.visit import Visit


def at_menu(visit: Visit, message: Incoming) -> None:
    """Take what was typed at a menu: one of its rows, a case's number, or words to find a service by."""
    text = message.text if isinstance(message, TextIn) else ""
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    picked = pick(Heard(Given(text=text)), offers)
    case = menu.numbered(visit.conversation, text)
    place = menu.where(visit.conversation)
    if picked == MORE:
        _show_page(visit, f"{place.page + 1}:{place.place}")
    elif picked and text:
        menu_tap(visit, picked)
    elif case:
        _show_case(visit, case)
    elif commands.is_thanks(text):
        visit.say("you_are_welcome")
    elif commands.named(text) == "back":
        menu_tap(visit, _above(place))
    else:
        _find(visit, text, hearing.puzzled(message))


_ABOVE = {"dep": "deps", "event": "events", "case": "mine"}
"""What "back" leads to from a menu; the first menu otherwise."""


def _above(place: menu.Place) -> str:
    whole, _, part = place.name.partition(".")
    if place.kind in ("dep", "event") and part:
        return f"{place.kind}:{whole}"
    return _ABOVE.get(place.kind, "menu")


def _find(visit: Visit, text: str, puzzled: str) -> None:
    found = find(visit.directory, text)[:PAGE] if text else []
    if len(found) == 1:
        menu_tap(visit, found[0])
    elif found:
        visit.conversation.place = "found:" + ",".join(found)
        offer(visit, visit.phrase("found_several"))
    else:
        visit.conversation.place = "menu"
        met = visit.opening or not visit.conversation.greeted
        offer(visit, visit.phrase("menu" if met else "found_none" if text else puzzled))


def offer(visit: Visit, body: str, page: int = 0) -> None:
    """Offer what the menu at the conversation's place has, on this page."""
    visit.conversation.place = menu.at_page(visit.conversation.place, page)
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    visit.conversation.greeted = True
    for message in show(visit.opened(body), offers, menu.PREFIX, visit.language, page):
        visit.send(_with_pages(message, menu.where(visit.conversation).place, page))


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
    offer(visit, "\n\n".join([*greeting, visit.phrase("menu")]))


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
    offer(
        visit,
        visit.phrase("menu"),
        int(page) % max(1, -(-len(offers) // PAGE)) if page.isdigit() else 0,
    )


def _show_groups(visit: Visit, kind: str) -> None:
    """Show the departments (`deps`) or the life events (`events`)."""
    visit.conversation.place = kind
    offer(visit, visit.phrase(kind))


def _show_group(visit: Visit, place: str) -> None:
    """Show the services of a department (`dep:revenue`) or a life event (`event:birth`)."""
    section = menu.group(visit.directory, place)
    if section is None:
        show_menu(visit)
        return
    visit.conversation.place = place
    offer(visit, visit.phrase("services_of", department=menu.words(section.title, visit.language)))


def ask_certificate(visit: Visit) -> None:
    """Ask for a certificate to be verified."""
    visit.conversation.place = menu.VERIFY
    visit.conversation.unseen = 0
    visit.say("verify_send")


def ask_language(visit: Visit) -> None:
    """Offer the languages."""
    visit.conversation.place = "language"
    offer(visit, visit.phrase("choose_language"))


def wanted(visit: Visit) -> str:
    """Return what was tapped before a language was chosen, as the menu's value, or an empty string."""
    here = menu.where(visit.conversation)
    return here.name if here.kind == "language" else ""


def set_language(visit: Visit, language: str) -> None:
    """Go on in this language: with what was tapped before it was chosen, or at the question that stands."""
    conversation = visit.conversation
    changed, tapped = conversation.language not in ("", language), wanted(visit)
    conversation.language = language
    conversation.place = "menu"
    if changed:
        visit.opening.append(visit.phrase("language_changed"))
    session = visit.session(conversation.foreground)
    if tapped:
        menu_tap(visit, tapped)
        return
    if session is None or session.state == "ended":
        show_menu(visit)
        return
    beginning.put_question(visit, session)


# -- cases ------------------------------------------------------------------------------------------------------------


def _open(visit: Visit, service: str) -> None:
    """Begin a service, or ask whether to go on with the case of it that is unfinished."""
    program = visit.directory.current.get(service)
    case = menu.begun(visit.conversation, program.service) if program is not None else None
    session = visit.session(case["id"]) if case is not None else None
    if program is None:
        show_menu(visit)
    elif session is not None and session.state == "asking" and not session.answers:
        beginning.put_question(visit, session)
    elif case is not None:
        visit.conversation.foreground = ""
        visit.conversation.place = f"begun:{case['id']}"
        title = menu.words(program.title, visit.language)
        offer(visit, visit.phrase("begun_before", title=title))
    else:
        beginning.begin(visit, program)


def _begin_anew(visit: Visit, case: str) -> None:
    session = visit.session(case)
    program = visit.directory.current.get(session.service) if session is not None else None
    if session is None or program is None:
        show_menu(visit)
    else:
        beginning.begin_anew(visit, session, program)


def show_mine(visit: Visit) -> None:
    """Show the person's cases."""
    if not menu.cases(visit.directory, visit.conversation):
        visit.say("mine_none")
        return
    visit.conversation.place = "mine"
    offer(visit, visit.phrase("mine_body"))


def _show_case(visit: Visit, case: str) -> None:
    """Go on with a case that waits for the citizen, or in which they gave up; of another tell how it stands and what may still be done."""
    session = visit.session(case)
    if session is None:
        show_menu(visit)
        return
    program = visit.program(session)
    waits = session.state == "asking" or session.stage == "paying"
    if waits or memory.GAVE_UP in session.keys:
        beginning.put_question(visit, session)
        return
    state = menu.state_words(session.state, session.stage, visit.language)
    words = visit.phrase(
        "status_line",
        title=f"{menu.words(program.title, visit.language)} {session.number}".strip(),
        state=state,
    )
    visit.conversation.place = f"case:{case}"
    if menu.afterwards(visit.directory, session, visit.now, visit.language):
        offer(visit, words + "\n\n" + visit.phrase("what_next"))
        return
    visit.tell(words)
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
    "deps": lambda visit, _: _show_groups(visit, "deps"),
    "dep": lambda visit, name: _show_group(visit, f"dep:{name}"),
    "events": lambda visit, _: _show_groups(visit, "events"),
    "event": lambda visit, name: _show_group(visit, f"event:{name}"),
    "svc": _open,
    "mine": lambda visit, _: show_mine(visit),
    menu.VERIFY: lambda visit, _: ask_certificate(visit),
    "case": _show_case,
    "anew": _begin_anew,
    "later": _open_later,
    "paper": _send_paper,
    "more": _show_page,
}
"""What each kind of menu row opens."""
