"""A locker opens only by its own page: what was asked for is seen after consent, nothing else, and nothing once it is taken back."""

from __future__ import annotations

import pytest

from engine.sandbox.departments.locker import KINDS, LOCKERS, papers_of
from tests.sandbox.departments.stage import play

LOCKER = "/departments/locker"


async def ask(stage, paper="identity", key="s1/4"):
    status, told = await stage.post(f"{LOCKER}/requests", {"paper": paper}, key)
    assert status == 201
    return told


async def answer(stage, asked, way, site="same-origin", **form):
    path = asked["link"].removeprefix(stage.base)
    headers = {"Sec-Fetch-Site": site}
    data = {"way": way, **form}
    async with stage.client.post(path, data=data, headers=headers, allow_redirects=False) as reply:
        return reply.status


async def search(stage, asked):
    return await stage.post(f"{LOCKER}/papers/search", {"request": asked["request"]})


async def page(stage, asked, query=""):
    async with stage.client.get(asked["link"].removeprefix(stage.base) + query) as reply:
        return await reply.text(), reply.headers


def test_it_is_closed_until_its_holder_agrees_on_its_page():
    async def scene(stage):
        asked = await ask(stage)
        before = await search(stage, asked)
        assert await answer(stage, asked, "allow", locker="1") == 303
        return before, await search(stage, asked)

    before, (status, told) = play(scene)

    assert before == (200, {"state": "waiting"})
    assert (status, told["state"]) == (200, "open")
    assert [each["number"] for each in told["papers"]] == ["VOTER-0001", "LICENCE-0001"]


def test_it_shows_only_what_was_asked_for():
    async def scene(stage):
        asked = await ask(stage, "marks_memo")
        await answer(stage, asked, "allow", locker="1")
        request = asked["request"]
        copy = f"{LOCKER}/papers/copy"
        memo = await stage.post(copy, {"request": request, "number": "MEMO-0001"})
        card = await stage.post(copy, {"request": request, "number": "VOTER-0001"})
        return await search(stage, asked), memo, card

    (_, told), memo, card = play(scene)

    assert [each["number"] for each in told["papers"]] == ["MEMO-0001"]
    assert (memo[0], memo[1]["paper"]["mime"]) == (200, "application/pdf")
    assert card == (404, {"error": "gone"})


def test_it_keeps_a_certificate_once_and_closes_when_consent_is_taken_back():
    async def scene(stage):
        asked = await ask(stage)
        await answer(stage, asked, "allow")
        wish = {"request": asked["request"], "number": "POL-LST-1", "url": "https://m.example/c/1"}
        file = f"{LOCKER}/certificates"
        kept = [await stage.post(file, wish, "s1/9") for _ in range(2)]
        shown, _ = await page(stage, asked)
        await answer(stage, asked, "refuse")
        return kept, shown, await stage.post(file, wish, "s1/10"), await search(stage, asked)

    kept, shown, late, after = play(scene)

    assert kept == [(201, {"filed": True})] * 2
    assert shown.count("POL-LST-1") == 1
    assert late == (403, {"error": "closed"})
    assert after == (200, {"state": "refused"})


def test_one_key_is_one_request():
    async def scene(stage):
        return await ask(stage), await ask(stage), await ask(stage, key="s2/4")

    first, again, other = play(scene)

    assert first == again
    assert first["request"] != other["request"]


@pytest.mark.parametrize(
    ("way", "site", "form", "status"),
    [
        ("allow", "cross-site", {}, 403),
        ("give", "same-origin", {}, 400),
        ("allow", "same-origin", {"locker": "0"}, 400),
        ("allow", "same-origin", {"locker": f"{LOCKERS + 1}"}, 400),
        ("allow", "same-origin", {"locker": "mine"}, 400),
    ],
)
def test_its_page_takes_nothing_else(way, site, form, status):
    async def scene(stage):
        asked = await ask(stage)
        return await answer(stage, asked, way, site, **form), await search(stage, asked)

    assert play(scene) == (status, (200, {"state": "waiting"}))


@pytest.mark.parametrize(
    ("query", "te", "en"), [("", True, True), ("?lang=te", True, False), ("?lang=en", False, True)]
)
def test_its_page_speaks_both_languages_without_a_script(query, te, en):
    async def scene(stage):
        return await page(stage, await ask(stage), query)

    shown, headers = play(scene)

    assert ("అనుమతిస్తున్నాను" in shown) is te
    assert ("I agree" in shown) is en
    assert "<script" not in shown
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_it_does_not_know_other_requests():
    async def scene(stage):
        nobody = {"request": "LR-NOBODY", "link": f"{stage.base}{LOCKER}/consents/LR-NOBODY"}
        async with stage.client.get(nobody["link"].removeprefix(stage.base)) as reply:
            return reply.status, await search(stage, nobody)

    assert play(scene) == (404, (404, {"error": "no such request"}))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind["id"]))
def test_as_many_lockers_hold_a_paper_as_is_declared(kind):
    held = sum(
        paper.kind is kind
        for locker in range(1, LOCKERS + 1)
        for paper in papers_of(locker, kind["asked_as"])
    )

    assert abs(held * 100 / LOCKERS - kind["of_a_hundred"]) < 2
