"""The real server process answers an editor over stdio as answers.yaml says; `‸` is the cursor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lsprotocol import types as lsp

from tests.lsp.editor import Editor

HERE = Path(__file__).parent
CASES = yaml.load((HERE / "answers.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("state")
    shutil.copytree(HERE / "catalog", root / "catalog")
    with Editor(root) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it_answers(editor: Editor, case: dict[str, Any]) -> None:
    path = case["file"]
    text, position = editor.written(path, case.get("edit", {}), case.get("at", ""))
    editor.open(path, text)
    try:
        said = ASK[case["ask"]](editor, path, position, case)
    finally:
        editor.close(path)

    for words in case.get("holds", ()):
        assert str(words) in said, said
    for words in case.get("lacks", ()):
        assert str(words) not in said, said
    if "exactly" in case:
        assert said == case["exactly"]


def completion(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> list[str]:
    found = editor.ask("completion", lsp.CompletionParams(editor.document(path), at))
    return [item.label for item in found.items]


def inserted(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> str:
    """Return the line as it is once the first offer of this label was taken."""
    found = editor.ask("completion", lsp.CompletionParams(editor.document(path), at))
    item = next(each for each in found.items if each.label == case["take"])
    return editor.applied(path, [item.text_edit]).split("\n")[at.line]


def hover(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> str:
    found = editor.ask("hover", lsp.HoverParams(editor.document(path), at))
    return found.contents.value if found else ""


def marked(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> str:
    """Return the words that a hover is about, cut out by the editor's own way of counting."""
    found = editor.ask("hover", lsp.HoverParams(editor.document(path), at))
    return editor.cut(path, found.range)


def define(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> str:
    found = editor.ask("definition", lsp.DefinitionParams(editor.document(path), at))
    return editor.shown(found) if found else ""


def refer(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> list[str]:
    context = lsp.ReferenceContext(include_declaration=case.get("declaration", True))
    found = editor.ask("references", lsp.ReferenceParams(context, editor.document(path), at))
    return [editor.shown(each) for each in found]


def rename(
    editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]
) -> dict[str, list[str]] | str:
    """Return each file's changed lines, or why it was refused."""
    document = editor.document(path)
    found = editor.ask(
        "rename", lsp.RenameParams(position=at, text_document=document, new_name=case["to"])
    )
    return (
        editor.changed_lines(found.changes) if isinstance(found, lsp.WorkspaceEdit) else str(found)
    )


def may_rename(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> str:
    found = editor.ask("prepare_rename", lsp.PrepareRenameParams(editor.document(path), at))
    return editor.cut(path, found) if found else ""


def symbols(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> list[str]:
    found = editor.ask("document_symbol", lsp.DocumentSymbolParams(editor.document(path)))
    inner = [child for each in found for child in each.children or ()]
    return [f"{each.name}: {each.detail}" for each in (*found, *inner)]


def findings(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> list[str]:
    """Return code and marked words of each finding."""
    return [f"{each.code} {editor.cut(path, each.range)}" for each in editor.findings(path)]


def fixes(editor: Editor, path: str, at: lsp.Position, case: dict[str, Any]) -> list[str]:
    """Return the cursor's line as each safe fix leaves it."""
    editor.findings(path)
    context = lsp.CodeActionContext([])
    params = lsp.CodeActionParams(editor.document(path), lsp.Range(at, at), context)
    found = editor.ask("code_action", params)
    edits = [each.edit.changes[editor.uri(path)] for each in found]
    return [editor.applied(path, each).split("\n")[at.line] for each in edits]


ASK = {
    "completion": completion,
    "inserted": inserted,
    "hover": hover,
    "marked": marked,
    "definition": define,
    "references": refer,
    "rename": rename,
    "may rename": may_rename,
    "symbols": symbols,
    "findings": findings,
    "fixes": fixes,
}
