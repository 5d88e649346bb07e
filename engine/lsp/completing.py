"""What may be typed at a place: keys with what they mean, verbs, outcomes, steps, answers, options, operations, fragments, types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.domain.answers import BY_NAME
from engine.domain.types import Choice, Choices, Type, YesNo
from engine.language import nodes
from engine.language.expressions import describe, resolve
from engine.language.expressions.calls import FUNCTIONS
from engine.language.steps import BY_VERB
from engine.lsp.book import Book, StepPlace, node_at, verbs_of
from engine.lsp.mentions import TESTS, Role, role_of
from engine.lsp.offer import Kind, Offer
from engine.lsp.shapes import Shape, Shapes
from engine.lsp.spot import Spot, spot_at

_KINDS = {Role.TYPE: Kind.TYPE, Role.OPERATION: Kind.OPERATION}
CONDITION_WORDS = ("and", "or", "not", "is", "is not", "is one of", "is more than", "is less than", "is at least", "is at most",
                   "is before", "is after", "contains", "today", "now", "yes", "no")  # fmt: skip
_COMPARED = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\s+(?:is(?:\s+not)?(?:\s+one\s+of\s*\[[^\]]*)?|contains)\s+[\w]*$|"
                       r"(?P<several>[A-Za-z_][\w.]*)\s+is(?:\s+not)?\s+one\s+of\s*\[[^\]]*$")  # fmt: skip
_TAPS = ("yes", "no", "skip", "more", "correct", "wrong", "done")


def offers(book: Book, shapes: Shapes, text: str, offset: int) -> tuple[Spot, list[Offer]]:
    """Return where the cursor stands, and what may be written there. text: as it is now; offset: of the cursor in it."""
    spot = spot_at(text, offset)
    shape = shapes.at(book.place.kind, spot.path, verbs_of(book.tree))
    found = _Offering(book, shapes, spot, shape)
    listed = list(found.keys() if spot.is_key else found.values())
    return spot, list({each.label: each for each in reversed(listed)}.values())[::-1]


class _Offering:
    def __init__(self, book: Book, shapes: Shapes, spot: Spot, shape: Shape | None) -> None:
        self.book, self.shapes, self.spot, self.shape = book, shapes, spot, shape
        steps = book.steps if book.place.kind not in TESTS else ()
        self.step: StepPlace | None = next(
            (each for each in steps if spot.path[: len(each.path)] == each.path), None
        )

    # -- keys ------------------------------------------------------------------------------------------------------------

    def keys(self) -> Iterator[Offer]:
        """Yield the keys that are not there yet, those that must be there first."""
        there = node_at(self.book.tree, self.spot.path)
        written = (
            {key.text for key, _ in there.entries} if isinstance(there, nodes.Mapping) else set()
        )
        written -= {self.spot.typed}
        named = list(self.named_keys())
        yield from (each for each in named if each.label not in written)
        if self.shape is None or named:
            return
        must = self.shapes.required(self.shape)
        offered = [each for each in self.shapes.keys(self.shape) if each[0] not in written]
        for key, inner in sorted(offered, key=lambda each: each[0] not in must):
            if key in ("te", "en") and key not in self.languages():
                continue
            verb = key in BY_VERB and "id" in dict(self.shapes.keys(self.shape)) and key not in must
            yield self.key(key, inner, Kind.VERB if verb else Kind.KEY, must=key in must)

    def key(self, name: str, shape: Shape | None, kind: Kind, *, must: bool = False) -> Offer:
        detail = str(shape.schema.get("title", "")) if shape else ""
        insert, places = f"{name}: ", False
        if (
            shape is not None
            and shape.is_a("parts/words.schema.json")
            and shape.schema.get("type") == "object"
        ):
            inner = ", ".join(f'{each}: "${n}"' for n, each in enumerate(self.languages(), 1))
            insert, places = f"{name}: {{{inner}}}", True
        return Offer(
            name,
            kind,
            f"{detail} ★" if must else detail,
            shape.help if shape else "",
            insert,
            places,
        )

    def named_keys(self) -> Iterator[Offer]:
        """Yield the keys that other parts of the catalogue name: outcomes, needs, operations in a test's world."""
        last = self.spot.path[-1] if self.spot.path else ""
        named: list[tuple[str, str, Kind]] = []
        if self.book.place.kind in TESTS:
            named = self.keys_of_test(str(last))
        elif self.step is not None and last == "outcomes":
            named = [(name, detail, Kind.KEY) for name, detail in self.outcomes()]
        elif self.step is not None and last == "with":
            named = [(name, describe(kind), Kind.KEY) for name, kind in self.needs().items()]
        yield from (Offer(name, kind, detail, "", f"{name}: ") for name, detail, kind in named)

    def keys_of_test(self, last: str) -> list[tuple[str, str, Kind]]:
        """Return what a test's `world` and `answers` may name."""
        if last == "world":
            known = (*self.book.world.operation_names(), "pay", "refund")
            return [(name, "", Kind.OPERATION) for name in known]
        if last == "answers":
            return [(name, self.described(name), Kind.NAME) for name in self.book.names]
        return []

    def outcomes(self) -> Iterator[tuple[str, str]]:
        step, said = self.step, self.said()
        if step is None:
            return
        if step.verb in ("call", "book"):
            found = self.book.world.operation(said)
            names = found[1].outcome_names() if found else ()
            silent = "gave_up" if step.node.get("keep_trying") else "unavailable"
            yield from ((name, f"of {said}") for name in names)
            yield silent, "the system does not answer"
        elif step.verb == "use" and (fragment := self.book.world.fragments.get(said)):
            yield from ((name.text, f"of {said}") for name in fragment.outcomes)

    def needs(self) -> dict[str, Type]:
        step, said = self.step, self.said()
        if step is None:
            return {}
        if step.verb == "use" and (fragment := self.book.world.fragments.get(said)):
            return dict(fragment.needs)
        found = self.book.world.operation(said) if step.verb in ("call", "book") else None
        return dict(found[1].needs) if found else {}

    def said(self) -> str:
        found = self.step.node.get(self.step.verb) if self.step and self.step.verb else None
        return found.text if isinstance(found, nodes.Scalar) else ""

    def languages(self) -> tuple[str, ...]:
        if self.book.service and self.book.service.languages:
            beside = {path.rsplit(".", 2)[1] for path in self.book.service.sidecars}
            return tuple(each for each in self.book.service.languages if each not in beside)
        return self.book.world.state.languages

    # -- values ----------------------------------------------------------------------------------------------------------

    def values(self) -> Iterator[Offer]:
        """Yield what may stand as a value."""
        if self.spot.in_braces:
            yield from self.names(self.book.names)
            return
        if self.shape is not None and self.shape.words:
            yield from (Offer(each, Kind.WORD) for each in self.shape.words)
            return
        if self.book.place.kind in TESTS:
            yield from self.in_test()
            return
        role = role_of(self.spot.path, self.shape, self.languages())
        if role is not Role.TEXT:
            yield from self.of_role(role)

    def of_role(self, role: Role) -> Iterator[Offer]:
        match role:
            case Role.TARGET:
                yield from self.targets()
            case Role.CONDITION:
                yield from self.in_condition()
            case Role.ANSWER:
                yield from self.answers()
            case Role.FRAGMENT:
                yield from self.fragments()
            case _:
                kind = _KINDS.get(role, Kind.NAME)
                yield from (Offer(each, kind) for each in self.shared(role))

    def shared(self, role: Role) -> Iterable[str]:
        """Return the names of what all services share."""
        world, department = self.book.world, self.book.place.department
        families = (each for each in world.families.values() if each.department == department)
        known: dict[Role, Iterable[str]] = {
            Role.TYPE: BY_NAME,
            Role.OPERATION: world.operation_names(),
            Role.FAMILY: [each.id for each in families],
            Role.TABLE: world.fees.get(department, ()),
            Role.TEMPLATE: world.state.templates,
        }
        return known[role] if role in known else self.known_words()

    def fragments(self) -> Iterator[Offer]:
        for name, fragment in self.book.world.fragments.items():
            needs = ", ".join(fragment.needs) or "nothing"
            ways = ", ".join(each.text for each in fragment.outcomes)
            yield Offer(name, Kind.OPERATION, f"needs {needs}", f"Outcomes: {ways}")

    def known_words(self) -> Iterable[str]:
        """Return the names that some keys want: desks, roles, occasions, languages."""
        world = self.book.world
        department = world.departments.get(self.book.place.department)
        key = next((part for part in reversed(self.spot.path) if isinstance(part, str)), "")
        if key == "to" and "late" not in self.spot.path:
            return [each.desk.id for each in world.departments.values()]
        if key in ("role", "to") and department is not None:
            return department.roles
        if key == "life_events":
            return world.state.life_events
        return world.state.languages if key == "languages" else ()

    def targets(self) -> Iterator[Offer]:
        key = next((part for part in reversed(self.spot.path) if isinstance(part, str)), "")
        if key not in ("give_up", "unanswered", "again"):
            yield Offer("next", Kind.WORD, "the step that follows in the file")
        ends = [Offer(end.text, Kind.END, "an end") for end in self.book.ends]
        ends += [
            Offer(name, Kind.END, f"an end of {end.path}")
            for name, end in self.book.shared_ends.items()
        ]
        steps = [Offer(step.id.text, Kind.STEP, step.verb) for step in self.book.steps]
        yield from (
            steps if key == "again" else (*ends, *steps) if key == "give_up" else (*steps, *ends)
        )

    def answers(self) -> Iterator[Offer]:
        if self.spot.path and self.spot.path[-1] in ("rows", "reject", "close", "ask_back", "tree"):
            yield from (
                Offer(f"lists.{each}", Kind.NAME, "a list") for each in self.book.world.lists
            )
        yield from self.names(self.book.names)

    def in_condition(self) -> Iterator[Offer]:
        """Yield names, or the options of the choice that is compared."""
        compared = _COMPARED.search(self.spot.line)
        kind = (
            resolve(self.book.types, compared["name"] or compared["several"]) if compared else None
        )
        if isinstance(kind, Choice | Choices):
            for option in kind.options:
                words = " / ".join(kind.labels.get(option, {}).values())
                yield Offer(option, Kind.WORD, words)
            return
        if isinstance(kind, YesNo):
            yield from (Offer(each, Kind.WORD) for each in ("yes", "no"))
            return
        if len(self.spot.path) > 1 and self.spot.path[-2] == "with":
            wanted = self.needs().get(str(self.spot.path[-1]))
            if isinstance(wanted, Choice):
                yield from (Offer(each, Kind.WORD) for each in wanted.options)
        yield from self.names(self.book.names)
        yield from (Offer(each, Kind.FUNCTION, "", "", f"{each}(") for each in FUNCTIONS)
        yield from (Offer(each, Kind.WORD) for each in CONDITION_WORDS)

    def names(self, known: Iterable[str]) -> Iterator[Offer]:
        yield from (Offer(each, Kind.NAME, self.described(each)) for each in known)

    def described(self, name: str) -> str:
        kind = resolve(self.book.types, name)
        return describe(kind) if kind else ""

    def in_test(self) -> Iterator[Offer]:
        key = next((part for part in reversed(self.spot.path) if isinstance(part, str)), "")
        if key == "ends":
            names = (*(end.text for end in self.book.ends), *self.book.shared_ends)
            yield from (Offer(name, Kind.END) for name in names)
        elif key in ("at", "ask_back"):
            yield from self.names(self.book.names)
        elif key == "tap":
            for kind in self.book.types.values():
                if isinstance(kind, Choice | Choices):
                    yield from (Offer(each, Kind.WORD) for each in kind.options)
            yield from (Offer(each, Kind.WORD) for each in _TAPS)
        elif len(self.spot.path) > 1 and self.spot.path[-2] == "world":
            yield from self.replies(str(self.spot.path[-1]))

    def replies(self, operation: str) -> Iterator[Offer]:
        """Yield what an operation may answer in a test: its outcomes, and its examples by what they show."""
        if operation in ("pay", "refund"):
            names = ("paid", "failed", "expired") if operation == "pay" else ("sent", "failed")
            yield from (Offer(each, Kind.WORD) for each in names)
            return
        found = self.book.world.operation(operation)
        if found is not None:
            yield from (
                Offer(each, Kind.WORD) for each in (*found[1].outcome_names(), "unavailable")
            )
            yield from (
                Offer(each.it, Kind.WORD, each.outcome, "", f'"{each.it}"')
                for each in found[1].examples
            )
