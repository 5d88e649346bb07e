"""The questions of a form: what is asked, from which choices, within which bounds; and the rows that are of our own types."""

from __future__ import annotations

from typing import Any

from engine.exchange.xlsform.bounds import taken_out
from engine.exchange.xlsform.cells import Row
from engine.exchange.xlsform.columns import HEAD, NAME, Columns, option_of
from engine.exchange.xlsform.formula import Binary, Call, NotSayable, Part, filled
from engine.exchange.xlsform.kinds import PLAIN
from engine.exchange.xlsform.saying import say
from engine.exchange.xlsform.types import LABELLED, MORE, TYPE, VALUE, rows_of

NO, YES = ("no", "false", "false()"), ("", "yes", "true", "true()")
SURVEY = {
    "type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count", TYPE, VALUE, MORE,
}  # fmt: skip
CHOICES = {"list_name", "list name", "name", "value", MORE}
SAME = {sheet: ours for ours, sheet in PLAIN.items()}


class Questions(Columns):
    """Reads one row after another. choices: the rows of that sheet by the list they belong to."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.choices: dict[str, list[Row]] = {}

    def question(self, row: Row, base: str, listed: str) -> dict[str, Any] | None:
        """Return what a row asks, None where it asks nothing that can be asked."""
        rows = rows_of(base, listed)
        if rows:
            return self.picked(row, rows)
        if base in ("select_one", "select_multiple"):
            return self.chosen(row, listed, several=base == "select_multiple")
        if base in ("integer", "text", "date", *SAME) or TYPE in row.cells:
            return self.asked(row, base)
        return None

    def of_ours(self, row: Row, verb: str) -> dict[str, Any]:
        """Return what a row of a type of ours says; beside a value its label holds the words that belong to the verb."""
        step = {verb: self.said_of(row)}
        if VALUE in row.cells and any(each.startswith("label") for each in row.cells):
            step[LABELLED.get(verb, "title")] = self.words(row, "label")
        return step

    def picked(self, row: Row, rows: str) -> dict[str, Any]:
        _, refuse = self.constraint(row, "select_one")
        step = {"choose": self.words(row, "label"), "rows": rows}
        return {**step, **self.common(row), **refuse}

    def said_of(self, row: Row) -> Any:
        """Return what a row of a type of ours says: its value, or the words of its label."""
        return self.value(row.cells[VALUE]) if VALUE in row.cells else self.words(row, "label")

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
