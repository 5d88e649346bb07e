"""What was found, in the words of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lsprotocol import types as lsp

from engine.language.findings import Finding, Severity
from engine.language.source import Span
from engine.lsp.naming import Where
from engine.lsp.offer import Kind, Offer
from engine.lsp.outline import Entry
from engine.lsp.positions import Page
from engine.lsp.renaming import Change

SOURCE = "catalog"
Pages = Callable[[str], Page]
Uri = Callable[[str], str]

SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
KINDS = {
    Kind.KEY: lsp.CompletionItemKind.Property,
    Kind.VERB: lsp.CompletionItemKind.Keyword,
    Kind.STEP: lsp.CompletionItemKind.Event,
    Kind.END: lsp.CompletionItemKind.Event,
    Kind.NAME: lsp.CompletionItemKind.Variable,
    Kind.WORD: lsp.CompletionItemKind.EnumMember,
    Kind.FUNCTION: lsp.CompletionItemKind.Function,
    Kind.OPERATION: lsp.CompletionItemKind.Method,
    Kind.TYPE: lsp.CompletionItemKind.TypeParameter,
}
SYMBOLS = {
    "step": lsp.SymbolKind.Event,
    "end": lsp.SymbolKind.Constant,
    "group": lsp.SymbolKind.Namespace,
    "test": lsp.SymbolKind.Method,
}


def diagnostic(finding: Finding, page: Page) -> lsp.Diagnostic:
    """Return a finding as an editor shows it: what is wrong, why it matters, what to do."""
    said = "\n".join(filter(None, (finding.message, finding.why, finding.fix)))
    return lsp.Diagnostic(
        page.range(finding.span), said, SEVERITIES[finding.severity], finding.code, source=SOURCE
    )


def completions(
    offers: Sequence[Offer], typed: str, at: lsp.Position, *, snippets: bool
) -> lsp.CompletionList:
    """Return what may be typed; each takes the place of the word before the cursor (letters and digits of ASCII)."""
    start = lsp.Position(at.line, at.character - len(typed))
    items = [
        _completion(each, number, lsp.Range(start, at), snippets)
        for number, each in enumerate(offers)
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _completion(offer: Offer, number: int, place: lsp.Range, snippets: bool) -> lsp.CompletionItem:
    words = offer.insert or offer.label
    if offer.places and not snippets:
        words = f"{offer.label}: "
    kind = (
        lsp.InsertTextFormat.Snippet
        if offer.places and snippets
        else lsp.InsertTextFormat.PlainText
    )
    return lsp.CompletionItem(
        label=offer.label,
        kind=KINDS[offer.kind],
        detail=offer.detail or None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, offer.help)
        if offer.help
        else None,
        sort_text=f"{number:04}",
        filter_text=offer.label,
        insert_text_format=kind,
        text_edit=lsp.TextEdit(place, words),
    )


def location(uri: Uri, pages: Pages, where: Where) -> lsp.Location:
    """Return a place in a file."""
    return lsp.Location(uri(where.path), pages(where.path).range(where.span))


def edit(uri: Uri, pages: Pages, changes: Mapping[str, Sequence[Change]]) -> lsp.WorkspaceEdit:
    """Return changes to several files."""
    found = {
        uri(path): [lsp.TextEdit(pages(path).range(each.span), each.words) for each in listed]
        for path, listed in changes.items()
    }
    return lsp.WorkspaceEdit(changes=found)


def fix(finding: Finding, page: Page, params: lsp.CodeActionParams) -> lsp.CodeAction | None:
    """Return a finding's safe fix where it lies in the stretch that was asked for; nothing where it has none."""
    asked, place = params.range, page.range(finding.span)
    if finding.edit is None or place.end < asked.start or asked.end < place.start:
        return None
    span = _narrowed(finding.edit.span, finding.edit.old, page.lines)
    if span is None:
        return None
    change = lsp.TextEdit(page.range(span), finding.edit.new)
    return lsp.CodeAction(
        title=finding.fix or f'Change it to "{finding.edit.new}"',
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(finding, page)],
        is_preferred=True,
        edit=lsp.WorkspaceEdit(changes={params.text_document.uri: [change]}),
    )


def _narrowed(span: Span, old: str, lines: list[str]) -> Span | None:
    """Return the place of the only `old` within a span; the whole span where `old` is empty."""
    if not old:
        return span
    if span.line != span.end_line or span.line > len(lines):
        return None
    text = lines[span.line - 1]
    stretch = text[span.column - 1 : span.end_column - 1]
    if stretch.count(old) != 1:
        return None
    first = span.column + stretch.index(old)
    return Span(span.line, first, span.line, first + len(old))


def symbol(entry: Entry, page: Page) -> lsp.DocumentSymbol:
    """Return a part of a file with its parts."""
    whole = page.range(entry.whole)
    name = page.range(entry.name)
    return lsp.DocumentSymbol(
        name=entry.label,
        detail=entry.detail,
        kind=SYMBOLS[entry.kind],
        range=lsp.Range(min(whole.start, name.start), max(whole.end, name.end)),
        selection_range=name,
        children=[symbol(each, page) for each in entry.inner],
    )
