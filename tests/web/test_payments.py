"""It keeps a gateway's report that is signed, and nothing else."""

from __future__ import annotations

import pytest

from engine.channels.whatsapp.signature import sign
from engine.runtime.codec import decode
from engine.web.payments import SIGNATURE

RAW = b'{"event": "paid", "reference": "r-1"}'


def post(client, raw=RAW, secret="sandbox-payments-secret", gateway="sandbox"):
    return client.post(
        f"/webhook/payments/{gateway}", data=raw, headers={SIGNATURE: sign(raw, secret)}
    )


def test_it_stores_a_report(client, world):
    assert post(client).status_code == 200
    (arrival,) = world.stored
    assert arrival.kind == "payment"
    body = decode(arrival.body)
    assert (body.gateway, body.raw) == ("sandbox", RAW.decode())


@pytest.mark.parametrize(
    ("raw", "secret", "gateway", "status"),
    [
        (RAW, "wrong", "sandbox", 401),
        (RAW, "sandbox-payments-secret", "unknown", 404),
        (b"x" * 300_000, "sandbox-payments-secret", "sandbox", 413),
    ],
)
def test_it_refuses(client, world, raw, secret, gateway, status):
    answer = post(client, raw, secret, gateway)
    assert answer.status_code == status
    assert not world.stored


@pytest.mark.parametrize("raw", [b"", b"paid", b"[1]", b"\xff"])
def test_it_keeps_what_it_does_not_understand(client, world, raw):
    assert post(client, raw).status_code == 200
    assert world.stored[0].kind == "quarantine"


def test_it_asks_to_come_again_when_the_store_is_down(client, world):
    world.down = True
    assert post(client).status_code == 503
