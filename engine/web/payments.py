"""Where payment gateways report: check the signature, store the report, answer 200. Whether money came is decided later, by asking back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from time import perf_counter

import orjson
from flask import Blueprint, Response, abort, request

from engine.channels.whatsapp.signature import is_genuine
from engine.runtime.codec import encode
from engine.runtime.ports import Arrival, PaymentBody, QuarantineBody
from engine.web.site import Site
from engine.web.webhook import read_body, store

BODY_BYTES = 256 * 1024
SIGNATURE = "X-Signature-256"
"""The header a gateway signs its report with: `sha256=` and the HMAC-SHA256 of the raw bytes in hex."""


def blueprint(site: Site) -> Blueprint:
    """Return `POST /webhook/payments/<gateway>`; a gateway we have no secret of does not exist."""
    pages = Blueprint("payments", __name__)

    @pages.post("/webhook/payments/<gateway>")
    def receive(gateway: str) -> Response:
        started = perf_counter()
        secrets = site.settings.payment_secrets.get(gateway)
        if not secrets:
            abort(404)
        raw = read_body(BODY_BYTES)
        if not is_genuine(raw, request.headers.get(SIGNATURE), secrets):
            outcome, response = "forged", Response(b"", 401)
        else:
            outcome, response = store(site, (read_report(gateway, raw, site.now()),))
        site.metrics.answered("payments", outcome, perf_counter() - started)
        return response

    return pages


def read_report(gateway: str, raw: bytes, received: datetime) -> Arrival:
    """Return the gateway's report as an arrival, named by its content; one that is not a JSON object goes to quarantine."""
    name = f"payment:{gateway}:{hashlib.sha256(raw).hexdigest()[:32]}"
    told = raw.decode("utf-8", "replace")
    try:
        understood = isinstance(orjson.loads(raw), dict)
    except orjson.JSONDecodeError:
        understood = False
    if not understood:
        odd = QuarantineBody(f"payment report of {gateway}", told)
        return Arrival("quarantine", name, (), encode(odd), received)
    return Arrival("payment", name, (), encode(PaymentBody(gateway, told)), received)
