"""What is written for services to use, and no service uses: systems, operations, certificates, fragments, families, lists, templates,
fee tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.findings import Finding, warning
from engine.language.gateway import ASKED, GATEWAY
from engine.language.model.connector import Connector
from engine.language.model.names import entries_at
from engine.language.source import START, Span
from engine.language.whole import Whole

_WHY = "Somebody keeps it up to date for nobody, and looks for a mistake in the wrong place"
_LIST = re.compile(rb"\blists\.([a-z][a-z0-9_]*)")


def check_unused(whole: Whole) -> Iterator[Finding]:
    """Yield what stands beside the services and no service uses, directly or through others."""
    verbs = _named_by_verb(whole)
    yield from _certificates(whole, verbs["issue"])
    by_paying = {f"{GATEWAY}.{name}" for name in ASKED} if verbs["pay"] else set()
    yield from _systems(whole, verbs["call"] | verbs["book"] | by_paying)
    yield from _fragments(whole, verbs["use"])
    yield from _families(whole)
    yield from _lists(whole)
    yield from _templates(whole)
    yield from _fees(whole)


def _named_by_verb(whole: Whole) -> dict[str, set[str]]:
    """Return what steps of services, families and fragments name after `call:`, `book:`, `pay:`, `use:` and `issue:`."""
    found: dict[str, set[str]] = {verb: set() for verb in ("call", "book", "pay", "use", "issue")}
    for script in whole.scripts():
        for row in script.rows:
            for step in row:
                if step.verb in found:
                    found[step.verb].add(step.gist)
    return found


def _certificates(whole: Whole, issued: set[str]) -> Iterator[Finding]:
    for name, kind in whole.reading.world.certificates.items():
        if name not in issued:
            yield _said(kind.path, kind.span, "CERT-1121", f'No service issues "{name}"')


def _systems(whole: Whole, asked: set[str]) -> Iterator[Finding]:
    for connector in whole.reading.world.connectors.values():
        used = _reached(connector, asked)
        if not used:
            yield _said(
                connector.path,
                connector.span,
                "CONN-712",
                f'No service asks anything of the system "{connector.id}"',
            )
            continue
        for name, operation in connector.operations.items():
            if name not in used:
                yield _said(
                    connector.path,
                    operation.span,
                    "CONN-711",
                    f'No service asks for "{operation.id}"',
                )


def _reached(connector: Connector, asked: set[str]) -> set[str]:
    """Return the operations services ask for, and those that settle, release or look up what these did."""
    used: set[str] = set()
    waiting = [name for name, each in connector.operations.items() if each.id in asked]
    while waiting:
        name = waiting.pop()
        operation = connector.operations.get(name)
        if operation is not None and name not in used:
            used.add(name)
            others = (operation.settle, operation.release, operation.lookup)
            waiting += [other.text for other in others if other is not None]
    return used


def _fragments(whole: Whole, used: set[str]) -> Iterator[Finding]:
    for name, fragment in whole.reading.world.fragments.items():
        if name not in used:
            span = fragment.name.span if fragment.name else START
            yield _said(fragment.flow.path, span, "FILE-143", f'Nothing uses the fragment "{name}"')


def _families(whole: Whole) -> Iterator[Finding]:
    joined = {
        f"{service.department}/{service.family}" for service in whole.outlines if service.family
    }
    for key, family in whole.reading.world.families.items():
        if key not in joined:
            span = family.name.span if family.name else START
            yield _said(
                family.flow.path, span, "FILE-144", f'The family "{family.id}" has no member'
            )


def _lists(whole: Whole) -> Iterator[Finding]:
    lists = whole.reading.world.lists
    left = set(lists)
    for path, content in whole.files.items():
        if not left:
            return
        if path.endswith(".yaml") and b"lists." in content:
            left -= {name.decode() for name in _LIST.findall(content)}
    for name in sorted(left):
        yield _said(
            lists[name].path, lists[name].span, "FILE-145", f'Nothing uses the list "{name}"'
        )


def _templates(whole: Whole) -> Iterator[Finding]:
    state = whole.reading.world.state
    used = {state.notify, *(script.notify for script in whole.scripts())}
    node = whole.reading.around.get(state.path)
    for name, _ in entries_at(node, "templates") if node is not None else ():
        if name.text not in used:
            yield _said(
                state.path,
                name.span,
                "FILE-146",
                f'No service names the template "{name.text}" under notify:',
            )


def _fees(whole: Whole) -> Iterator[Finding]:
    used = {
        (script.path.partition("/")[0], table)
        for script in whole.scripts()
        for table in script.fees
    }
    for department, tables in whole.reading.world.fees.items():
        for name, table in tables.items():
            if (department, name) not in used:
                yield _said(
                    table.path,
                    table.span,
                    "FEE-621",
                    f'No service of the department asks for the fee "{name}"',
                )


def _said(path: str, span: Span, code: str, message: str) -> Finding:
    return warning(path, span, code, message, _WHY, "Delete it, or name it where it is meant")
