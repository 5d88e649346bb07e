"""The files of the pages: our own are small and plain, other people's are exactly those that were published."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from engine.web.verify.shell import FILES

VENDOR = FILES / "vendor"
OURS = sorted(path for path in FILES.iterdir() if path.suffix == ".js")
RECORDED = re.findall(
    r"`([\w./-]+)` \| `([0-9a-f]{64})`", (VENDOR / "README.md").read_text("utf-8")
)


def test_every_file_of_other_people_is_as_it_was_published() -> None:
    found = {
        path.relative_to(VENDOR).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.suffix in (".js", ".wasm")
    }
    assert found == dict(RECORDED)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_scripts_are_small_and_ask_nobody_else(path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 300
    assert text.startswith("/**")
    for banned in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "http://",
    ):
        assert banned not in text
    assert set(re.findall(r"https://[^\s/)]+", text)) <= {"https://c2sp.org"}
