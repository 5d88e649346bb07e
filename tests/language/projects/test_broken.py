"""Whatever stands in the files, there are findings and no crash."""

from __future__ import annotations

import pytest

from engine.language.catalogue import load
from tests import real
from tests.language.catalogues import project, schemas

FILES = sorted(project("base"))
INSTEAD = (b"", b" x", b" []", b" {}", b" 7", b" [{a: b}]", b" \xff")


@pytest.mark.parametrize("path", FILES)
def test_it_survives_a_missing_file(path: str) -> None:
    files = {name: content for name, content in project("base").items() if name != path}

    load(files, schemas(), real.parse)


@pytest.mark.parametrize("path", FILES)
def test_it_survives_a_missing_line(path: str) -> None:
    lines = project("base")[path].splitlines(keepends=True)
    for number in range(0, len(lines), 3):
        load(
            {**project("base"), path: b"".join(lines[:number] + lines[number + 1 :])},
            schemas(),
            real.parse,
        )


@pytest.mark.parametrize("path", FILES)
def test_it_survives_another_value(path: str) -> None:
    lines = project("base")[path].split(b"\n")
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(b":")
        if colon and number % 2:
            other = key + colon + INSTEAD[number % len(INSTEAD)]
            load(
                {
                    **project("base"),
                    path: b"\n".join([*lines[:number], other, *lines[number + 1 :]]),
                },
                schemas(),
                real.parse,
            )


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"[]", b"1", b"a: b", b"- a", b"\xff\xfe", b"a: [", b"steps: 1\nends: 2\n"],
)
def test_it_survives_anything(content: bytes) -> None:
    for path in FILES:
        loaded = load({**project("base"), path: content}, schemas(), real.parse)

        assert loaded.findings or path.endswith(".csv")


def test_it_survives_nothing() -> None:
    assert [finding.code for finding in load({}, schemas(), real.parse).findings] == ["FILE-103"]
