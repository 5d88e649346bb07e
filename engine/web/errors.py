"""Says plainly what went wrong: a page for people, JSON for machines, never a trace."""

from __future__ import annotations

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from engine.runtime.store.protocol import StoreDown

MACHINES = ("/webhook/", "/healthz", "/readyz", "/metrics", "/.well-known/", "/verify")
WORDS = {
    404: ("ఈ పేజీ లేదు.", "There is no such page."),
    405: ("ఈ పని ఇక్కడ కుదరదు.", "That cannot be done here."),
    429: (
        "కొద్దిసేపట్లో చాలాసార్లు అడిగారు. దయచేసి ఒక నిమిషం తర్వాత మళ్లీ ప్రయత్నించండి.",
        "That was asked too often in a short time. Please try again in a minute.",
    ),
    413: ("పంపినది చాలా పెద్దది.", "What was sent is too large."),
}
TROUBLE = (
    "మా వైపు ఏదో లోపం జరిగింది. దయచేసి కొద్దిసేపటి తర్వాత ప్రయత్నించండి.",
    "Something went wrong on our side. Please try again in a while.",
)
REFUSED = ("ఈ అభ్యర్థనను స్వీకరించలేము.", "This request cannot be accepted.")
TRY_AGAIN_S = "5"
log = structlog.get_logger()


def register(app: Flask) -> None:
    """Answer every error of this application with our own words."""
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(StoreDown, _down)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    answer = _answer(status, error.name)
    if error.code == 405:
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return answer


def _down(_error: StoreDown) -> Response:
    """Say that it works again in a while; the store's own trouble is in the log of those who keep asking it."""
    answer = _answer(503, "Service Unavailable")
    answer.headers["Retry-After"] = TRY_AGAIN_S
    return answer


def _unexpected(error: Exception) -> Response:
    """Log the kind of the exception and where, not its text: it may quote a citizen."""
    log.error("web.failed", kind=type(error).__name__, where=_place(error), page=request.endpoint)
    return _answer(500, "Internal Server Error")


def _answer(status: int, name: str) -> Response:
    if request.path.startswith(MACHINES):
        return make_response(jsonify(error=name), status)
    te, en = WORDS.get(status, TROUBLE if status >= 500 else REFUSED)
    return make_response(render_template("error.html", status=status, te=te, en=en), status)


def _place(error: BaseException) -> str:
    """Return file and line of the innermost frame."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
