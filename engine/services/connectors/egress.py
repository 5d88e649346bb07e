"""Decides which addresses of other machines we may talk to, so that no slip in a setting can turn us against our own network. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_DISGUISES = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::/96",
        "::ffff:0:0/96",
    )
)
"""IPv6 addresses that stand for an IPv4 one (NAT64, 6to4, Teredo, mapped): `is_global` says yes to some that lead to ourselves.
https://www.iana.org/assignments/iana-ipv6-special-registry (read 2026-11-22)"""


class Forbidden(ConnectionError):
    """An address we do not talk to; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far requests may go.

    sandbox: this machine and nothing else. Otherwise: the open internet over https, and, whatever their address, the hosts named in
    `allowed` (departments on the state's own network), in small letters.
    """

    sandbox: bool
    allowed: frozenset[str] = frozenset()

    def check_url(self, scheme: str, host: str) -> None:
        """Refuse what can be refused before any name is resolved. Raises Forbidden."""
        if scheme not in ("http", "https") or not host:
            message = f"{scheme or 'no scheme'} is not spoken here"
            raise Forbidden(message)
        if scheme == "http" and not self.sandbox and host.lower() not in self.allowed:
            message = f"{host} is reached over https only"
            raise Forbidden(message)

    def check_address(self, host: str, written: str) -> None:
        """Refuse a resolved address. Raises Forbidden."""
        if not self._allows(host, written):
            message = f"{host} is at {written}, where requests of ours do not go"
            raise Forbidden(message)

    def _allows(self, host: str, written: str) -> bool:
        try:
            address = ipaddress.ip_address(written.partition("%")[0])
        except ValueError:
            return False
        if self.sandbox:
            return address.is_loopback
        return host.lower() in self.allowed or is_public(address)


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the open internet, and to nothing in disguise."""
    if isinstance(address, ipaddress.IPv6Address) and any(
        address in network for network in _DISGUISES
    ):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
