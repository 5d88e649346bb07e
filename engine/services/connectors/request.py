"""From an operation and its needs to an HTTP request. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from engine.language.model.connector import Connector, Operation

WITHOUT_BODY = ("GET", "DELETE")


class NotConfigured(Exception):
    """The setting that holds a system's address is empty; the message names it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to a department."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


def build(
    connector: Connector,
    operation: Operation,
    needs: Mapping[str, Any],
    addresses: Mapping[str, str],
    key: str,
) -> Request:
    """Return the request for these needs.

    addresses: base address by setting name; key: sent as Idempotency-Key where the operation takes one. Needs named in the path
    go there, the others into the query or, for methods with a body, into JSON. Raises NotConfigured.
    """
    base = address_of(connector, needs, addresses)
    path = operation.path
    for name in operation.in_path:
        path = path.replace("{" + name + "}", quote(str(needs.get(name, "")), safe=""))
    others = {
        name: value
        for name, value in needs.items()
        if name not in operation.in_path and name != connector.routed_by
    }
    headers = {"Accept": "application/json"}
    if operation.writes:
        headers["Idempotency-Key"] = key
    if operation.method in WITHOUT_BODY:
        query = urlencode(
            {name: _in_query(value) for name, value in others.items() if value is not None}
        )
        return Request(operation.method, base + path + (f"?{query}" if query else ""), headers, b"")
    headers["Content-Type"] = "application/json"
    return Request(operation.method, base + path, headers, orjson.dumps(others))


def address_of(connector: Connector, needs: Mapping[str, Any], addresses: Mapping[str, str]) -> str:
    """Return where a system, or its database, is reached. Raises NotConfigured."""
    setting = connector.setting
    if connector.routed_by:
        setting = connector.routes.get(str(needs.get(connector.routed_by)), "")
    address = addresses.get(setting, "")
    if not address:
        raise NotConfigured(
            setting or f"{connector.id} (no route for {needs.get(connector.routed_by)})"
        )
    return address.rstrip("/")


def _in_query(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)
