"""The platform's refusals: each error code with its HTTP status and title, in Meta's own envelope.

Codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
(page of March 2026). The platform asks callers to act on the code, never on the words, so the
words here are ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One error code: the HTTP status that carries it and its fixed title."""

    status: int
    title: str


KINDS: dict[int, Kind] = {
    0: Kind(401, "AuthException"),
    1: Kind(500, "An unknown error occurred"),
    2: Kind(503, "API Service"),
    3: Kind(500, "API Method"),
    4: Kind(400, "API Too Many Calls"),
    10: Kind(403, "Permission Denied"),
    33: Kind(400, "Unsupported request: the object does not exist"),
    100: Kind(400, "Invalid parameter"),
    190: Kind(401, "Invalid OAuth access token"),
    368: Kind(403, "Temporarily blocked for policies violations"),
    429: Kind(429, "Too many requests"),
    2046: Kind(400, "Invalid order status transition"),
    2047: Kind(400, "Order cannot be cancelled"),
    2500: Kind(400, "Unknown path components"),
    80007: Kind(400, "Rate limit issues"),
    130429: Kind(400, "Rate limit hit"),
    130472: Kind(400, "User's number is part of an experiment"),
    130497: Kind(403, "Business account is restricted from messaging users in this country"),
    131000: Kind(500, "Something went wrong"),
    131005: Kind(403, "Access denied"),
    131008: Kind(400, "Required parameter is missing"),
    131009: Kind(400, "Parameter value is not valid"),
    131016: Kind(500, "Service unavailable"),
    131021: Kind(400, "Recipient cannot be sender"),
    131026: Kind(400, "Message undeliverable"),
    131030: Kind(400, "Recipient phone number not in allowed list"),
    131031: Kind(403, "Account has been locked"),
    131037: Kind(400, "Display name approval needed"),
    131042: Kind(400, "Business eligibility payment issue"),
    131044: Kind(400, "Business eligibility payment issue"),
    131045: Kind(500, "Incorrect certificate"),
    131047: Kind(400, "Re-engagement message"),
    131048: Kind(400, "Spam rate limit hit"),
    131049: Kind(400, "Meta chose not to deliver"),
    131050: Kind(400, "User has stopped marketing messages"),
    131051: Kind(400, "Unsupported message type"),
    131052: Kind(400, "Media download error"),
    131053: Kind(400, "Media upload error"),
    131056: Kind(400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: Kind(400, "Account in maintenance mode"),
    131062: Kind(400, "Template not supported for business-scoped user ids"),
    131063: Kind(400, "Message not supported for this recipient"),
    131064: Kind(400, "Sending limited"),
    132000: Kind(400, "Template parameter count mismatch"),
    132001: Kind(404, "Template does not exist"),
    132005: Kind(400, "Template hydrated text too long"),
    132007: Kind(400, "Template format character policy violated"),
    132008: Kind(400, "Template parameter value mismatch"),
    132012: Kind(400, "Template parameter format mismatch"),
    132015: Kind(400, "Template is paused"),
    132016: Kind(400, "Template is disabled"),
    132018: Kind(400, "Template parameter format is not valid"),
    132068: Kind(400, "Flow is blocked"),
    132069: Kind(400, "Flow is throttled"),
    133004: Kind(503, "Server temporarily unavailable"),
    133010: Kind(400, "Phone number not registered"),
    133016: Kind(400, "Account register deregister rate limit exceeded"),
    134011: Kind(400, "Payments terms of service not accepted"),
    135000: Kind(400, "Generic user error"),
    137000: Kind(400, "Identity key mismatch"),
}


class Refused(Exception):
    """The platform would refuse this request; `details` says which parameter and why."""

    def __init__(self, code: int, details: str) -> None:
        super().__init__(f"{code}: {details}")
        self.code = code
        self.details = details

    @property
    def status(self) -> int:
        """The HTTP status of the refusal; a code we do not know travels as 400."""
        return self._kind.status

    @property
    def _kind(self) -> Kind:
        return KINDS.get(self.code, Kind(400, "Request refused"))

    def envelope(self, trace: str) -> dict[str, object]:
        """Return the body of the error response."""
        title = self._kind.title
        number = 100 if self.code == 33 else self.code
        error: dict[str, object] = {
            "message": f"(#{number}) {title}",
            "type": "OAuthException",
            "code": number,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": trace,
        }
        if self.code == 33:
            error["error_subcode"] = 33
        return {"error": error}

    def in_status(self) -> dict[str, object]:
        """Return the refusal as it stands in the `errors` of a failed status."""
        title = self._kind.title
        return {
            "code": self.code,
            "title": title,
            "message": title,
            "error_data": {"details": self.details},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }
