"""It believes only who knows the secret."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from engine.channels.whatsapp.signature import is_genuine, sign

RAW = b'{"object": "whatsapp_business_account"}'
GOOD = sign(RAW, "new")
OLD = sign(RAW, "old")


def test_it_signs_as_the_platform_documents():
    assert "sha256=" + hmac.new(b"new", RAW, hashlib.sha256).hexdigest() == GOOD
    assert len(GOOD) == 71


@pytest.mark.parametrize("header", [GOOD, OLD])
def test_it_takes_either_secret_while_one_is_being_changed(header):
    assert is_genuine(RAW, header, ("new", "old"))


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        GOOD[7:],
        GOOD + " ",
        GOOD + "\n",
        " " + GOOD,
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        GOOD.replace("sha256", "sha1"),
        "sha256=" + "٠" * 64,
        "sha256=" + "z" * 64,
        f"{GOOD},{GOOD}",
        sign(RAW, "another"),
        sign(RAW + b" ", "new"),
        sign(b"", "new"),
    ],
)
def test_it_refuses(header):
    assert not is_genuine(RAW, header, ("new", "old"))


def test_it_refuses_everything_without_a_secret():
    assert not is_genuine(RAW, sign(RAW, ""), ("",))
    assert not is_genuine(RAW, GOOD, ())
