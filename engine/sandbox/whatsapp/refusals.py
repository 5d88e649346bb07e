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
    1: Kind(500, "An unknown error occurred"),
    33: Kind(400, "Unsupported request: the object does not exist"),
    100: Kind(400, "Invalid parameter"),
    190: Kind(401, "Invalid OAuth access token"),
    2500: Kind(400, "Unknown path components"),
    130429: Kind(400, "Rate limit hit"),
    130472: Kind(400, "User's number is part of an experiment"),
    131000: Kind(500, "Something went wrong"),
    131008: Kind(400, "Required parameter is missing"),
    131009: Kind(400, "Parameter value is not valid"),
    131016: Kind(500, "Service unavailable"),
    131026: Kind(400, "Message undeliverable"),
    131030: Kind(400, "Recipient phone number not in allowed list"),
    131047: Kind(400, "Re-engagement message"),
    131048: Kind(400, "Spam rate limit hit"),
    131051: Kind(400, "Unsupported message type"),
    131053: Kind(400, "Media upload error"),
    131056: Kind(400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: Kind(400, "Account in maintenance mode"),
    132000: Kind(400, "Template parameter count mismatch"),
    132001: Kind(404, "Template does not exist"),
    132005: Kind(400, "Template hydrated text too long"),
    132018: Kind(400, "Template parameter format is not valid"),
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
