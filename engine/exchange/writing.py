"""Translations put into the catalogue's files: where they stand already, beside the text, or in a file of their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.exchange.units import Unit
from engine.exchange.yaml_text import Change, NoPlace, added, applied, is_inline, quoted, replaced
from engine.language import nodes
from engine.language.files import FileKind, place_of
from engine.language.model.sidecar import LABEL

_LANGUAGE = re.compile(r"[a-z]{2,3}").fullmatch


def written(
    files: Mapping[str, bytes],
    changed: Iterable[tuple[Unit, str]],
    source: str,
    target: str,
    spoken: Mapping[str, Sequence[str]],
) -> dict[str, bytes]:
    """Return every file that is another now. spoken: the languages of each service's file. Raises NoPlace."""
    edits: dict[str, list[Change]] = {}
    beside: dict[str, list[tuple[Unit, str]]] = {}
    for unit, words in changed:
        sidecar = sidecar_path(unit.file, target)
        if unit.said is not None:
            path = unit.said_in
            edits.setdefault(path, []).append(replaced(_text(files, path), unit.said, words))
        elif sidecar and (sidecar in files or target not in spoken.get(unit.file, ())):
            beside.setdefault(sidecar, []).append((unit, words))
        else:
            text = _text(files, unit.file)
            edits.setdefault(unit.file, []).append(
                added(
                    text,
                    unit.words,
                    target,
                    quoted(words),
                    after=_last_language(unit.words, source),
                )
            )
    found = {path: applied(_text(files, path), each).encode() for path, each in edits.items()}
    for path, each in beside.items():
        found |= _beside(path, each, {**files, **found}, target, spoken)
    return {path: content for path, content in found.items() if content != files.get(path)}


def _last_language(words: nodes.Mapping, source: str) -> str:
    """Return the last language a text is written in."""
    found = [
        key.text
        for key, value in words.entries
        if isinstance(value, nodes.Scalar) and _LANGUAGE(key.text)
    ]
    return found[-1] if found else source


def sidecar_path(path: str, language: str) -> str:
    """Return the path of a service's translation into a language; empty for what is no service."""
    place = place_of(path)
    if place is None or place.kind is not FileKind.SERVICE:
        return ""
    return f"{place.department}/_{place.name}.{language}.yaml"


def _text(files: Mapping[str, bytes], path: str) -> str:
    return files[path].decode()


def _beside(
    path: str,
    changed: Sequence[tuple[Unit, str]],
    files: Mapping[str, bytes],
    target: str,
    spoken: Mapping[str, Sequence[str]],
) -> dict[str, bytes]:
    """Return the file of a language with these words, and the service's file where it must name the language first."""
    service = changed[0][0].file
    found = {}
    if path in files:
        text = _text(files, path)
        for unit, words in changed:
            text = _put(text, path, unit.place.split("."), words)
        found[path] = text.encode()
    else:
        found[path] = new_sidecar(
            service, target, {unit.place: words for unit, words in changed}
        ).encode()
    if target not in spoken.get(service, ()):
        languages = [*spoken.get(service, ()), target]
        found[service] = _with_languages(_text(files, service), service, languages).encode()
    return found


def _put(text: str, path: str, place: Sequence[str], words: str) -> str:
    """Return a sidecar's text with words at a place that it does not have yet."""
    node = nodes.parse(text.encode(), path).node
    for depth, name in enumerate(place):
        if not isinstance(node, nodes.Mapping):
            break
        inner = node.get(name)
        if inner is None:
            value = quoted(words)
            for key in reversed(place[depth + 1 :]):
                value = f"{{{key}: {value}}}"
            return applied(text, [added(text, node, name, value)])
        node = inner
    raise NoPlace(f'{path} has no room for "{".".join(place)}": write it in by hand')


def _with_languages(text: str, path: str, languages: Sequence[str]) -> str:
    """Return a service's text that names these languages."""
    tree = nodes.parse(text.encode(), path).node
    assert isinstance(tree, nodes.Mapping)  # noqa: S101 (it was read before)
    listed = f"[{', '.join(languages)}]"
    there = tree.get("languages")
    if isinstance(there, nodes.Sequence):
        if not is_inline(text, there):
            raise NoPlace(f"{path} lists its languages on several lines: add {languages[-1]} there")
        return applied(text, [Change(there.span, listed)])
    return applied(text, [added(text, tree, "languages", listed, after="source")])


def new_sidecar(service: str, language: str, words: Mapping[str, str]) -> str:
    """Return a new file of a language. words: by place."""
    name = service.removesuffix(".yaml").replace("/", ".")
    tree: dict[str, Any] = {}
    for place, text in words.items():
        _plant(tree, place.split("."), text)
    rows = [f"translates: {name}", f"language: {language}", "state: drafted", *_block(tree, 0)]
    return "\n".join(rows) + "\n"


def _plant(tree: dict[str, Any], place: Sequence[str], text: str) -> None:
    for part in place[:-1]:
        inner = tree.setdefault(part, {})
        if isinstance(inner, str):
            inner = tree[part] = {LABEL: inner}
        tree = inner
    there = tree.get(place[-1])
    if isinstance(there, dict):
        there[LABEL] = text
    else:
        tree[place[-1]] = text


def _block(tree: Mapping[str, Any], indent: int) -> list[str]:
    """Return lines; numbered parts become lists."""
    rows: list[str] = []
    space = " " * indent
    for key, value in tree.items():
        if isinstance(value, str):
            rows.append(f"{space}{key}: {quoted(value)}")
        elif all(name.isdigit() for name in value):
            items = [
                _inline(value.get(str(number), {})) for number in range(1, max(map(int, value)) + 1)
            ]
            rows.append(f"{space}{key}: [{', '.join(items)}]")
        else:
            rows += [f"{space}{key}:", *_block(value, indent + 2)]
    return rows


def _inline(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value and all(name.isdigit() for name in value):
        return "[" + ", ".join(_inline(value[name]) for name in value) + "]"
    return "{" + ", ".join(f"{key}: {_inline(inner)}" for key, inner in value.items()) + "}"
