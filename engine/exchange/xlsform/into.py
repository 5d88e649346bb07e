"""The three sheets of an XLSForm read as a service; what a service cannot say is refused at its cell, with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.exchange.xlsform.cells import Book, Row
from engine.exchange.xlsform.columns import Refusal, code_of, named, option_of
from engine.exchange.xlsform.questions import SURVEY, Questions
from engine.exchange.xlsform.saying import Known
from engine.exchange.xlsform.types import FROM_ANSWER, GIVEN, INSTEAD

DEEPEST = 8
"""How many groups may stand in each other."""


@dataclass(slots=True)
class Form:
    """What the sheets say. tree: the service's file as plain values; plain: nothing in it came out of a service of ours."""

    tree: dict[str, Any]
    refusals: list[Refusal] = field(default_factory=list)
    plain: bool = True


def read_form(book: Book) -> Form:
    """Return the service a workbook holds; refusals: every cell that cannot be taken."""
    reader = _Reader(book)
    return reader.form()


class _Reader(Questions):
    def __init__(self, book: Book) -> None:
        settings = book.get("settings", ())
        self.settings = settings[0] if settings else Row("settings", 2, {})
        super().__init__(code_of(self.settings.text("default_language")) or "en")
        self.book = book
        self.depth = 0
        for row in book.get("choices", ()):
            self.choices.setdefault(row.text("list_name") or row.text("list name"), []).append(row)
        self.known = self.names()

    def names(self) -> Known:
        """Return what every name of the form is, before any of its conditions is read."""
        options, several = {}, set()
        for row in self.book["survey"]:
            kind, _, listed = row.text("type").partition(" ")
            if kind in ("select_one", "select_multiple") and not FROM_ANSWER.fullmatch(
                listed.strip()
            ):
                name = named(row.text("name"))
                options[name] = frozenset(
                    option_of(each) for each in self.choices.get(listed.strip(), ())
                )
                several |= {name} if kind == "select_multiple" else set()
        return Known(options, frozenset(several))

    def form(self) -> Form:
        rows = self.book["survey"]
        given = {self.name(row): self.said_of(row) for row in rows if row.text("type") == GIVEN}
        steps = [step for step, _ in self.steps([row for row in rows if row.text("type") != GIVEN])]
        tree: dict[str, Any] = {"service": self.settings.text("form_id")}
        title = self.words(self.settings, "form_title")
        if title:
            tree["title"] = title
        if given:
            tree["with"] = given
        own = [column for column in self.settings.cells if column.startswith("mitra::")]
        for name in own:
            tree[name.removeprefix("mitra::")] = self.value(self.settings.cells[name])
        self.strangers(self.settings, set(own), ("form_title",))
        ordered = {
            key: value for key, value in tree.items() if key not in ("later", "ends", "former_ids")
        }
        ends: dict[str, Any] = {
            key: tree[key] for key in ("later", "ends", "former_ids") if key in tree
        }
        if given and "family" not in tree:
            self.wrong(
                "settings",
                'Rows of "mitra::with" belong to a family. Write its name into mitra::family',
            )
        if steps and "family" in tree:
            self.wrong("survey", "A member of a family has no steps of its own. Delete these rows")
        flow = {} if "family" in tree else {"steps": steps}
        return Form({**ordered, **flow, **ends}, self.refusals, plain=not own)

    # -- rows ------------------------------------------------------------------------------------------------------------

    def steps(self, rows: list[Row], around: str = "") -> Iterator[tuple[dict[str, Any], Row]]:
        """Yield the steps of rows; rows are taken from the front. around: the condition of the group they stand in."""
        self.depth += 1
        while rows:
            row = rows.pop(0)
            if self.depth > DEEPEST:
                self.wrong(row.place("type"), "Too many groups stand in each other. Take some away")
                rows.clear()
                break
            kind = (
                row.text("type")
                .strip()
                .replace("begin group", "begin_group")
                .replace("end group", "end_group")
            )
            kind = kind.replace("begin repeat", "begin_repeat").replace("end repeat", "end_repeat")
            if kind in ("end_group", "end_repeat"):
                break
            if kind == "begin_group":
                yield from self.group(row, rows, around)
                continue
            step = self.repeat(row, rows) if kind == "begin_repeat" else self.step(row, kind)
            if step is not None:
                yield self.conditional(step, row, around), row
        self.depth -= 1

    def group(self, row: Row, rows: list[Row], around: str) -> Iterator[tuple[dict[str, Any], Row]]:
        """A group is no step; its label is said, its condition holds for every row in it."""
        inner = self.condition(row, "relevant") or ""
        both = f"({around}) and ({inner})" if around and inner else around or inner
        words = (
            self.words(row, "label")
            if any(each.startswith("label") for each in row.cells)
            else None
        )
        if words:
            said = {"id": self.name(row) or "group", "say": words}
            yield ({**said, "only_if": both} if both else said), row
        yield from self.steps(rows, both)

    def conditional(self, step: dict[str, Any], row: Row, around: str) -> dict[str, Any]:
        own = self.condition(row, "relevant")
        if own and around:
            own = f"({around}) and ({own})"
        if own or around:
            first = {"id": step["id"], "only_if": own or around}
            return {**first, **{key: value for key, value in step.items() if key != "id"}}
        return step

    def step(self, row: Row, kind: str) -> dict[str, Any] | None:
        name = self.name(row)
        base, _, listed = kind.partition(" ")
        self.strangers(row, SURVEY, ("label", "hint", "constraint_message"))
        if not name:
            return None
        said = self.what(row, base, listed.strip())
        if said is None:
            fix = INSTEAD.get(
                base,
                "Use integer, text, date, select_one, select_multiple, note, image, file or geopoint",
            )
            self.wrong(row.place("type"), f'"{kind}" cannot be asked in WhatsApp. {fix}')
            return None
        return {"id": name, **said, **self.more(row)}

    def what(self, row: Row, base: str, listed: str) -> dict[str, Any] | None:
        """Return a step's verb with what belongs to it, None where there is no such step."""
        if base.startswith("mitra::"):
            return self.of_ours(row, base.removeprefix("mitra::"))
        match base:
            case "note":
                return {"say": self.words(row, "label")}
            case "calculate":
                return {"set": self.said(row, "calculation")}
            case "acknowledge" if "shows" in self.more(row):
                return {"confirm": self.words(row, "label")}
            case _:
                return self.question(row, base, listed)

    def repeat(self, row: Row, rows: list[Row]) -> dict[str, Any] | None:
        name = self.name(row)
        self.strangers(row, SURVEY, ("label",))
        each = [step for step, _ in self.steps(rows)]
        count = row.text("repeat_count").strip()
        found = re.fullmatch(r"\$\{\s*([\w.-]+)\s*\}", count)
        step: dict[str, Any] = {
            "id": name,
            "repeat": self.words(row, "label"),
            "count": named(found[1]) if found else count or "1..9",
        }
        if not found and count and not re.fullmatch(r"\d{1,2}( ?\.\. ?\d{1,2})?", count):
            self.wrong(
                row.place("repeat_count"),
                f'"{count}" is no number of times. Write ${{name}} of an earlier question',
            )
        more = self.more(row)
        if "line" not in more and each:
            more["line"] = dict.fromkeys(step["repeat"] or {}, f"{{{{ {each[0]['id']} }}}}")
        ordered = {**step, "line": more.pop("line", {}), "each": each, **more}
        return ordered if name else None
