"""Its page is a page of a phone: both languages, no script, no markup from outside, only its own buttons."""

from __future__ import annotations

import pytest

from tests.sandbox.payments.stage import EXPIRES, play


@pytest.mark.parametrize(
    ("query", "te", "en"),
    [
        ("", True, True),
        ("?lang=te", True, False),
        ("?lang=en", False, True),
        ("?lang=xx", True, True),
    ],
)
def test_it_speaks_the_wished_languages(query, te, en):
    async def scene(stage):
        return await stage.page(await stage.open(), query)

    page, headers = play(scene)

    assert ("₹300 చెల్లించండి" in page) is te
    assert ("Pay ₹300" in page) is en
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]


def test_it_shows_words_from_outside_as_words():
    async def scene(stage):
        return await stage.page(await stage.open())

    page, _ = play(scene)

    assert "&lt;b&gt;" in page
    for foreign in ("<script", "style=", "http://", "https://"):
        assert foreign not in page


@pytest.mark.parametrize(
    ("way", "shown"),
    [("pay", "go back to WhatsApp"), ("fail", "failed"), ("late", "on its way"), ("never", "Paid")],
)
def test_it_says_how_it_went(way, shown):
    async def scene(stage):
        order = await stage.open()
        assert await stage.act(order, way) == 303
        return await stage.page(order)

    assert shown in play(scene)[0]


def test_it_offers_no_payment_when_the_time_is_over():
    async def scene(stage):
        order = await stage.open()
        stage.clock.moment = EXPIRES
        return await stage.page(order)

    page, _ = play(scene)

    assert 'value="pay"' not in page
    assert "The time to pay is over" in page


def test_it_refuses_buttons_of_other_pages_and_unknown_ways():
    async def scene(stage):
        order = await stage.open()
        return await stage.act(order, "pay", "cross-site"), await stage.act(order, "give")

    assert play(scene) == (403, 400)


def test_it_has_a_page_for_payments_it_does_not_know():
    async def scene(stage):
        async with stage.client.get("/pay/NOBODY") as response:
            return response.status, response.content_type

    assert play(scene) == (404, "text/html")


@pytest.mark.parametrize(
    ("account", "payee"),
    [
        ("srisailam", "Mallikarjuna Swamy temple, Srisailam"),
        ("municipality_tenali", "Tenali Municipality"),
        ("vijayawada", "Kanaka Durga temple, Vijayawada"),
        ("municipality_vijayawada", "Vijayawada Municipality"),
        ("", "Government of Andhra Pradesh"),
        ("somebody_new", "Somebody New"),
    ],
)
def test_it_names_who_is_paid(account, payee):
    async def scene(stage):
        order = await stage.gateway.open("s1/9", 30_000, account, "Title", EXPIRES)
        return await stage.page(order)

    assert payee in play(scene)[0]
