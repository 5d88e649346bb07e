"""It asks departments over real HTTP and tells the case what came of it."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.effect import Call, Limit
from engine.domain.event import Replied
from engine.runtime import blobs
from engine.services.connectors.handler import RELEASE_FOR
from tests.services.connectors.stage import NOW, SESSION, Department, Stage, job, rows, serving

NEEDS = {
    "find": {"number": "2712345678"},
    "paper": {"number": "2712345678"},
    "post": {"number": "2712345678", "amount": 4500},
    "stamp": {"number": "2712345678"},
    "enter": {"number": "2712345678"},
    "release": {"hold": "H-1"},
}
PDF = base64.b64encode(b"%PDF-1.7 sample").decode()


def call_of(operation: str, **more) -> Call:
    return Call("s1/7", f"office.{operation}", NEEDS[operation], **more)


def deliver(stage: Stage, serves, *jobs):
    """Return the results of these jobs, one after the other, and the department."""
    department = Department(list(serves))

    async def run():
        async with serving(department) as address, stage.handler(address) as handler:
            return [await handler.deliver(each) for each in jobs]

    return asyncio.run(run()), department


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path)
    yield stage
    stage.store.close()


@pytest.mark.parametrize("row", rows("replies.yaml"), ids=lambda row: row["it"])
def test_it(stage, row):
    until = NOW + timedelta(hours=row["hours"]) if "hours" in row else None
    call = call_of(row.get("operation", "find"), try_until=until)
    asked = job(call, row.get("attempt", 1), row.get("unsure", False))

    (result,), department = deliver(stage, row["serves"], asked)

    assert type(result).__name__.lower() == row["ends"]
    assert len(department.requests) == row["asked"]
    heard = (
        [Replied(SESSION, call.key, row["outcome"], row.get("gives", {}))]
        if "outcome" in row
        else []
    )
    for want, got in zip(heard, result.replies, strict=True):
        assert (got.session, got.key, got.outcome) == (want.session, want.key, want.outcome)
        assert not want.gives or got.gives == want.gives
    if "after" in row:
        assert round(result.after_s) == row["after"]
    if "keys" in row:
        assert len({headers["Idempotency-Key"] for _, _, headers, _ in department.requests}) == 1


def test_it_says_unavailable_when_nobody_listens(stage):
    async def run():
        async with stage.handler(None) as handler:
            return await handler.deliver(job(call_of("stamp")))

    result = asyncio.run(run())

    assert [reply.outcome for reply in result.replies] == ["unavailable"]
    assert type(result).__name__ == "Done"


def test_it_gives_a_release_up_after_a_day(stage):
    late = replace(job(call_of("release")), made=NOW - RELEASE_FOR)

    (result,), _ = deliver(stage, ["drop"] * 3, late)

    assert type(result).__name__ == "Dead"


def test_it_keeps_a_document_under_the_same_handle_every_time(stage):
    served = {
        "status": 200,
        "json": {"file": {"name": "../a b.pdf", "mime": "application/pdf", "content": PDF}},
    }
    asked = job(call_of("paper"))

    (first, second), _ = deliver(stage, [served, served], asked, asked)

    stage.keep(first.writes)
    file = first.replies[0].gives["file"]
    assert second.replies[0].gives["file"] == file
    assert file | {"media": ""} == {
        "media": "",
        "mime": "application/pdf",
        "name": "a_b.pdf",
        "bytes": 15,
    }
    kept = blobs.find(file["media"], stage.keys, stage.store)
    assert kept is not None
    assert (kept.owner, kept.content) == ("case/s1", b"%PDF-1.7 sample")


def test_it_counts_the_counted_outcome_and_then_asks_no_more(stage):
    limits = (Limit("ssc.wrong", "citizen", 2, 86_400), Limit("ssc.wrong", "2712345678", 9, 86_400))
    call = call_of("find", counted="wrong", limits=limits)
    wrong, found = (
        {"status": 404},
        {"status": 200, "json": {"state": "ok", "person": {"name": "x", "due": 1}}},
    )
    outcomes, asked = [], 0
    for served in (wrong, found, wrong, wrong):
        (result,), department = deliver(stage, [served], job(call))
        stage.keep(result.writes)
        outcomes.append(result.replies[0].outcome)
        asked += len(department.requests)

    assert outcomes == ["wrong", "found", "wrong", "over_limit"]
    assert asked == 3
    stage.clock.passed += 86_401
    (result,), _ = deliver(stage, [wrong], job(call))
    assert result.replies[0].outcome == "wrong"


def test_it_counts_each_outcome_for_the_limits_that_name_it(stage):
    both = Limit("ssc.tries", "citizen", 2, 86_400, ("wrong", "found"))
    wrong = Limit("ssc.wrong", "citizen", 2, 86_400, ("wrong",))
    call = call_of("find", limits=(wrong, both))
    found = {"status": 200, "json": {"state": "ok", "person": {"name": "x", "due": 1}}}
    named = []
    for served in (found, {"status": 404}, found):
        (result,), _ = deliver(stage, [served], job(call))
        stage.keep(result.writes)
        named.append(result.replies[0].gives.get("limit"))

    assert named == [None, None, 1]


def test_it_counts_other_citizens_by_number_only(stage):
    by_number = (Limit("ssc.wrong", "2712345678", 1, 86_400),)
    call = call_of("find", counted="wrong", limits=by_number)
    (result,), _ = deliver(stage, [{"status": 404}], job(call))
    stage.keep(result.writes)

    (other,), department = deliver(stage, [], replace(job(call), person="p2"))

    assert other.replies[0].outcome == "over_limit"
    assert not department.requests


def test_it_counts_a_slip_once_and_names_the_limit_that_is_used_up(stage):
    limits = (Limit("ssc.wrong", "citizen", 2, 3_600), Limit("ssc.wrong", "citizen", 3, 86_400))
    call = call_of("find", counted="wrong", limits=limits)
    named = []
    for passed in (0, 0, 0, 3_601, 0):
        stage.clock.passed += passed
        (result,), _ = deliver(stage, [{"status": 404}], job(call))
        stage.keep(result.writes)
        named.append(result.replies[0].gives.get("limit"))

    assert named == [None, None, 0, None, 1]


def test_it_leaves_a_failing_system_in_peace_and_comes_back(stage):
    good = {"status": 404}
    department = Department([{"status": 503}] * 10 + [good, good])

    async def run():
        async with serving(department) as address, stage.handler(address) as handler:
            for _ in range(5):
                await handler.deliver(job(call_of("find")))
            while_open = len(department.requests)
            stage.clock.passed += 11
            after = [await handler.deliver(job(call_of("find"))) for _ in range(2)]
            return while_open, after

    while_open, after = asyncio.run(run())

    assert while_open == 10
    assert [result.replies[0].outcome for result in after] == ["wrong", "wrong"]
