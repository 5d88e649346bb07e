"""Messages approved beforehand: which may be used, and how they read with the sender's values in place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.sandbox.whatsapp.config import Template
from engine.sandbox.whatsapp.reading import Tree
from engine.sandbox.whatsapp.refusals import Refused

BODY_LONGEST = 1024
UNUSABLE = {"paused": 132015, "disabled": 132016}
"""The codes for templates that are no longer as they were approved; any other that is not approved does not exist yet."""
_PLACEHOLDER = re.compile(r"\{\{(\d+)\}\}")
_ROUGH_SPACES = re.compile(r"[\n\t]| {5,}")


def find(templates: Mapping[tuple[str, str], Template], content: Tree, all_are: str) -> Template:
    """Return the template a message names; raise `Refused` where it may not be used. all_are: how all of them stand, unless approved."""
    name, language = content.get("name"), content.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    template = templates.get((str(name), str(code)))
    if template is None:
        raise Refused(132001, f"template {name} does not exist in {code}")
    status = template.status if all_are == "approved" else all_are
    if status != "approved":
        raise Refused(UNUSABLE.get(status, 132001), f"template {name} is {status}")
    return template


def shown(template: Template, content: Tree) -> dict[str, object]:
    """Return the template's words with the sender's values in place; raise `Refused` where they do not fit."""
    values = _values(content)
    wanted = len(set(_PLACEHOLDER.findall(template.body)))
    if len(values) != wanted:
        raise Refused(132000, f"{len(values)} values given, the body takes {wanted}")
    for value in values:
        if _ROUGH_SPACES.search(value):
            raise Refused(132018, "a value has a new line, a tab or more than four spaces")

    def fill(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        return values[at] if at < len(values) else found[0]

    body = _PLACEHOLDER.sub(fill, template.body)
    if len(body) > BODY_LONGEST:
        raise Refused(132005, f"the filled body has {len(body)} characters")
    payloads = _payloads(content)
    buttons = [
        {"text": button.text, "url": button.url, "payload": payloads.get(str(at), button.text)}
        for at, button in enumerate(template.buttons)
    ]
    return {"body": body, "buttons": buttons}


def _payloads(content: Tree) -> dict[str, str]:
    """Return what tapping each quick reply sends back, by the button's place; its own words where the sender gave nothing."""
    components = content.get("components")
    found = {}
    for part in components if isinstance(components, list) else []:
        if isinstance(part, dict) and part.get("type") == "button":
            given = part.get("parameters")
            first = given[0] if isinstance(given, list) and given else None
            if isinstance(first, dict) and first.get("type") == "payload":
                found[str(part.get("index"))] = str(first.get("payload", ""))
    return found


def _values(content: Tree) -> list[str]:
    """Return the text values of the body component, in order."""
    components = content.get("components")
    if not isinstance(components, list):
        return []
    for part in components:
        if isinstance(part, dict) and part.get("type") == "body":
            given = part.get("parameters")
            rows = given if isinstance(given, list) else []
            return [str(row.get("text", "")) for row in rows if isinstance(row, dict)]
    return []
