"""How the pretend gateway is set up: where citizens see its pages, where it reports, how it signs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """public_url: where the gateway's pages lie, callback_base: of the business; both without a slash at the end.

    late_s: how long after an order's end the money of "pay late" arrives.
    """

    public_url: str = "http://127.0.0.1:8001/payments"
    callback_base: str = "http://127.0.0.1:8000"
    secret: str = "sandbox-payments-secret"  # noqa: S105 (a pretend secret for a pretend gateway)
    signature_header: str = "X-Signature-256"
    retry_first_s: float = 0.5
    retry_longest_s: float = 30.0
    late_s: float = 20.0
