"""It goes where it may, reads no more than it should, and tells "may have arrived" from "did not"."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.processes import free_ports
from engine.services.connectors.client import Client
from engine.services.connectors.egress import Forbidden, Reach
from tests.services.connectors.stage import Department, rows, serving

SANDBOX = Reach(sandbox=True)
PATIENCE_S = 60


def ask(url, reach=SANDBOX, **more):
    async def run():
        client = Client(reach, **more)
        try:
            return await client.request("GET", url, {}, b"", PATIENCE_S)
        finally:
            await client.close()

    return asyncio.run(run())


def ask_serving(serves, path="/", reach=SANDBOX, **more):
    department = Department(serves)

    async def run():
        async with serving(department) as address:
            client = Client(reach, **more)
            try:
                return await client.request("POST", address + path, {"X-A": "1"}, b"{}", PATIENCE_S)
            finally:
                await client.close()

    return asyncio.run(run()), department


def allows(reach, address):
    try:
        reach.check_address("example.in", address)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize("row", rows("addresses.yaml"), ids=lambda row: row["address"])
def test_it_knows_where_requests_may_go(row):
    assert allows(Reach(sandbox=False), row["address"]) is row["public"]
    assert allows(SANDBOX, row["address"]) is row.get("loopback", False)


def test_it_goes_to_a_host_that_is_named_whatever_its_address():
    reach = Reach(sandbox=False, allowed=frozenset({"example.in"}))

    assert allows(reach, "10.1.2.3")


def test_it_brings_the_reply_with_lower_case_headers():
    reply, department = ask_serving([{"status": 418, "json": {"a": 1}}], "/x%2Fy?q=1")

    assert (reply.status, reply.body) == (418, b'{"a": 1}')
    assert reply.headers["content-type"].startswith("application/json")
    assert department.requests[0][1] == "/x%2Fy?q=1"


def test_it_follows_no_redirect():
    reply, department = ask_serving([{"status": 302}])

    assert reply.status == 302
    assert len(department.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://0x7f000001:{port}/",
        "https://2130706433:{port}/",
        "https://127.1:{port}/",
        "https://[::1]:{port}/",
        "https://[::ffff:127.0.0.1]:{port}/",
    ],
)
def test_it_sees_this_machine_in_every_spelling(url):
    with pytest.raises(ConnectionError):
        ask(url.format(port=free_ports(1)[0]), Reach(sandbox=False))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "//x", "", "http://", "ftp://127.0.0.1/", "http://[/"]
)
def test_it_speaks_nothing_but_http(url):
    with pytest.raises(ConnectionError):
        ask(url)


def test_it_keeps_to_https_in_production():
    with pytest.raises(Forbidden):
        ask("http://8.8.8.8/", Reach(sandbox=False))


def test_it_knows_that_a_refused_connection_was_never_heard():
    with pytest.raises(ConnectionError):
        ask(f"http://127.0.0.1:{free_ports(1)[0]}/")


def test_it_knows_that_a_dropped_one_may_have_been():
    with pytest.raises(TimeoutError):
        ask_serving(["drop"])


def test_it_waits_no_longer_than_told():
    async def run():
        never = asyncio.Event()

        async def hang(request):
            if request.path == "/never":
                await never.wait()
            return web.Response()

        app = web.Application()
        app.router.add_get("/{rest:.*}", hang)
        async with TestServer(app, host="127.0.0.1") as server:
            client = Client(SANDBOX)
            await client.request(
                "GET", str(server.make_url("/")), {}, b"", PATIENCE_S
            )  # now connected
            with pytest.raises(TimeoutError):
                await client.request("GET", str(server.make_url("/never")), {}, b"", 0.05)
            await client.close()
            never.set()

    asyncio.run(run())


def test_it_reads_no_more_than_it_should():
    with pytest.raises(TimeoutError):
        ask_serving([{"status": 200, "json": {"a": "x" * 500}}], most_bytes=200)
