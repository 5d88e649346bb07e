"""Works out who sent a message, from the message itself and the cards of its senders that travel beside it.

Either name may be missing: since 2026 whoever goes by a username is known by a business-scoped id alone.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids (copy of 10 March 2026).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.channels.whatsapp.reading import Tree, items, phone, user_id, words
from engine.runtime.ports import Alias

_TOLD = re.compile(r" changed from (\S{1,140}) to (\S{1,140})\Z")
"""How the platform's words end when a person without a visible number moves. They begin with a name the person chose."""


class Sender(NamedTuple):
    """Both names of a person, either of which may be empty."""

    number: str
    user: str

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Return those that are known."""
        found = (Alias("phone", self.number), Alias("user_id", self.user))
        return tuple(alias for alias in found if alias.value)


NOBODY = Sender("", "")


class Senders:
    """The senders of one change, found by either name; a body may bring a thousand of them."""

    def __init__(self, value: Tree) -> None:
        cards = items(value, "contacts")
        self._by_number: dict[str, Sender] = {}
        self._by_user: dict[str, Sender] = {}
        known = NOBODY
        for card in cards:
            known = Sender(phone(card, "wa_id"), user_id(card, "user_id", "wa_id"))
            self._by_number.setdefault(known.number, known)
            self._by_user.setdefault(known.user, known)
        alone = len(cards) == 1 and len(items(value, "messages")) == 1
        self._only = known if alone else NOBODY

    def of(self, message: Tree, told: str = "") -> Sender:
        """Return who sent this. A user id may stand where the phone number used to.

        told: the number the citizen gave us on request, which counts where the platform tells none.
        """
        number, user = phone(message, "from"), user_id(message, "from_user_id", "from")
        card = self._only
        if number or user:
            card = NOBODY
            if number:
                card = self._by_number.get(number, NOBODY)
            if user and card is NOBODY:
                card = self._by_user.get(user, NOBODY)
        number, user = number or card.number, user or card.user
        return Sender(number or (told if user else ""), user)


def before_and_after(message: Tree, news: Tree) -> tuple[Sender, Sender]:
    """Return who somebody was and is, of system news about a changed number. news: the message's `system`."""
    new = Sender(phone(news, "wa_id") or phone(news, "new_wa_id"), user_id(news, "user_id"))
    was = user_id(news, "previous_user_id") or user_id(message, "from_user_id", "from")
    told = _TOLD.search(words(news, "body", 2_000))
    if not was and told is not None and told[2] == new.user:
        was = user_id({"": told[1]}, "")
    return Sender(phone(message, "from"), "" if was == new.user else was), new
