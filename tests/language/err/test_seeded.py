"""One slip is one finding: keys of the sample project are mistyped one after another, and whole files are made unreadable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Finding, Severity
from tests import real
from tests.language.catalogues import base, project, schemas

FILES = sorted(path for path in project("base") if path.endswith(".yaml"))
EVERY = 11
"""Every so many keys are tried; one after another they take a minute."""
UNREADABLE = {
    "an open bracket": lambda content: content + b"x: [\n",
    "nothing": lambda content: b"",
    "other letters": lambda content: content.decode().encode("utf-16"),
    "a tab": lambda content: content + b"x:\ty\n",
    "a list": lambda content: b"- a\n",
    "an unknown key": lambda content: content + b"nonsense: 1\n",
}


def found(files: dict[str, bytes]) -> list[Finding]:
    known = {(each.path, each.code, each.message) for each in base().findings}
    return [
        each
        for each in load(files, schemas(), real.parse).findings
        if (each.path, each.code, each.message) not in known and each.severity is Severity.ERROR
    ]


def keys(node: nodes.Node) -> Iterator[nodes.Scalar]:
    if isinstance(node, nodes.Mapping):
        for key, value in node.entries:
            yield key
            yield from keys(value)
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from keys(item)


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("slip", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_finding(path: str, slip: str) -> None:
    files = {**project("base"), path: UNREADABLE[slip](project("base")[path])}

    assert [each.path for each in found(files)] == [path]


@pytest.mark.parametrize("path", FILES)
def test_a_mistyped_key_is_one_slip_of_form_at_most(path: str) -> None:
    """A name that is declared here and used elsewhere is wrong wherever it is used; how the file is written is said once."""
    lines = project("base")[path].decode().split("\n")
    root = nodes.parse(project("base")[path], path).node
    assert root is not None
    for key in list(keys(root))[::EVERY]:
        place, line = key.span, lines[key.span.line - 1]
        wrong = line[: place.end_column - 1] + "q" + line[place.end_column - 1 :]
        text = "\n".join([*lines[: place.line - 1], wrong, *lines[place.line :]])
        said = found({**project("base"), path: text.encode()})

        form = [each for each in said if each.code.startswith(("SHAPE-", "YAML-"))]
        assert len(form) <= 1, f"{wrong.strip()}: {form}"
        assert not form or said == form, f"{wrong.strip()}: {said}"
