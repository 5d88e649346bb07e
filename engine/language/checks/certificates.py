"""Whether kinds of certificates can be told apart, signed, and checked with a phone."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.types import ListOf
from engine.language import nodes
from engine.language.bounds.records import records_of
from engine.language.code_size import LARGEST_VERSION, code_version, token_bytes
from engine.language.compiled import IssueStep, RepeatStep
from engine.language.compiler.draft import Draft
from engine.language.compiler.given import Given
from engine.language.compiler.issued import ANY_DEPARTMENT
from engine.language.compiler.layout import Laid
from engine.language.findings import Finding, error
from engine.language.model.certificate import CertificateKind, Field
from engine.language.nearest import suggest
from engine.language.page_room import field_mm, page_mm, room_mm
from engine.language.program import Program
from engine.language.whole import Whole


def check_certificates(whole: Whole) -> Iterator[Finding]:
    """Yield what is wrong within a kind of certificate, and between two of them."""
    world = whole.reading.world
    known = {place.department for place in whole.reading.places if place.department} | {
        ANY_DEPARTMENT
    }
    first: dict[str, CertificateKind] = {}
    for kind in world.certificates.values():
        yield from _numbers(kind)
        yield from _photographs(kind)
        yield from _size(kind)
        yield from _page(kind)
        other = first.setdefault(kind.type, kind)
        if other is not kind:
            yield error(
                kind.path,
                kind.span,
                "CERT-1114",
                f'The numbers of "{kind.name}" begin with {kind.type}, and so do those of "{other.name}"',
                "",
                "Give one of the two other letters",
            )
        if kind.signed_by not in known:
            yield error(
                kind.path,
                kind.span,
                "CERT-1115",
                f'"{kind.name}" is signed by "{kind.signed_by}", and there is no such department',
                "",
                suggest(kind.signed_by, world.departments) or "Name a department",
            )


def check_issued_lists(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield lists that may have more entries than the certificate has lines for."""
    if program is None:
        return
    for laid in draft.laid:
        issued = program.by_id.get(laid.id)
        if not isinstance(issued, IssueStep):
            continue
        fields = draft.world.certificates[issued.type].by_name()
        given = Given(laid.frame.path, laid.step.get("with"), laid.step.said.span, None, "")
        for name, node in given.entries():
            field = fields[name.text]
            most = _most_entries(node, laid, draft, program) if field.lines else 0
            if most > field.lines:
                yield error(
                    laid.frame.path,
                    node.span,
                    "CERT-1105",
                    f'"{field.name}" may have {most} entries; the certificate has room for {field.lines}',
                    "The certificate would be refused after everything is paid and approved",
                    "Ask for fewer, or give the field more lines",
                )


def _most_entries(node: nodes.Node, laid: Laid, draft: Draft, program: Program) -> int:
    name = laid.frame.full(node.text) if isinstance(node, nodes.Scalar) else ""
    step, kind = program.by_id.get(name), draft.types.get(name)
    if isinstance(step, RepeatStep):
        return records_of(program, step)[1]
    return kind.most if isinstance(kind, ListOf) else 0


def _numbers(kind: CertificateKind) -> Iterator[Finding]:
    taken: dict[int, Field] = {}
    for field in kind.fields:
        if not field.token:
            continue
        other = taken.setdefault(field.token, field)
        if other is not field:
            yield error(
                kind.path,
                field.token_span,
                "CERT-1111",
                f'"{field.name}" has the number of "{other.name}"',
                "",
                f"Write token: {_free(kind)}",
            )
        elif field.token in kind.former_tokens:
            yield error(
                kind.path,
                field.token_span,
                "CERT-1112",
                f'"{field.name}" has the number {field.token}, which another field had before',
                "",
                f"Write token: {_free(kind)}",
            )


def _photographs(kind: CertificateKind) -> Iterator[Finding]:
    for field in kind.fields:
        if field.shown_as == "photograph" and field is not kind.photograph:
            yield error(
                kind.path,
                field.span,
                "CERT-1116",
                f'"{field.name}" is a second photograph on "{kind.name}"',
                "",
                "Delete it",
            )


def _free(kind: CertificateKind) -> int:
    """Return a number that no field has or had."""
    return max(9, *kind.former_tokens, *(each.token for each in kind.fields)) + 1


def _size(kind: CertificateKind) -> Iterator[Finding]:
    size = token_bytes(kind)
    version = code_version(size)
    if version <= LARGEST_VERSION:
        return
    longest = max((each for each in kind.fields if each.token), key=lambda each: each.code_bytes)
    yield error(
        kind.path,
        longest.span,
        "CERT-1113",
        f'With the longest values the code of "{kind.name}" is of version {version}; {LARGEST_VERSION} is the largest a photo still shows',
        "",
        f'Give "{longest.name}" less room in the code, as in in_code: 20, or leave its token out',
    )


def _page(kind: CertificateKind) -> Iterator[Finding]:
    over = page_mm(kind) / room_mm(kind) - 1
    if over <= 0:
        return
    longest = max(kind.fields, key=field_mm)
    smaller = "lines or fewer letters" if longest.lines else "letters"
    yield error(
        kind.path,
        longest.span,
        "CERT-1117",
        f'With the longest values "{kind.name}" is {max(1, round(over * 100))} % too long for a page, even in small letters',
        "",
        f'Give "{longest.name}" fewer {smaller}, or leave out a field',
    )
