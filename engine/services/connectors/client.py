"""The one way our requests leave for departments and gateways: pooled, bounded in time and size, no redirects, addresses checked."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from engine.runtime.doors import HttpReply
from engine.services.connectors.egress import Forbidden, Reach
from engine.services.connectors.reply import MOST_BYTES

CONNECT_S = 3.0
AT_ONCE = 100
AT_ONCE_TO_ONE = 20
"""So many requests are under way at most, in all and to one system: a slow department does not take every place."""

CHUNK = 64 * 1024


class TooLong(TimeoutError):
    """The reply was longer than we read. The request did arrive."""


class CheckedResolver(AbstractResolver):
    """Resolves a name and gives exactly one address: every one that was found must be allowed."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the first address. Raises Forbidden, or OSError when the name is not known."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        for _, _, _, _, place in found:
            self._reach.check_address(host, str(place[0]))
        kind, _, proto, _, place = found[0]
        return [
            ResolveResult(
                hostname=host,
                host=str(place[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
        ]

    async def close(self) -> None:
        """There is nothing to let go of."""


class Client:
    """The `Http` door on real sockets. Made inside the running loop or before it; `close` belongs to its owner."""

    def __init__(self, reach: Reach, most_bytes: int = MOST_BYTES) -> None:
        self._reach = reach
        self._most_bytes = most_bytes
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float
    ) -> HttpReply:
        """Return the reply, whatever its status. Raises TimeoutError when it may have arrived, ConnectionError when it did not."""
        target = self._checked(url)
        timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=min(CONNECT_S, timeout_s))
        try:
            async with self._open().request(
                method,
                target,
                headers=headers,
                data=body or None,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                content = await self._read(response)
                return HttpReply(
                    response.status,
                    {name.lower(): value for name, value in response.headers.items()},
                    content,
                )
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
        ) as trouble:
            raise _unsent(trouble) from trouble
        except (aiohttp.ClientError, OSError) as trouble:
            if isinstance(trouble, Forbidden | TimeoutError):
                raise
            raise TimeoutError(type(trouble).__name__) from trouble

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _checked(self, url: str) -> URL:
        """Return the address to ask; one written in numbers never meets the resolver, so it is checked here. Raises Forbidden."""
        try:
            target = URL(url, encoded=True)
            host = target.host or ""
        except ValueError as trouble:
            raise Forbidden(str(trouble)) from trouble
        self._reach.check_url(target.scheme, host)
        if _is_literal(host):
            self._reach.check_address(host, host)
        return target

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=AT_ONCE,
                limit_per_host=AT_ONCE_TO_ONE,
                resolver=CheckedResolver(self._reach),
                use_dns_cache=False,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "identity"},
            )
        return self._session

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        parts, size = [], 0
        async for part in response.content.iter_chunked(CHUNK):
            size += len(part)
            if size > self._most_bytes:
                message = f"the reply has more than {self._most_bytes} bytes"
                raise TooLong(message)
            parts.append(part)
        return b"".join(parts)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _unsent(trouble: Exception) -> ConnectionError:
    """Return the same trouble without the address that was asked: it may hold what a citizen said."""
    cause = trouble.__cause__
    return cause if isinstance(cause, Forbidden) else ConnectionError(type(trouble).__name__)
