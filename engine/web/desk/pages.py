"""`/desk`: sign in, worklist, case, decision, files. A view decodes, calls one function, encodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.http import quote_header_value
from werkzeug.wrappers import Response as AnyResponse

from engine.services.applications.record import Application
from engine.services.officers.record import Officer
from engine.web.desk import deciding, signing, standing
from engine.web.desk.deciding import Refused, Taking, form_of
from engine.web.desk.office import Desk
from engine.web.desk.shown import (
    ENDINGS,
    case_page,
    line,
    media_of,
    plain_mime,
    role_words,
    words_in,
)
from engine.web.desk.words import LANGUAGES, WORDS
from engine.web.site import Site

FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"
"""A file is opened by the browser's own viewer: it can load and send nothing."""

MOST_LINES = 100
PAGE_BYTES = 8
LONGEST_SOUGHT = 100
OPEN_TO_ALL = ("desk.sign_in_page", "desk.sign_in", "desk.sign_in_sample", "desk.language")
log = structlog.get_logger()


def blueprint(site: Site) -> Blueprint:
    """Return every page under `/desk`; none where the site has no desk."""
    pages = Blueprint("desk", __name__, url_prefix="/desk")
    desk = site.desk
    if desk is None:
        return pages
    secure = site.settings.public_url.startswith("https://")
    pages.record_once(lambda state: signing.set_cookie(state.app, desk, secure))
    _guard(pages, site, desk)
    _signing(pages, site, desk)
    _worklist(pages, site, desk)
    _cases(pages, site, desk)
    _files(pages, desk)
    standing.add(pages, site, desk)
    return pages


def _guard(pages: Blueprint, site: Site, desk: Desk) -> None:
    """Let nobody in who has not signed in, and no form that is not ours; give every page its words."""

    @pages.before_request
    def check() -> AnyResponse | tuple[str, int] | None:
        g.officer = signing.officer(desk, site.now())
        if request.method == "POST" and not signing.is_ours():
            return render_template("desk/expired.html"), 400
        if g.officer is None and request.endpoint not in OPEN_TO_ALL:
            return redirect(url_for("desk.sign_in_page"), 303)
        return None

    @pages.context_processor
    def words() -> dict[str, Any]:
        language = signing.language()
        return {
            "w": {name: text[language] for name, text in WORDS.items()},
            "language": language,
            "other": next(each for each in LANGUAGES if each != language),
            "token": signing.token(desk),
            "who": who(g.officer, desk, language) if g.officer else None,
            "sandbox": bool(desk.facts().samples),
            "here": request.path if request.method == "GET" else url_for("desk.worklist"),
        }


def who(officer: Officer, desk: Desk, language: str) -> dict[str, Any]:
    """Return what the head of each page says about the one who is signed in."""
    facts = desk.facts()
    roles = ", ".join(role_words(role, facts, language) for role in officer.roles)
    title = words_in(officer.title, language) or officer.name
    return {"title": title, "roles": "" if roles == title else roles, "sample": officer.sample}


def _signing(pages: Blueprint, site: Site, desk: Desk) -> None:
    @pages.get("/sign-in")
    def sign_in_page() -> str:
        return _sign_in_form(desk)

    @pages.post("/sign-in")
    def sign_in() -> AnyResponse | tuple[str, int]:
        name, password = request.form.get("name", ""), request.form.get("password", "")
        trouble = signing.sign_in(desk, name, password, site.now())
        log.info("desk.sign_in", outcome=trouble or "in")
        if trouble:
            return _sign_in_form(desk, trouble, name), 429 if trouble == "wait" else 403
        return redirect(url_for("desk.worklist"), 303)

    @pages.post("/sign-in/sample")
    def sign_in_sample() -> AnyResponse:
        officer = desk.sample(request.form.get("name", "")) or abort(404)
        signing.begin(officer, site.now())
        return redirect(url_for("desk.worklist"), 303)

    @pages.post("/sign-out")
    def sign_out() -> AnyResponse:
        signing.end()
        return redirect(url_for("desk.sign_in_page"), 303)

    @pages.post("/language")
    def language() -> AnyResponse:
        signing.set_language(request.form.get("language", ""))
        back = request.form.get("back", "")
        return redirect(back if _is_local(back) else url_for("desk.worklist"), 303)


def _is_local(path: str) -> bool:
    """Whether a path leads to a page of the desk and nowhere else."""
    return (
        path.partition("?")[0].split("/")[:2] == ["", "desk"]
        and "\\" not in path
        and path.isprintable()
    )


def _sign_in_form(desk: Desk, trouble: str = "", name: str = "") -> str:
    language = signing.language()
    samples = [
        (each.name, each.roles[0], words_in(each.title, language)) for each in desk.facts().samples
    ]
    return render_template("desk/sign_in.html", samples=samples, trouble=trouble, name=name)


def _worklist(pages: Blueprint, site: Site, desk: Desk) -> None:
    @pages.get("")
    def worklist() -> str:
        return page("", desk.worklist(g.officer), desk.asked_back(g.officer))

    @pages.post("/find")
    def find() -> tuple[str, int] | AnyResponse:
        sought = request.form.get("sought", "").strip()[:LONGEST_SOUGHT]
        found = desk.find(sought, g.officer) if sought else []
        log.info("desk.searched", officer=g.officer.name, cases=len(found))
        if len(found) == 1:
            return redirect(url_for("desk.case", number=found[0].number), 303)
        return page(sought, found), 200 if found else 404

    def page(sought: str, cases: list[Application], asked: Sequence[Application] = ()) -> str:
        facts, now, language = desk.facts(), site.now(), signing.language()
        lines, waiting = (
            [line(each, facts, now, language) for each in several[:MOST_LINES]]
            for several in (cases, asked)
        )
        return render_template(
            "desk/worklist.html", lines=lines, waiting=waiting, sought=sought, most=MOST_LINES
        )


def _cases(pages: Blueprint, site: Site, desk: Desk) -> None:
    @pages.get("/case/<number>")
    def case(number: str) -> str:
        found = desk.case(number, g.officer) or abort(404)
        log.info("desk.case_opened", officer=g.officer.name, case=found.number)
        said = request.args.get("said", "")
        return _case(desk, found, site.now(), said=said if said in standing.SAID else "")

    @pages.post("/case/<number>")
    def decide(number: str) -> AnyResponse | tuple[str, int]:
        found = desk.case(number, g.officer) or abort(404)
        form = request.form
        taking = Taking(
            found, g.officer, form.get("seen", -1, int), site.now(), form.get("page", "")
        )
        try:
            word = deciding.take(desk, site.append, request.form, taking)
        except Refused as refused:
            page = _case(desk, found, site.now(), trouble=refused.word)
            return page, 503 if refused.word == "store_down" else 422
        log.info("desk.decided", officer=g.officer.name, case=found.number, outcome=word)
        return redirect(url_for("desk.case", number=found.number, said=word), 303)


def _case(desk: Desk, found: Application, now: datetime, said: str = "", trouble: str = "") -> str:
    """Return the page of a case. said, trouble: words of the desk, or empty."""
    language = signing.language()
    kept = desk.certificates(found)
    return render_template(
        "desk/case.html",
        certificates=standing.shown(kept, found, g.officer, now, language),
        case=case_page(found, desk.facts(), now, language),
        form=form_of(found, g.officer, desk.facts(), language),
        given=request.form,
        said=said,
        trouble=trouble,
        page=desk.random.bytes(PAGE_BYTES).hex(),
    )


def _files(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/file/<media>")
    def file(media: str) -> Response:
        found = desk.case(request.args.get("case", ""), g.officer)
        name = media_of(found).get(media) if found is not None else None
        blob = desk.file(media) if name is not None else None
        if found is None or name is None or blob is None:
            abort(404)
        log.info("desk.file_opened", officer=g.officer.name, case=found.number)
        return _file(blob.content, plain_mime(blob.mime), name)


def _file(content: bytes, mime: str, name: str) -> Response:
    """Return a file for the browser's own viewer, or as a download where browsers should not open it beside our pages.

    name: what it is saved under, without its ending.
    """
    inline = mime in ENDINGS
    response = make_response(content)
    response.headers["Content-Type"] = mime if inline else "application/octet-stream"
    saved = quote_header_value(name + ENDINGS.get(mime, ""))
    response.headers["Content-Disposition"] = (
        f"{'inline' if inline else 'attachment'}; filename={saved}"
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
