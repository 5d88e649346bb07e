"""Words that a service gives to a fragment, or a member to its family: they are said as they stand, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.domain.types import Label, Text, Type
from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.names import Name
from engine.language.texts import parse_text

_RAW = "The citizen would see the braces as they stand"
_CUT = "It would not fit where it is shown"
_OTHER = "A citizen who chose that language would read another"


def check_words(
    path: str, name: Name, node: nodes.Node, kind: Type, languages: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield what is wrong with words that are given under a name: a language that is missing, a placeholder, too many letters."""
    if isinstance(kind, Label) and isinstance(node, nodes.Mapping):
        missing = [language for language in languages if node.get(language) is None]
        if missing:
            message = f'"{name.text}" has no text in "{missing[0]}"'
            yield error(path, name.span, "TEXT-511", message, _OTHER, f'Add {missing[0]}: "…"')
        texts = (each for each in node.by_name.values() if isinstance(each, nodes.Scalar))
        found = (each for said in texts for each in _said(path, name, said, kind.longest))
        yield from islice(found, 1)
    elif isinstance(kind, Text) and isinstance(node, nodes.Scalar):
        yield from _said(path, name, node, kind.longest)


def _said(path: str, name: Name, said: nodes.Scalar, longest: int) -> Iterator[Finding]:
    read = parse_text(said.text, said.span, path)
    if isinstance(read, Finding):
        yield read
        return
    for each in read.names[:1]:
        yield error(
            path,
            each.span,
            "TEXT-506",
            f'"{{{{ {each.name} }}}}" stands in words that are passed on as they are',
            _RAW,
            "Write words without it: only texts of the file that asks for an answer can put it in",
        )
    if len(said.text) > longest:
        message = f'"{name.text}" has {len(said.text)} characters; there is room for {longest}'
        yield error(path, said.span, "TEXT-513", message, _CUT, "Say it in fewer words")
