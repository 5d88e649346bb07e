"""Where a name is defined and where else it is used: steps, ends and answers of one service, and what all services share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language import nodes
from engine.language.files import FileKind, path_of, place_of, service_id
from engine.language.source import START, Span
from engine.lsp.book import Book, holds
from engine.lsp.mentions import LISTS, Mention, Role, mentions
from engine.lsp.view import View

SHARED = (Role.OPERATION, Role.FRAGMENT, Role.LIST, Role.FAMILY, Role.TABLE, Role.TEMPLATE)


class Where(NamedTuple):
    """A place in a file."""

    path: str
    span: Span


class Meant(NamedTuple):
    """What a name stands for. name: of a step or an end without its parts; home: the file that defines it."""

    role: Role
    name: str
    home: str
    span: Span


def meant_at(view: View, book: Book, line: int, column: int) -> Meant | None:
    """Return what is named at a place; line and column count from 1."""
    for each in _defined(book):
        if holds(each.span, line, column):
            return Meant(Role.TARGET, each.text, book.place.path, each.span)
    found = mention_at(view, book, line, column)
    if found is None:
        return None
    if found.role in SHARED:
        return Meant(found.role, found.name, "", found.span)
    return Meant(Role.TARGET, found.name.partition(".")[0], home_of(book), found.root)


def mention_at(view: View, book: Book, line: int, column: int) -> Mention | None:
    """Return the mention under the cursor."""
    return next(
        (each for each in mentions(book, view.shapes) if holds(each.span, line, column)), None
    )


def home_of(book: Book) -> str:
    """Return the file in which the steps and ends of this file's service stand."""
    if book.place.kind is FileKind.FRAGMENT or book.draft is None:
        return book.place.path
    return book.draft.flow.path


def _defined(book: Book) -> Iterator[nodes.Scalar]:
    """Yield the ids of the steps and ends that this very file defines."""
    if (
        book.place.kind in (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT)
        and home_of(book) == book.place.path
    ):
        yield from (step.id for step in book.steps)
        yield from book.ends


def definition(view: View, book: Book, meant: Meant) -> Where | None:
    """Return where a name is defined, or nothing where nobody defines it."""
    if meant.role is Role.TARGET:
        own = view.book(meant.home)
        found = (
            next((each for each in _defined(own) if each.text == meant.name), None) if own else None
        )
        if found is not None:
            return Where(meant.home, found.span)
        shared = own.shared_ends.get(meant.name) if own else None
        return Where(shared.path, shared.name.span) if shared else None
    return _shared_definition(book, meant)


def _shared_definition(book: Book, meant: Meant) -> Where | None:
    world, department = book.world, book.place.department
    match meant.role:
        case Role.OPERATION:
            found = world.operation(meant.name)
            return Where(found[0].path, found[1].span) if found else None
        case Role.FRAGMENT:
            fragment = world.fragments.get(meant.name)
            return (
                Where(fragment.flow.path, fragment.name.span if fragment.name else START)
                if fragment
                else None
            )
        case Role.FAMILY:
            family = world.families.get(f"{department}/{meant.name}")
            return (
                Where(family.flow.path, family.name.span if family.name else START)
                if family
                else None
            )
        case Role.LIST:
            listing = world.lists.get(meant.name.removeprefix(LISTS))
            return Where(listing.path, listing.span) if listing else None
        case Role.TABLE:
            table = world.fees.get(department, {}).get(meant.name)
            return Where(table.path, table.span) if table else None
    return None


def references(view: View, book: Book, meant: Meant) -> list[Where]:
    """Return every place that uses a name, its definition first."""
    defined = definition(view, book, meant)
    found = [defined] if defined else []
    for path in sorted(_readers(view, meant)):
        other = view.book(path) if meant.role is Role.TARGET else view.glance(path)
        if other is not None:
            found += _in_file(view, other, meant)
    return found


def _in_file(view: View, book: Book, meant: Meant) -> Iterator[Where]:
    for each in mentions(book, view.shapes):
        if meant.role is Role.TARGET and each.role in (Role.TARGET, Role.ANSWER):
            if each.name.partition(".")[0] == meant.name:
                yield Where(book.place.path, each.root)
        elif (each.role, each.name) == (meant.role, meant.name):
            yield Where(book.place.path, each.span)


def _readers(view: View, meant: Meant) -> Iterator[str]:
    """Yield the files that may use a name: its own service's, or all where it is shared."""
    home = place_of(meant.home) if meant.home else None
    for path in view.files:
        place = place_of(path)
        if place is None or place.kind in (FileKind.TABLE, FileKind.LOCK):
            continue
        if home is None:
            if place.kind in (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT):
                yield path
        elif path == home.path or (
            place.department == home.department and _belongs(view, path, home.path)
        ):
            yield path


def _belongs(view: View, path: str, home: str) -> bool:
    """Tell whether a test or a translation belongs to the service, or to a member of the family, whose steps stand in `home`."""
    place = place_of(path)
    if place is None or place.kind not in (
        FileKind.SCENARIOS,
        FileKind.SIDECAR,
        FileKind.FAMILY_SCENARIOS,
    ):
        return False
    at_home = place_of(home)
    if at_home is not None and at_home.kind is FileKind.FAMILY:
        if place.kind is FileKind.FAMILY_SCENARIOS:
            return place.name == at_home.name
        member = view.glance(path_of(service_id(place)))
        tree = member.tree if member else None
        family = tree.get("family") if isinstance(tree, nodes.Mapping) else None
        return isinstance(family, nodes.Scalar) and family.text == at_home.name
    return path_of(service_id(place)) == home and place.kind is not FileKind.FAMILY_SCENARIOS
