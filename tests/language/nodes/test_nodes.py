"""Files as officers write them: what they mean, and what is said about those that mean nothing."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.codes import CODES
from engine.language.findings import Finding, render_text
from engine.language.nodes import Mapping, Node, Scalar, Sequence, parse, to_plain
from engine.language.source import source_of

HERE = Path(__file__).parent
ROWS = to_plain(parse((HERE / "odd.yaml").read_bytes(), "odd.yaml").node)


def reports(content: bytes, path: str) -> str:
    source = source_of(path, content)
    return "".join(render_text(each, source) + "\n" for each in parse(content, path).findings)


@pytest.mark.parametrize("file", sorted((HERE / "ok").glob("*.yaml")), ids=lambda f: f.stem)
def test_it_reads(file: Path) -> None:
    parsed = parse(file.read_bytes(), file.name)
    assert parsed.findings == ()
    assert to_plain(parsed.node) == json.loads(file.with_suffix(".out").read_text("utf-8"))


@pytest.mark.parametrize("file", sorted((HERE / "err").glob("*.yaml")), ids=lambda f: f.stem)
def test_it_reports(file: Path) -> None:
    report = reports(file.read_bytes(), file.name)
    assert report == file.with_suffix(".out").read_text("utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it(row: dict) -> None:
    content = bytes.fromhex(row["bytes"]) if "bytes" in row else row["source"].encode()
    content *= row.get("times", 1)
    started = time.thread_time()
    finding = parse(content, "f.yaml").findings[0]
    assert time.thread_time() - started < 1
    assert (finding.code, [finding.span.line, finding.span.column]) == (row["code"], row["at"])


def places(node: Node) -> list[tuple[str, tuple[int, ...]]]:
    match node:
        case Scalar():
            return [(node.text, tuple(node.span))]
        case Sequence():
            return [place for item in node.items for place in places(item)]
        case Mapping():
            return [p for key, value in node.entries for p in (*places(key), *places(value))]


def test_it_knows_the_place_of_every_word() -> None:
    source = "తె: {en: 'a b', te: అవును}\nlist:\n  - 12\n".encode()
    assert places(parse(source, "f.yaml").node) == [
        ("తె", (1, 1, 1, 3)),
        ("en", (1, 6, 1, 8)),
        ("a b", (1, 10, 1, 15)),
        ("te", (1, 17, 1, 19)),
        ("అవును", (1, 21, 1, 26)),
        ("list", (2, 1, 2, 5)),
        ("12", (3, 5, 3, 7)),
    ]


def test_a_mapping_is_asked_by_name() -> None:
    node = parse(b"a: 1\nb:\n", "f.yaml").node
    assert isinstance(node, Mapping)
    assert (to_plain(node.get("a")), node.get("b").value, node.get("c")) == (1, None, None)
    assert node.key("b").span[:2] == (2, 1)


def check_sound(findings: tuple[Finding, ...], content: bytes) -> None:
    source = source_of("f.yaml", content)
    for finding in findings:
        assert finding.code in CODES
        assert finding.span.line >= 1
        assert finding.span.column >= 1
        assert render_text(finding, source)


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_give_findings_and_never_raise(content: bytes) -> None:
    parsed = parse(content, "f.yaml")
    check_sound(parsed.findings, content)
    assert parsed.node is not None or parsed.findings


PIECES = ["a", "b: ", "- ", "\n", "  ", "{", "}", "[", "]", ",", "'", '"', ":", "#", "|", ">", "&x", "*x", "!t", "? ", "<<: ", "---",
          "...", "%", "@", "\\", "అ", "0", "12", "~", "null", "\r\n", "\t", "{{ x }}"]  # fmt: skip


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_pieces_of_yaml_give_findings_and_never_raise(text: str) -> None:
    parsed = parse(text.encode(), "f.yaml")
    check_sound(parsed.findings, text.encode())
    if parsed.node is not None:
        json.dumps(to_plain(parsed.node))
