"""An editor for tests: starts `catalog lsp` as a process and speaks the protocol with it through pygls' own client."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient

PROJECT = Path(__file__).parents[2]
CURSOR = "‸"
PATIENCE_S = 90


class Editor:
    """One server with its open files. encoding: how columns are counted."""

    def __init__(self, root: Path, encoding: str = "utf-16", *, catalog: str = "catalog") -> None:
        self.root, self.catalog, self.encoding = root, root / catalog, encoding
        self.runner = asyncio.Runner()
        self.client = LanguageClient("test", "1")
        self.texts: dict[str, str] = {}
        self.version = 0
        self.found: dict[str, asyncio.Queue[list[lsp.Diagnostic]]] = {}

    def __enter__(self) -> Self:
        self.runner.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.run(self._stop())
        self.runner.close()

    async def _start(self) -> None:
        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def take(params: lsp.PublishDiagnosticsParams) -> None:
            self._queue(params.uri).put_nowait(list(params.diagnostics))

        environment = {"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin", "HOME": str(self.root)}
        await self.client.start_io(
            sys.executable, "-m", "engine", "lsp", cwd=self.root, env=environment
        )
        general = lsp.GeneralClientCapabilities(position_encodings=[self.encoding])
        params = lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(general=general),
            root_uri=self.root.as_uri(),
        )
        told = await asyncio.wait_for(self.client.initialize_async(params), PATIENCE_S)
        assert told.capabilities.position_encoding == self.encoding
        self.client.initialized(lsp.InitializedParams())

    async def _stop(self) -> None:
        await asyncio.wait_for(self.client.shutdown_async(None), PATIENCE_S)
        self.client.exit(None)
        await asyncio.wait_for(self.client.stop(), PATIENCE_S)

    def _queue(self, uri: str) -> asyncio.Queue[list[lsp.Diagnostic]]:
        return self.found.setdefault(uri, asyncio.Queue())

    # -- files -------------------------------------------------------------------------------------------------

    def uri(self, path: str) -> str:
        return (self.catalog / path).as_uri()

    def document(self, path: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(path))

    def text(self, path: str) -> str:
        return self.texts.get(path) or (self.catalog / path).read_text("utf-8")

    def written(self, path: str, edits: Mapping[str, str], at: str) -> tuple[str, lsp.Position]:
        """Return a file's text after edits, and the cursor that stands in one of them or in `at`, words of the text."""
        text = (self.catalog / path).read_text("utf-8")
        for old, new in {**edits, **({at.replace(CURSOR, ""): at} if at else {})}.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        before, _, after = text.partition(CURSOR)
        lines = before.split("\n")
        return before + after, lsp.Position(len(lines) - 1, self.width(lines[-1]))

    def open(self, path: str, text: str) -> None:
        self.texts[path] = text
        self._queue(self.uri(path)).empty()
        self.found[self.uri(path)] = asyncio.Queue()
        self.version += 1
        item = lsp.TextDocumentItem(self.uri(path), "yaml", self.version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.found[self.uri(path)] = asyncio.Queue()
        self.version += 1
        document = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri(path))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))

    def close(self, path: str) -> None:
        self.texts.pop(path, None)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(path)))

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, what: str, params: Any) -> Any:
        """Return the server's answer, or what it refused with."""
        asked = getattr(self.client, f"text_document_{what}_async")
        try:
            return self.runner.run(asyncio.wait_for(asked(params), PATIENCE_S))
        except JsonRpcException as refused:
            return refused.message

    def findings(self, path: str) -> list[lsp.Diagnostic]:
        """Return what the server says next of a file."""
        queue = self._queue(self.uri(path))
        return self.runner.run(asyncio.wait_for(queue.get(), PATIENCE_S))

    # -- reading answers ---------------------------------------------------------------------------------------

    def width(self, text: str) -> int:
        codecs = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
        codec, size = codecs[self.encoding]
        return len(text.encode(codec)) // size

    def column(self, line: str, units: int) -> int:
        return next((n for n in range(len(line) + 1) if self.width(line[:n]) >= units), len(line))

    def cut(self, path: str, place: lsp.Range) -> str:
        """Return the words at a place on one line."""
        line = self.text(path).split("\n")[place.start.line]
        end = (
            line
            if place.end.line > place.start.line
            else line[: self.column(line, place.end.character)]
        )
        return end[self.column(line, place.start.character) :]

    def shown(self, where: lsp.Location) -> str:
        """Return `file:line words`."""
        path = where.uri.removeprefix(self.catalog.as_uri() + "/")
        return f"{path}:{where.range.start.line + 1} {self.cut(path, where.range)}"

    def applied(self, path: str, edits: Sequence[Any]) -> str:
        """Return a file's text after edits, the last of them first."""
        lines = self.text(path).split("\n")
        for edit in sorted(edits, key=lambda each: each.range.start, reverse=True):
            start, end = edit.range.start, edit.range.end
            before = lines[start.line][: self.column(lines[start.line], start.character)]
            after = lines[end.line][self.column(lines[end.line], end.character) :]
            lines[start.line : end.line + 1] = [before + edit.new_text + after]
        return "\n".join(lines)

    def changed_lines(self, changes: Mapping[str, Sequence[lsp.TextEdit]]) -> dict[str, list[str]]:
        """Return the new lines of each file."""
        found = {}
        for uri, edits in changes.items():
            path = uri.removeprefix(self.catalog.as_uri() + "/")
            before = self.text(path).split("\n")
            after = self.applied(path, edits).split("\n")
            found[path] = [line.strip() for line in after if line not in before]
        return found
