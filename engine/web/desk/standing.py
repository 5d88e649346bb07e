"""The certificates of a case at the desk: how each stands, what was changed and why, and the form that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.domain.rendering import render_date, render_moment
from engine.runtime.store.protocol import StoreDown
from engine.services.applications.record import Application
from engine.services.certificates.changing import (
    CHANGES,
    Change,
    ChangeBody,
    NotPossible,
    arrival,
    check,
    possible,
)
from engine.services.certificates.register import Kept
from engine.services.officers.record import Officer
from engine.web.desk.deciding import LONGEST_PAGE, LOOK_EVERY_S, LOOKS
from engine.web.desk.office import Desk, may_change
from engine.web.desk.words import CHANGED, STANDINGS
from engine.web.site import Site

log = structlog.get_logger()

SAID = (
    *("recorded", "pending", "changed", "store_down", "no_change"),
    *("change_no_reason", "change_long_reason", "change_not_now", "change_no_other"),
    "change_not_issued",
)
"""How it went, for a decision on the case and for a change of a certificate: words of the desk."""


def add(pages: Blueprint, site: Site, desk: Desk) -> None:
    """Add the one page that takes a change."""

    @pages.post("/case/<number>/certificate")
    def change(number: str) -> AnyResponse:
        case = desk.case(number, g.officer) or abort(404)
        kept = desk.certificate(request.form.get("certificate", ""))
        if kept is None or kept.session != case.session or not may_change(g.officer, case):
            abort(404)
        word = _take(site, desk, kept)
        log.info("desk.certificate", officer=g.officer.name, case=case.number, outcome=word)
        return redirect(url_for("desk.case", number=case.number, said=word), 303)


def _take(site: Site, desk: Desk, kept: Kept) -> str:
    """Hand the change in, wait a little for it, and return how it went: a word of the desk."""
    form = request.form
    did = next((each for each in CHANGES if each == form.get("did")), None)
    if did is None:
        return "no_change"
    seen, by = form.get("seen", -1, int), form.get("by", "").strip().upper()
    body = ChangeBody(kept.number, did, g.officer.name, form.get("reason", "").strip(), seen, by)
    try:
        check(kept, body, desk.certificate(by) if by else None)
        site.append([arrival(kept, body, form.get("page", "")[:LONGEST_PAGE], site.now())])
    except NotPossible as trouble:
        return f"change_{trouble.word}"
    except StoreDown:
        return "store_down"
    return _wait(desk, kept, seen)


def _wait(desk: Desk, kept: Kept, seen: int) -> str:
    for _ in range(LOOKS):
        now = desk.certificate(kept.number)
        if now is not None and len(now.history) > seen:
            return "recorded"
        desk.pause(LOOK_EVERY_S)
    return "pending"


def shown(
    certificates: Sequence[Kept], case: Application, officer: Officer, now: datetime, language: str
) -> list[dict[str, Any]]:
    """Return what the page of a case shows of its certificates. now: when it is shown."""
    may = may_change(officer, case)
    return [
        {
            "number": kept.number,
            "id": kept.id.lower(),
            "standing": STANDINGS[kept.status][language],
            "valid": kept.status == "valid",
            "issued": render_date(kept.issued_on.isoformat()),
            "changes": _offered(kept, language) if may else [],
            "seen": len(kept.history),
            "history": [
                {**line, "at": render_moment(line["at"], language), "did": CHANGED[line["did"]][language]}
                for line in reversed(kept.history)
            ],
        }
        for kept in certificates
    ]  # fmt: skip


def _offered(kept: Kept, language: str) -> list[tuple[Change, str]]:
    return [(did, CHANGED[did][language]) for did in possible(kept)]
