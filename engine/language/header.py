"""In which order the keys at the top of a service's and a family's file come, so that whoever has read one file finds their way in all."""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.files import FileKind

HEADER: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.SERVICE: (
        "service", "family", "with", "title", "short", "note", "find", "life_events", "group", "kind", "source", "sources", "languages",
        "takes", "number_prefix", "documents", "personal", "open", "limits", "fees", "refunds", "defaults", "notify", "steps", "later",
        "ends", "former_ids",
    ),
    FileKind.FAMILY: (
        "family", "needs", "sources", "languages", "takes", "documents", "personal", "open", "limits", "fees", "refunds", "defaults",
        "notify", "steps", "later", "ends",
    ),
}  # fmt: skip
"""By kind of file; the order of the schemas' properties and of docs/language.md. Other files keep the order their writer gave them."""
