"""The three sheets of an XLSForm read as a service; what a service cannot say is refused at its cell, with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.exchange.xlsform.bounds import taken_out
from engine.exchange.xlsform.cells import Book, Row
from engine.exchange.xlsform.columns import HEAD, NAME, Columns, Refusal, code_of, named, option_of
from engine.exchange.xlsform.formula import Binary, Call, NotSayable, Part, filled
from engine.exchange.xlsform.kinds import PLAIN
from engine.exchange.xlsform.out import MORE, TYPE, VALUE
from engine.exchange.xlsform.saying import Known, say

DEEPEST = 8
"""How many groups may stand in each other."""
NO, YES = ("no", "false", "false()"), ("", "yes", "true", "true()")
SURVEY = {
    "type",
    "name",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    TYPE,
    VALUE,
    MORE,
}
CHOICES = {"list_name", "list name", "name", "value", MORE}
SAME = {sheet: ours for ours, sheet in PLAIN.items()}
INSTEAD = {
    "decimal": "Take integer, or write money(1 .. 1 crore) into mitra::type",
    "range": "Take integer with a constraint: . >= 1 and . <= 5",
    "rank": "Ask with select_one for the first, then for the second",
    "barcode": "Take text: the citizen types the number",
    "geotrace": "Take geopoint", "geoshape": "Take geopoint",
    "acknowledge": "Take select_one with one choice",
    "video": "Take image or file",
    "select_one_from_file": "Make a shared list of it and write mitra::choose with rows: lists.name into mitra::more",
    "xml-external": "Delete the row", "hidden": "Delete the row", "background-audio": "Delete the row",
    **dict.fromkeys(("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "start-geopoint"),
                    "Delete the row: WhatsApp gives no such thing, and the engine knows when and who"),
}  # fmt: skip


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


class _Reader(Columns):
    def __init__(self, book: Book) -> None:
        settings = book.get("settings", ())
        self.settings = settings[0] if settings else Row("settings", 2, {})
        super().__init__(code_of(self.settings.text("default_language")) or "en")
        self.book = book
        self.depth = 0
        self.choices: dict[str, list[Row]] = {}
        for row in book.get("choices", ()):
            self.choices.setdefault(row.text("list_name") or row.text("list name"), []).append(row)
        self.known = self.names()

    def names(self) -> Known:
        """Return what every name of the form is, before any of its conditions is read."""
        options, several = {}, set()
        for row in self.book["survey"]:
            kind, _, listed = row.text("type").partition(" ")
            if kind in ("select_one", "select_multiple"):
                name = named(row.text("name"))
                options[name] = frozenset(
                    option_of(each) for each in self.choices.get(listed.strip(), ())
                )
                several |= {name} if kind == "select_multiple" else set()
        return Known(options, frozenset(several))

    def form(self) -> Form:
        steps = [step for step, _ in self.steps(list(self.book["survey"]))]
        tree: dict[str, Any] = {"service": self.settings.text("form_id")}
        title = self.words(self.settings, "form_title")
        if title:
            tree["title"] = title
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
        return Form({**ordered, "steps": steps, **ends}, self.refusals, plain=not own)

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
        step: dict[str, Any] = {"id": name}
        if base.startswith("mitra::"):
            step[base.removeprefix("mitra::")] = (
                self.value(row.cells[VALUE]) if VALUE in row.cells else self.words(row, "label")
            )
        elif base == "note":
            step["say"] = self.words(row, "label")
        elif base == "calculate":
            step["set"] = self.said(row, "calculation")
        elif base in ("select_one", "select_multiple"):
            step |= self.chosen(row, listed.strip(), several=base == "select_multiple")
        elif base in ("integer", "text", "date", *SAME) or TYPE in row.cells:
            step |= self.asked(row, base)
        else:
            fix = INSTEAD.get(
                base,
                "Use integer, text, date, select_one, select_multiple, note, image, file or geopoint",
            )
            self.wrong(row.place("type"), f'"{kind}" cannot be asked in WhatsApp. {fix}')
            return None
        return {**step, **self.more(row)}

    def more(self, row: Row) -> dict[str, Any]:
        found = self.value(row.cells[MORE]) if MORE in row.cells else {}
        return found if isinstance(found, dict) else {}

    def asked(self, row: Row, base: str) -> dict[str, Any]:
        step: dict[str, Any] = {"ask": self.words(row, "label")}
        bounds, refuse = self.constraint(row, base)
        step["type"] = row.text(TYPE) or SAME.get(base) or bounds
        return {**step, **self.common(row), **refuse}

    def chosen(self, row: Row, listed: str, *, several: bool) -> dict[str, Any]:
        rows = self.choices.get(listed, [])
        if not rows:
            self.wrong(
                row.place("type"), f'The sheet "choices" has no list "{listed}". Add its rows there'
            )
        step: dict[str, Any] = {"choose": self.words(row, "label")}
        bounds, refuse = self.constraint(row, "select_multiple" if several else "select_one")
        if several:
            step["several"] = bounds or f"1..{min(len(rows), 9)}"
        filter_ = self.parsed(row, "choice_filter")
        step["options"] = {
            option_of(each): self.option(each, filter_, row)
            for each in rows
            if self.option_name(each)
        }
        return {**step, **self.common(row), **refuse}

    def option(self, row: Row, filter_: Part | None, question: Row) -> dict[str, Any]:
        words = self.words(row, "label") or {}
        found: dict[str, Any] = {**words, **self.more(row)}
        if filter_ is None:
            self.strangers(row, CHOICES, ("label",))
            return found
        columns = {
            name: cell.text
            for name, cell in row.cells.items()
            if name not in CHOICES and not HEAD.fullmatch(name)
        }
        try:
            found["only_if"] = say(filled(filter_, columns), self.known)
        except NotSayable as reason:
            self.wrong(question.place("choice_filter"), str(reason))
        return found

    def option_name(self, row: Row) -> str:
        name = option_of(row)
        if not NAME.fullmatch(name):
            self.wrong(
                row.place("name"),
                f'"{name}" is no name. Write small letters, digits and underscores, a letter first',
            )
            return ""
        return name

    def common(self, row: Row) -> dict[str, Any]:
        """Return what all questions may have: a hint for the second try, whether they may be skipped."""
        found: dict[str, Any] = {}
        required = row.text("required").strip().lower()
        if required in NO:
            found["optional"] = True
        elif required not in YES:
            self.wrong(
                row.place("required"),
                f'"{required}" is neither yes nor no. Put a condition into relevant instead',
            )
        if any(each.startswith("hint") for each in row.cells):
            words = self.words(row, "hint")
            found |= {"hints": [words]} if words else {}
        return found

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

    def constraint(self, row: Row, base: str) -> tuple[str, dict[str, Any]]:
        """Return the bounds a constraint sets, and what else it refuses."""
        bounds, rest = taken_out(self.parsed(row, "constraint"), base)
        if rest is None:
            return bounds, {}
        if isinstance(rest, Call) and rest.name == "not" and len(rest.arguments) == 1:
            refused = self.spoken(rest.arguments[0], row, "constraint")
        else:
            opposite = {"=": "!=", "!=": "="}.get(rest.sign) if isinstance(rest, Binary) else None
            turned = (
                Binary(opposite, rest.left, rest.right)
                if opposite and isinstance(rest, Binary)
                else Call("not", (rest,))
            )
            refused = self.spoken(turned, row, "constraint")
        words = self.words(row, "constraint_message")
        return bounds, {"refuse": [{"if": refused, "say": words}]}
