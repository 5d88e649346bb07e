"""First words: which language somebody speaks whom we do not know, and how a language is chosen by typing."""

from __future__ import annotations

from engine.domain.answers.kind import Given
from engine.domain.message import Incoming, TextIn
from engine.interpreter import commands, menu, reception, tongue
from engine.interpreter.directory import find
from engine.interpreter.offers import Heard, pick
from engine.interpreter.phrases import phrase
from engine.interpreter.visit import Visit


def meet_tap(visit: Visit, wanted: str) -> bool:
    """Ask somebody whose language we do not know for it before what was tapped is opened; return whether it can be opened now.

    wanted: the menu's value of what was tapped; it waits in the conversation's place until a language is chosen.
    """
    if visit.conversation.language or wanted.startswith("lang:"):
        return True
    if len(visit.directory.languages) == 1:
        visit.conversation.language = visit.directory.languages[0]
        return True
    _ask_in_every_language(visit, wanted)
    return False


def meet(visit: Visit, message: Incoming) -> bool:
    """Learn the language of somebody we do not know; return whether the message still waits to be taken.

    What is written tells it where it can: script, Telugu words in Latin letters, a service found by English words. Otherwise we ask.
    """
    text = message.text if isinstance(message, TextIn) else ""
    chosen = commands.language_named(text) or _language_picked(visit, text)
    if chosen:
        reception.set_language(visit, chosen)
        return False
    spoken, wanted = _spoken(visit, text), reception.wanted(visit)
    if not spoken:
        wanted = menu.VERIFY if commands.named(text) == menu.VERIFY else wanted
        _ask_in_every_language(visit, wanted)
        return False
    if wanted and not find(visit.directory, text):
        reception.set_language(visit, spoken)
        return False
    visit.conversation.language = spoken
    visit.conversation.greeted = True
    lines = [visit.phrase("welcome")]
    if len(visit.directory.languages) > 1:
        lines.append(visit.phrase("other_language"))
    visit.opening.append("\n".join(lines))
    return True


def _spoken(visit: Visit, text: str) -> str:
    languages = visit.directory.languages
    if len(languages) == 1:
        return languages[0]
    language = tongue.guess(text)
    if not language and tongue.is_latin(text) and find(visit.directory, text):
        language = "en"
    return language if language in languages else ""


def _ask_in_every_language(visit: Visit, wanted: str) -> None:
    visit.conversation.place = f"language:{wanted}" if wanted else "language"
    both = [
        "\n".join(phrase(key, code) for code in visit.directory.languages)
        for key in ("welcome", "choose_language")
    ]
    reception.offer(visit, "\n\n".join(both))


def picks_language(visit: Visit, message: Incoming) -> bool:
    """Take a language typed while the languages stand on the screen; return whether that was what the citizen wanted."""
    if not _languages_stand(visit) or not isinstance(message, TextIn):
        return False
    language = _language_picked(visit, message.text)
    if language:
        reception.set_language(visit, language)
    else:
        visit.conversation.place = "menu"
    return bool(language)


def _languages_stand(visit: Visit) -> bool:
    return menu.where(visit.conversation).kind == "language"


def _language_picked(visit: Visit, text: str) -> str:
    if not text or not _languages_stand(visit):
        return ""
    offers = menu.offers_at(visit.directory, visit.conversation, visit.sessions, visit.now)
    return (pick(Heard(Given(text=text)), offers) or "").removeprefix("lang:")
