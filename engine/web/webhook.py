"""The one door of WhatsApp: check the signature, store what arrived, answer 200. Nothing else happens in the request.

Meta asks for a median of 250 ms and repeats anything that is not 200 for up to seven days, so a body we do not understand is kept in
quarantine and answered 200, and only a store that is down answers 503.
Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (copy of 10 March 2026).
"""

from __future__ import annotations

import hmac
from collections import Counter
from time import perf_counter

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from engine.channels.whatsapp import inbound, signature
from engine.domain.limits import WEBHOOK_BODY_BYTES
from engine.runtime.ports import Arrival
from engine.runtime.store.protocol import StoreDown
from engine.web.site import Site

TRY_AGAIN_S = "2"
log = structlog.get_logger()


def blueprint(site: Site) -> Blueprint:
    """Return GET (the handshake) and POST (arrivals) of `/webhook/whatsapp`."""
    pages = Blueprint("webhook", __name__)
    whatsapp = site.settings.whatsapp
    ours = frozenset(whatsapp.phone_number_ids)

    @pages.get("/webhook/whatsapp")
    def handshake() -> Response:
        told = request.args.get("hub.verify_token", "")
        agreed = hmac.compare_digest(told.encode(), whatsapp.verify_token.encode())
        if request.args.get("hub.mode") != "subscribe" or not agreed:
            return _answer(403)
        return Response(request.args.get("hub.challenge", ""), content_type="text/plain")

    @pages.post("/webhook/whatsapp")
    def receive() -> Response:
        started = perf_counter()
        outcome, response = _receive()
        site.metrics.answered("whatsapp", outcome, perf_counter() - started)
        return response

    def _receive() -> tuple[str, Response]:
        try:
            raw = read_body(WEBHOOK_BODY_BYTES)
        except RequestEntityTooLarge:
            return "too_large", _answer(413)
        if not signature.is_genuine(
            raw, request.headers.get(signature.HEADER), whatsapp.app_secrets
        ):
            return "forged", _answer(401)
        body = inbound.read(raw, site.now(), ours)
        site.metrics.ignored(Counter(body.ignored))
        return store(site, body.arrivals)

    return pages


def read_body(most: int) -> bytes:
    """Return the raw body. Raises RequestEntityTooLarge, before reading it where the length is told."""
    request.max_content_length = most
    return request.get_data(cache=False)


def store(site: Site, arrivals: tuple[Arrival, ...]) -> tuple[str, Response]:
    """Append durably and return the outcome for the counters and the answer: 200, or 503 when the store is down."""
    if arrivals:
        try:
            site.append(arrivals)
        except StoreDown as down:
            log.error("inbox.down", kind=type(down).__name__)
            response = _answer(503)
            response.headers["Retry-After"] = TRY_AGAIN_S
            return "down", response
        site.metrics.arrived(Counter(arrival.kind for arrival in arrivals))
    return "stored", _answer(200)


def _answer(status: int) -> Response:
    return Response(b"", status, content_type="text/plain")
