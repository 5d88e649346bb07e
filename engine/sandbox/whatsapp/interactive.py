"""The limits of messages with buttons, lists and links.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/
interactive-reply-buttons-messages, interactive-list-messages, interactive-cta-url-messages and
location-request-messages (December 2025). Meta's list page says 4096 for the body while its OpenAPI
says 1024; the stricter number is kept here so that nothing passes in the sandbox and fails outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.sandbox.whatsapp.reading import Tree, as_list, as_text, as_tree, optional_text
from engine.sandbox.whatsapp.refusals import Refused

BODY_LONGEST = 1024
HEADER_LONGEST = 60
FOOTER_LONGEST = 60
BUTTONS_MOST = 3
BUTTON_TITLE_LONGEST = 20
BUTTON_ID_LONGEST = 256
SECTIONS_MOST = 10
ROWS_MOST = 10
SECTION_TITLE_LONGEST = 24
ROW_ID_LONGEST = 200
ROW_TITLE_LONGEST = 24
ROW_DESCRIPTION_LONGEST = 72
URL_LONGEST = 2000
HEADER_MEDIA = frozenset({"image", "video", "document"})

MediaCheck = Callable[[Tree, str], None]


def check_interactive(content: Tree, media_check: MediaCheck) -> None:
    """Refuse an interactive message the platform would refuse."""
    kind = content.get("type")
    check = _CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise Refused(131009, f"interactive.type has to be one of {', '.join(_CHECKS)}")
    body = as_tree(content.get("body"), "interactive.body")
    as_text(body.get("text"), "interactive.body.text", BODY_LONGEST)
    if content.get("footer") is not None:
        footer = as_tree(content["footer"], "interactive.footer")
        as_text(footer.get("text"), "interactive.footer.text", FOOTER_LONGEST)
    if content.get("header") is not None:
        _header(as_tree(content["header"], "interactive.header"), kind == "list", media_check)
    check(as_tree(content.get("action"), "interactive.action"))


def _header(header: Tree, text_only: bool, media_check: MediaCheck) -> None:
    kind = header.get("type")
    if kind == "text":
        as_text(header.get("text"), "interactive.header.text", HEADER_LONGEST)
    elif text_only:
        raise Refused(131009, "the header of a list has to be text")
    elif isinstance(kind, str) and kind in HEADER_MEDIA:
        path = f"interactive.header.{kind}"
        media_check(as_tree(header.get(kind), path), path)
    else:
        raise Refused(131009, "interactive.header.type has to be text, image, video or document")


def _buttons(action: Tree) -> None:
    path = "interactive.action.buttons"
    buttons = as_list(action.get("buttons"), path)
    if not 1 <= len(buttons) <= BUTTONS_MOST:
        raise Refused(131009, f"{path} has {len(buttons)} buttons, 1 to {BUTTONS_MOST} are allowed")
    ids: set[str] = set()
    titles: set[str] = set()
    for at, item in enumerate(buttons):
        button = as_tree(item, f"{path}[{at}]")
        if button.get("type") != "reply":
            raise Refused(131009, f"{path}[{at}].type has to be reply")
        reply = as_tree(button.get("reply"), f"{path}[{at}].reply")
        key = as_text(reply.get("id"), f"{path}[{at}].reply.id", BUTTON_ID_LONGEST)
        if key != key.strip():
            raise Refused(131009, f"{path}[{at}].reply.id has spaces at its edge")
        title = as_text(reply.get("title"), f"{path}[{at}].reply.title", BUTTON_TITLE_LONGEST)
        _once(key, ids, f"{path}[{at}].reply.id")
        _once(title, titles, f"{path}[{at}].reply.title")


def _list(action: Tree) -> None:
    as_text(action.get("button"), "interactive.action.button", BUTTON_TITLE_LONGEST)
    path = "interactive.action.sections"
    sections = as_list(action.get("sections"), path)
    if not 1 <= len(sections) <= SECTIONS_MOST:
        raise Refused(131009, f"{path}: {len(sections)} sections, 1 to {SECTIONS_MOST} are allowed")
    ids: set[str] = set()
    for at, item in enumerate(sections):
        section = as_tree(item, f"{path}[{at}]")
        if len(sections) > 1 or section.get("title") is not None:
            as_text(section.get("title"), f"{path}[{at}].title", SECTION_TITLE_LONGEST)
        rows = as_list(section.get("rows"), f"{path}[{at}].rows")
        if not rows:
            raise Refused(131009, f"{path}[{at}].rows is empty")
        for row_at, row in enumerate(rows):
            _row(row, f"{path}[{at}].rows[{row_at}]", ids)
    if len(ids) > ROWS_MOST:
        raise Refused(131009, f"{len(ids)} rows in total, at most {ROWS_MOST} are allowed")


def _row(item: object, path: str, ids: set[str]) -> None:
    row = as_tree(item, path)
    key = as_text(row.get("id"), f"{path}.id", ROW_ID_LONGEST)
    as_text(row.get("title"), f"{path}.title", ROW_TITLE_LONGEST)
    if row.get("description") != "":
        optional_text(row, "description", path, ROW_DESCRIPTION_LONGEST)
    _once(key, ids, f"{path}.id")


def _link(action: Tree) -> None:
    if action.get("name") != "cta_url":
        raise Refused(131009, "interactive.action.name has to be cta_url")
    path = "interactive.action.parameters"
    parameters = as_tree(action.get("parameters"), path)
    as_text(parameters.get("display_text"), f"{path}.display_text", BUTTON_TITLE_LONGEST)
    url = as_text(parameters.get("url"), f"{path}.url", URL_LONGEST)
    if not url.startswith(("http://", "https://")):
        raise Refused(131009, f"{path}.url has to start with http:// or https://")


def _location_request(action: Tree) -> None:
    if action.get("name") != "send_location":
        raise Refused(131009, "interactive.action.name has to be send_location")


def _once(value: str, seen: set[str], path: str) -> None:
    if value in seen:
        raise Refused(131009, f"{path} is used twice")
    seen.add(value)


_CHECKS: Mapping[str, Callable[[Tree], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _location_request,
}
