"""Who is at the desk: signing in and out, the session cookie, and the token that proves a form is ours."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from flask import request, session
from flask.sansio.app import App

from engine.domain.calendar import format_moment, parse_moment
from engine.services.officers.record import Officer, spelled
from engine.web.desk.office import Desk
from engine.web.desk.words import LANGUAGES

LASTS: Final = timedelta(hours=8)
"""From signing in, however busy the officer is: a working day."""

TOKEN_BYTES: Final = 18
COOKIE: Final = {
    "SESSION_COOKIE_NAME": "mitra_desk",
    "SESSION_COOKIE_PATH": "/desk",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_REFRESH_EACH_REQUEST": False,
    "PERMANENT_SESSION_LIFETIME": LASTS,
}


def set_cookie(app: App, desk: Desk, secure: bool) -> None:
    """Say how this application's session cookie is made: signed, closed to scripts, sent to the desk alone, for eight hours."""
    app.secret_key = desk.secret
    app.config.update(COOKIE, SESSION_COOKIE_SECURE=secure)


def token(desk: Desk) -> str:
    """Return the token every form of this session carries."""
    known = session.get("token")
    if not isinstance(known, str):
        known = session["token"] = desk.random.bytes(TOKEN_BYTES).hex()
    return known


def is_ours() -> bool:
    """Return whether the form that came carries this session's token."""
    known, given = session.get("token"), request.form.get("token", "")
    return isinstance(known, str) and hmac.compare_digest(known.encode(), given.encode())


def language() -> str:
    """Return the language this desk is read in."""
    chosen = session.get("language")
    return str(chosen) if chosen in LANGUAGES else LANGUAGES[0]


def set_language(chosen: str) -> None:
    """Read the desk in this language from now on; one we do not have changes nothing."""
    if chosen in LANGUAGES:
        session["language"] = chosen


def officer(desk: Desk, now: datetime) -> Officer | None:
    """Return who is signed in; an officer who has left, or whose eight hours are over, is not."""
    name, since = session.get("officer"), session.get("since")
    if not isinstance(name, str) or not isinstance(since, str) or now - parse_moment(since) > LASTS:
        return None
    return desk.officer(name)


def sign_in(desk: Desk, name: str, password: str, now: datetime) -> str:
    """Open a session for this name and password; return an empty text, or the word that says why not: `wrong`, `wait`."""
    name = spelled(name)
    if not desk.tries.start(name, now):
        return "wait"
    found = desk.officers.with_password(name, password)
    if found is None:
        return "wrong"
    desk.tries.right(name)
    begin(found, now)
    return ""


def begin(who: Officer, now: datetime) -> None:
    """Open a fresh session; nothing of the one before but the language goes into it."""
    kept = language()
    session.clear()
    session.permanent = True
    session.update(officer=who.name, since=format_moment(now), language=kept)


def end() -> None:
    """Close the session; the language stays."""
    kept = language()
    session.clear()
    session["language"] = kept
