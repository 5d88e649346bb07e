"""Whether a certificate still holds, published for all at once: a list in which each has a place that says nothing about whose it is."""

from engine.services.certificates.status.listing import (
    ENTRIES,
    STANDINGS,
    Standing,
    StatusList,
    open_status_list,
    seal_status_list,
)

__all__ = [
    "ENTRIES",
    "STANDINGS",
    "Standing",
    "StatusList",
    "open_status_list",
    "seal_status_list",
]
