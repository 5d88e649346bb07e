"""Which type of XLSForm says which step, both ways; what it has no type for is `mitra::` and the verb."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MORE, VALUE, TYPE = "mitra::more", "mitra::value", "mitra::type"
LABELLED = {
    "pay": "title", "collect": "title", "submit": "title", "send": "caption", "issue": "caption",
    "approve": "meanwhile", "wait": "meanwhile", "call": "meanwhile",
}  # fmt: skip
"""The words that stand in the label of a row whose verb has none of its own."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ROWS = re.compile(r"lists\.\w+|(?!lists\.)[a-z]\w*(\.\w+)+")
VERBS = ("say", "ask", "choose", "confirm", "repeat", "collect", "set", "when", "use", "call", "book", "pay", "refund", "submit",
         "approve", "wait", "issue", "send")  # fmt: skip
FROM_ANSWER = re.compile(r"\$\{\s*([a-z]\w*(?:\.\w+)+)\s*\}")
"""What a choice from the rows of an earlier answer names."""
GIVEN = "mitra::with"
"""The type of a row that holds what a member gives its family."""
INSTEAD = {
    "decimal": "Take integer, or write money(1 .. 1 crore) into mitra::type",
    "range": "Take integer with a constraint: . >= 1 and . <= 5",
    "rank": "Ask with select_one for the first, then for the second",
    "barcode": "Take text: the citizen types the number",
    "geotrace": "Take geopoint", "geoshape": "Take geopoint",
    "acknowledge": "Take select_one with one choice",
    "video": "Take image or file",
    "select_one_from_file": "Make a list of the state of it and name that: select_one_from_file towns.csv",
    "xml-external": "Delete the row", "hidden": "Delete the row", "background-audio": "Delete the row",
    **dict.fromkeys(("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "start-geopoint"),
                    "Delete the row: WhatsApp gives no such thing, and the engine knows when and who"),
}  # fmt: skip


def rows_type(choice: Mapping[str, Any]) -> str:
    """Return XLSForm's type for a choice from a list of the state or from what a system gave, empty for any other."""
    rows = str(choice.get("rows", ""))
    if not _ROWS.fullmatch(rows) or "several" in choice:
        return ""
    _, is_list, name = rows.rpartition("lists.")
    return f"select_one_from_file {name}.csv" if is_list else f"select_one ${{{rows}}}"


def rows_of(base: str, listed: str) -> str:
    """Return where the rows of a choice come from: a list of the state, or an earlier answer; empty where they stand in the sheet."""
    found = FROM_ANSWER.fullmatch(listed)
    if base == "select_one" and found:
        return found[1]
    name = listed.removesuffix(".csv")
    return f"lists.{name}" if base == "select_one_from_file" and _NAME.fullmatch(name) else ""
