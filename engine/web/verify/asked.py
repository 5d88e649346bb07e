"""`POST /verify`: departments' own programs ask whether a certificate is genuine, with the text of its code or with the file itself."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any, Final

import orjson
from flask import Blueprint, Response, abort, jsonify, make_response, request

from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.token import Claims
from engine.services.certificates.token.claims import BORN, NAME
from engine.services.certificates.verifying.apart import read_apart_now
from engine.services.certificates.verifying.enquiry import Enquiry, Finding
from engine.services.certificates.verifying.saying import (
    LANGUAGES,
    advice,
    born,
    headline,
    nameless,
    words,
)
from engine.services.certificates.verifying.sheet import Unreadable
from engine.services.certificates.verifying.telling import named
from engine.web.site import Site
from engine.web.verify.limits import Windows

FILE_BYTES: Final = 8_000_000
CODE_BYTES: Final = 8_000
MIMES: Final = ("application/pdf", "image/jpeg", "image/png", "image/webp")
WINDOW_S: Final = 60
CODES: Final = 120
"""Questions a minute from one address."""
FILES: Final = 12
"""Files a minute from one address: each is read in a process of its own."""
AT_ONCE: Final = 2
RETRY_S: Final = "5"


def blueprint(site: Site) -> Blueprint:
    """Return `POST /verify`."""
    pages = Blueprint("asked", __name__)
    codes = Windows(CODES, WINDOW_S, site.now)
    files = Windows(FILES, WINDOW_S, site.now)
    reading = BoundedSemaphore(AT_ONCE)

    @pages.post("/verify")
    def verify() -> Response:
        asks_file = request.mimetype in MIMES
        _within(files if asks_file else codes)
        content = _body(FILE_BYTES if asks_file else CODE_BYTES)
        enquiry = site.checking.enquiry()
        if enquiry is None:
            return _trouble(503, "no_keys")
        now = int(site.now().timestamp())
        if not asks_file:
            code = _code(content)
            return _told(enquiry.of_code(code, now), code)
        return _of_file(content, enquiry, now)

    def _of_file(content: bytes, enquiry: Enquiry, now: int) -> Response:
        if not reading.acquire(timeout=1.0):
            return _trouble(503, "busy")
        try:
            sheet = read_apart_now(content)
        except Unreadable as trouble:
            return _trouble(422, trouble.why)
        finally:
            reading.release()
        return _told(enquiry.of_sheet(sheet, now), *sheet.codes[:1])

    def _told(finding: Finding, code: str = "") -> Response:
        kinds = {kind.type: kind for kind in site.checking.kinds().values()}
        return jsonify(answer_of(named(finding, code), kinds))

    return pages


def answer_of(finding: Finding, kinds: dict[str, CertificateKind]) -> dict[str, Any]:
    """Return what a program is told. What was signed is told only where it may be believed to be ours."""
    verdict = finding.verdict
    said: dict[str, Any] = {
        "answer": verdict.answer,
        "reason": verdict.reason,
        "headline": {language: headline(verdict.reason, language) for language in LANGUAGES},
        "advice": {language: advice(finding, language) for language in LANGUAGES},
    }
    if finding.host:
        said["host"] = finding.host
    if verdict.claims is not None and verdict.key is not None and verdict.answer != "not_genuine":
        said["certificate"] = _certificate(verdict.claims, kinds.get(verdict.claims.type))
        if finding.photograph:
            said["photograph"] = finding.photograph
        said["key"] = {"name": verdict.key.name, "id": verdict.key.kid.hex()}
        if finding.kept is not None:
            said["register"] = {
                "since": finding.kept.issued_on.isoformat(),
                "entry": finding.kept.logged,
            }
    return said


def _certificate(claims: Claims, kind: CertificateKind | None) -> dict[str, Any]:
    labels = {NAME: words()["labels"]["name"]}
    if kind is not None:
        labels |= {field.token: field.label for field in kind.fields if field.token}
    said = {**claims.person, **claims.fields}
    if BORN in said:
        labels[BORN], said[BORN] = born(said[BORN], kind)
    facts = [
        {"number": number, "label": labels.get(number) or nameless(number), "value": value}
        for number, value in said.items()
    ]
    return {
        "type": claims.type,
        "title": kind.title if kind else {},
        "number": claims.number,
        "issued": claims.issued,
        "expires": claims.expires,
        "facts": facts,
    }


def _within(windows: Windows) -> None:
    address = request.remote_addr or ""
    if windows.full(address):
        abort(429)
    windows.count(address)


def _body(most: int) -> bytes:
    """Return what was sent, of so many bytes at most. What comes in pieces tells no length beforehand, so that one byte more is read."""
    request.max_content_length = most + 1
    content = request.get_data()
    if len(content) > most:
        abort(413)
    return content


def _code(content: bytes) -> str:
    """Return the text of the code. Anything but `{"code": "…"}` is refused."""
    try:
        asked = orjson.loads(content) if request.is_json else None
    except orjson.JSONDecodeError:
        asked = None
    code = asked.get("code") if isinstance(asked, dict) else None
    if not isinstance(code, str) or not code.strip():
        abort(400)
    return code


def _trouble(status: int, why: str) -> Response:
    response = make_response(jsonify(error=why), status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_S
    return response
