"""The language server: what editors ask over stdin and stdout is decoded, put to the other modules, and encoded.

Language Server Protocol 3.17, https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidRequest
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from engine.language.findings import Finding
from engine.lsp import encoding
from engine.lsp.book import Book
from engine.lsp.completing import offers
from engine.lsp.hovering import hover
from engine.lsp.naming import definition, meant_at, references
from engine.lsp.outline import outline
from engine.lsp.positions import WIDTHS, Page, in_utf16
from engine.lsp.renaming import Refused, may_rename, rename
from engine.lsp.view import View

QUIET_S = 0.03
"""How long nobody must type before the service is looked at."""
QUIETER_S = 0.5
"""How long nobody must type before every file is looked at."""

AtCursor = (lsp.HoverParams | lsp.DefinitionParams | lsp.ReferenceParams
            | lsp.PrepareRenameParams | lsp.RenameParams)  # fmt: skip
"""What an editor asks about one place."""
OpenCatalogue = Callable[[Path | None], Path]
"""From the editor's folder to the catalogue in or around it. Raises FileNotFoundError with a line for the officer."""


class Server(LanguageServer):
    """One editor's server. open_catalogue: finds the catalogue; schemas: by path below `schemas/`."""

    def __init__(
        self, open_catalogue: OpenCatalogue, schemas: Mapping[str, Mapping[str, Any]], version: str
    ) -> None:
        super().__init__("catalog", version, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self._open_catalogue, self._schemas = open_catalogue, schemas
        self.shown: dict[str, tuple[Finding, ...]] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._told = False
        for name, function in FEATURES.items():
            self.feature(name, OPTIONS.get(name))(function)

    @cached_property
    def view(self) -> View:
        """Return the catalogue, found when it is first needed."""
        root = self.workspace.root_path
        return View(self._open_catalogue(Path(root) if root else None), self._schemas)

    # -- files -----------------------------------------------------------------------------------------------------------

    def path(self, uri: str) -> str:
        """Return the path of a file inside the catalogue, empty where it is none of it, or where there is no catalogue."""
        place = to_fs_path(uri)
        try:
            return self.view.inside(Path(place).resolve()) if place else ""
        except FileNotFoundError as missing:
            self._tell_once(str(missing))
            return ""

    def _tell_once(self, words: str) -> None:
        if not self._told:
            self._told = True
            kind = lsp.MessageType.Warning
            self.window_show_message(lsp.ShowMessageParams(type=kind, message=words))

    def uri(self, path: str) -> str:
        """Return what an editor calls a file of the catalogue."""
        return from_fs_path(str(self.view.root / path)) or ""

    def page(self, path: str) -> Page:
        """Return a file's text with its places as this editor counts them."""
        width = WIDTHS.get(self.workspace.position_encoding or "", in_utf16)
        return Page(self.view.text(path), width)

    def place(self, params: AtCursor) -> tuple[str, Book | None, int, int]:
        """Return the file, what is known of it, and line and column from 1."""
        path = self.path(params.text_document.uri)
        if not path:
            return "", None, 1, 1
        line, column = self.page(path).place(params.position)
        return path, self.view.book(path), line, column

    # -- findings --------------------------------------------------------------------------------------------------------

    def look_soon(self, path: str) -> None:
        """Look at a file's service once nobody types, and at everything a little later."""
        for task in self._waiting.values():
            task.cancel()
        self._waiting = {
            "one": asyncio.create_task(self._look_at(path)),
            "all": asyncio.create_task(self._look_at_all()),
        }

    async def _look_at(self, path: str) -> None:
        await asyncio.sleep(QUIET_S)
        found = self.view.look_quickly(path)
        if found is not None:
            self.show(found)

    async def _look_at_all(self) -> None:
        await asyncio.sleep(QUIETER_S)
        typed = dict(self.view.typed)
        found = await asyncio.to_thread(self.view.look_through)
        if typed == self.view.typed:
            self.show({**dict.fromkeys(self.shown, ()), **found})

    def show(self, found: Mapping[str, tuple[Finding, ...]]) -> None:
        """Tell the editor what is wrong in some files; what it knows already is not told again."""
        for path, findings in found.items():
            if self.shown.get(path, ()) == findings and path not in self.view.typed:
                continue
            self.shown[path] = findings
            page = self.page(path)
            listed = [encoding.diagnostic(each, page) for each in findings]
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(self.uri(path), listed)
            )


# -- what the editor tells -------------------------------------------------------------------------------------------------


def opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """A file was opened."""
    typed(server, params.text_document.uri, params.text_document.text)


def changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """A file was changed and not saved yet."""
    document = server.workspace.get_text_document(params.text_document.uri)
    typed(server, document.uri, document.source)


def typed(server: Server, uri: str, text: str) -> None:
    """Take over what stands in the editor."""
    path = server.path(uri)
    if path:
        server.view.typed[path] = text
        server.look_soon(path)


def closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """A file was closed: what lies on the disk holds again."""
    path = server.path(params.text_document.uri)
    if path:
        server.view.typed.pop(path, None)
        saved_one(server, path)


def saved(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """A file was saved."""
    path = server.path(params.text_document.uri)
    if path:
        saved_one(server, path)


def others_saved(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Somebody else changed files on the disk."""
    paths = filter(None, (server.path(each.uri) for each in params.changes))
    for path in paths:
        saved_one(server, path)


def saved_one(server: Server, path: str) -> None:
    """Read the disk again, and look at what changed."""
    server.view.read_again()
    server.look_soon(path)


# -- what the editor asks --------------------------------------------------------------------------------------------------


def complete(server: Server, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """Return what may be typed at the cursor."""
    path = server.path(params.text_document.uri)
    offset = server.page(path).offset(params.position) if path else 0
    book = server.view.book(path, offset) if path else None
    if book is None:
        return None
    spot, listed = offers(book, server.view.shapes, server.view.text(path), offset)
    item = (
        server.client_capabilities.text_document
        and server.client_capabilities.text_document.completion
    )
    snippets = bool(item and item.completion_item and item.completion_item.snippet_support)
    return encoding.completions(listed, spot.typed, params.position, snippets=snippets)


def show_help(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """Return what is known of what stands under the cursor."""
    path, book, line, column = server.place(params)
    found = hover(server.view, book, line, column, server.shown.get(path, ())) if book else None
    if found is None:
        return None
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, found[0])
    return lsp.Hover(content, server.page(path).range(found[1]))


def define(server: Server, params: lsp.DefinitionParams) -> lsp.Location | None:
    """Return where the name under the cursor is defined."""
    _, book, line, column = server.place(params)
    meant = meant_at(server.view, book, line, column) if book else None
    found = definition(server.view, book, meant) if book and meant else None
    return encoding.location(server.uri, server.page, found) if found else None


def refer(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Return every place that uses the name under the cursor."""
    _, book, line, column = server.place(params)
    meant = meant_at(server.view, book, line, column) if book else None
    if book is None or meant is None:
        return []
    found = references(server.view, book, meant)
    if not params.context.include_declaration:
        defined = definition(server.view, book, meant)
        found = [each for each in found if each != defined]
    return [encoding.location(server.uri, server.page, each) for each in found]


def prepare_rename(server: Server, params: lsp.PrepareRenameParams) -> lsp.Range | None:
    """Return the name under the cursor, or nothing where it cannot be renamed."""
    path, book, line, column = server.place(params)
    meant = meant_at(server.view, book, line, column) if book else None
    if book is None or meant is None or not may_rename(server.view, book, meant):
        return None
    return server.page(path).range(meant.span)


def rename_all(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit:
    """Return every change that gives a step or an end its new name."""
    _, book, line, column = server.place(params)
    meant = meant_at(server.view, book, line, column) if book else None
    if book is None or meant is None:
        raise JsonRpcInvalidRequest("Only steps and ends can be renamed here.")
    try:
        found = rename(server.view, book, meant, params.new_name)
    except Refused as reason:
        raise JsonRpcInvalidRequest(str(reason)) from None
    return encoding.edit(server.uri, server.page, found)


def act(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Return the safe fixes of the findings in a stretch."""
    path = server.path(params.text_document.uri)
    if not path:
        return []
    page = server.page(path)
    return [
        action
        for finding in server.shown.get(path, ())
        if (action := encoding.fix(finding, page, params)) is not None
    ]


def show_outline(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """Return the steps and ends of a file."""
    path = server.path(params.text_document.uri)
    book = server.view.book(path) if path else None
    return [encoding.symbol(each, server.page(path)) for each in outline(book)] if book else []


FEATURES: Mapping[str, Callable[..., Any]] = {
    lsp.TEXT_DOCUMENT_DID_OPEN: opened,
    lsp.TEXT_DOCUMENT_DID_CHANGE: changed,
    lsp.TEXT_DOCUMENT_DID_CLOSE: closed,
    lsp.TEXT_DOCUMENT_DID_SAVE: saved,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: others_saved,
    lsp.TEXT_DOCUMENT_COMPLETION: complete,
    lsp.TEXT_DOCUMENT_HOVER: show_help,
    lsp.TEXT_DOCUMENT_DEFINITION: define,
    lsp.TEXT_DOCUMENT_REFERENCES: refer,
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: prepare_rename,
    lsp.TEXT_DOCUMENT_RENAME: rename_all,
    lsp.TEXT_DOCUMENT_CODE_ACTION: act,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: show_outline,
}
OPTIONS: Mapping[str, Any] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(
        trigger_characters=[".", "{", " ", ":", ","]
    ),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(
        code_action_kinds=[lsp.CodeActionKind.QuickFix]
    ),
}
