"""Messages approved beforehand keep WhatsApp's rules for templates, so that none is refused when it is handed in for approval.

Source: Meta, "Template components" and "Template review", https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/
(copies of 10 March 2026): a body has at most 1,024 characters, begins and ends with words, and no two values stand side by side. The
engine gives each template one value, the title of the service (`engine/interpreter/unasked.py`); another number of them is refused as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from engine.domain.limits import TEMPLATE_BODY
from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.names import Name, entries_at
from engine.language.texts import Placeholder, Template, parse_text
from engine.language.whole import Whole

VALUE = "service"
_UNSENT = "WhatsApp would refuse the template, and nothing could be told after 24 hours"


def check_approved(whole: Whole) -> Iterator[Finding]:
    """Yield what WhatsApp would refuse in the templates of catalog.yaml."""
    path = whole.reading.world.state.path
    node = whole.reading.around.get(path)
    programs = [each.made for each in whole.outlines if each.made is not None]
    for name, part in entries_at(node, "templates") if node is not None else ():
        text = part.get("text") if isinstance(part, nodes.Mapping) else None
        if isinstance(text, nodes.Mapping):
            titles = [each.card.title for each in programs if each.notify == name.text]
            yield from islice(_all_slips(name, text, titles, path), 1)


def _all_slips(
    name: Name, text: nodes.Mapping, titles: list[Mapping[str, str]], path: str
) -> Iterator[Finding]:
    for language, said in text.entries:
        if isinstance(said, nodes.Scalar):
            longest = max((len(title.get(language.text, "")) for title in titles), default=0)
            yield from _slips(name, said, longest, path)


def _slips(name: Name, said: nodes.Scalar, longest: int, path: str) -> Iterator[Finding]:
    """Yield the first thing WhatsApp would refuse in a template's words. longest: of the titles it may be given."""
    read = parse_text(said.text, said.span, path)
    if isinstance(read, Finding):
        yield read
    elif [each.name for each in read.names] != [VALUE]:
        yield _other_values(name, read, said)
    elif any(isinstance(part, Placeholder) or not part.strip() for part in _edges(read)):
        message = f'The template "{name.text}" begins or ends with its placeholder'
        fix = "Put words before it and behind it"
        yield error(path, read.names[0].span, "CHAN-812", message, _UNSENT, fix)
    else:
        size = sum(len(part) for part in read.parts if isinstance(part, str)) + longest
        if size > TEMPLATE_BODY:
            message = f'The template "{name.text}" may have {size} characters; there is room for {TEMPLATE_BODY}'
            yield error(path, said.span, "CHAN-813", message, _UNSENT, "Say it in fewer words")


def _edges(read: Template) -> tuple[str | Placeholder, str | Placeholder]:
    return read.parts[0], read.parts[-1]


def _other_values(name: Name, read: Template, said: nodes.Scalar) -> Finding:
    names = read.names
    place = names[-1].span if names else said.span
    told = f'has "{names[0].name}"' if len(names) == 1 else f"has {len(names)} placeholders"
    message = f'The template "{name.text}" {told}; it is given one value, "{VALUE}"'
    return error(read.path, place, "CHAN-811", message, _UNSENT, f"Write {{{{ {VALUE} }}}} once")
