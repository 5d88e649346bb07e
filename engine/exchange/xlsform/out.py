"""A service written as the three sheets of an XLSForm; what XLSForm has no column for stands in columns that begin with `mitra::`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.domain.types import Type
from engine.exchange.xlsform.condition import to_formula
from engine.exchange.xlsform.formula import NotSayable, parse
from engine.exchange.xlsform.kinds import known_of, same, type_of
from engine.exchange.xlsform.saying import say
from engine.exchange.xlsform.types import GIVEN, LABELLED, MORE, TYPE, VALUE, VERBS, rows_type
from engine.exchange.xlsform.yaml_out import inline

LANGUAGES = {
    "te": "Telugu",
    "en": "English",
    "hi": "Hindi",
    "ur": "Urdu",
    "ta": "Tamil",
    "kn": "Kannada",
}
CELL = 32_000
"""Characters of a cell that every spreadsheet keeps."""


class TooLong(Exception):
    """Something does not fit into a cell; the reason names it."""


def column(name: str, language: str) -> str:
    """Return a column's name for a language: `label::Telugu (te)`."""
    return f"{name}::{LANGUAGES.get(language, language)} ({language})"


class Sheets:
    """One service on its way into a workbook. types: of its answers; languages: written in its file."""

    def __init__(
        self, service: Mapping[str, Any], types: Mapping[str, Type], languages: tuple[str, ...]
    ) -> None:
        self.service, self.types, self.languages = service, types, languages
        self.survey: list[dict[str, str]] = []
        self.choices: list[dict[str, str]] = []
        self.settings: list[dict[str, str]] = []

    def book(self) -> dict[str, list[dict[str, str]]]:
        """Return the rows of the three sheets. Raises TooLong."""
        for step in self.service.get("steps", ()):
            self.step(step)
        for name, value in self.given.items():
            self.valued({"name": name, "type": GIVEN}, value, {})
        self.header()
        found = {"survey": self.survey, "choices": self.choices, "settings": self.settings}
        for sheet, rows in found.items():
            for row in rows:
                long = next((name for name, text in row.items() if len(text) > CELL), None)
                if long:
                    raise TooLong(
                        f'"{long}" of {row.get("name") or sheet} is too long for a cell of a spreadsheet'
                    )
        return found

    def columns(self) -> dict[str, list[str]]:
        """Return the columns of each sheet in their order."""
        by = {
            name: [column(name, each) for each in self.languages]
            for name in ("label", "hint", "constraint_message", "form_title")
        }
        own = [f"mitra::{key}" for key in self.own]
        return {
            "survey": ["type", "name", *by["label"], *by["hint"], "required", "relevant", "constraint", *by["constraint_message"],
                       "calculation", "repeat_count", TYPE, VALUE, MORE],
            "choices": ["list_name", "name", *by["label"], MORE],
            "settings": ["form_id", *by["form_title"], "default_language", *own],
        }  # fmt: skip

    def header(self) -> None:
        row = {
            "form_id": str(self.service["service"]),
            "default_language": LANGUAGES.get(self.languages[0], ""),
        }
        row |= self.words("form_title", self.service["title"]) or {}
        row |= {f"mitra::{key}": inline(self.service[key]) for key in self.own}
        self.settings.append(row)

    @property
    def given(self) -> Mapping[str, Any]:
        """Return what a member gives its family, a row each; nothing for any other service."""
        found: Mapping[str, Any] = self.service.get("with", {}) if "family" in self.service else {}
        return found

    @property
    def own(self) -> list[str]:
        """Return the keys of the header that XLSForm has no column for."""
        rows = ("service", "title", "steps", *(["with"] if self.given else []))
        return [key for key in self.service if key not in rows]

    def words(self, name: str, said: Any) -> dict[str, str] | None:
        """Return a text's cells; None where it is no text in these languages alone."""
        if not isinstance(said, Mapping) or not set(said) <= set(self.languages):
            return None
        return {column(name, language): str(text) for language, text in said.items()}

    # -- steps -----------------------------------------------------------------------------------------------------------

    def step(self, step: Mapping[str, Any]) -> None:
        """Add a step's row, its choices, and the rows inside a repeat."""
        rest = dict(step)
        row = {"name": rest.pop("id")}
        if "only_if" in rest and (formula := self.formula(str(rest["only_if"]), row["name"])):
            row["relevant"] = formula
            del rest["only_if"]
        for verb, write in (
            ("ask", self.ask),
            ("choose", self.choose),
            ("confirm", self.confirm),
            ("say", self.say),
            ("set", self.set),
            ("repeat", self.repeat),
        ):
            if verb in step:
                write(row, rest)
                return
        self.other(row, rest)

    def add(self, row: dict[str, str], rest: Mapping[str, Any]) -> None:
        if rest:
            row[MORE] = inline(dict(rest))
        self.survey.append(row)

    def other(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        """A step of a verb that XLSForm does not have: its words are the label, a single value stands in `mitra::value`."""
        verb = next(key for key in rest if key in VERBS)
        said = rest.pop(verb)
        beside = self.words("label", rest.get(LABELLED.get(verb, "")))
        if beside is not None and not isinstance(said, Mapping):
            row |= beside
            del rest[LABELLED[verb]]
        self.valued({**row, "type": f"mitra::{verb}"}, said, rest)

    def confirm(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        words = self.words("label", rest["confirm"])
        if words is None:
            self.other(row, rest)
            return
        del rest["confirm"]
        self.add({**row, "type": "acknowledge", **words}, rest)

    def valued(self, row: dict[str, str], said: Any, rest: Mapping[str, Any]) -> None:
        """Add a row of a type of ours: words are its label, a single value stands in `mitra::value`."""
        words = self.words("label", said)
        if words is not None:
            row |= words
        else:
            row[VALUE] = inline(said)
        self.add(row, rest)

    def say(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        words = self.words("label", rest["say"])
        if words is None:
            self.other(row, rest)
            return
        del rest["say"]
        row |= {"type": "note", **words}
        self.add(row, rest)

    def set(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        formula = (
            self.formula(str(rest["set"]), row["name"]) if isinstance(rest["set"], str) else None
        )
        if formula is None:
            self.other(row, rest)
            return
        del rest["set"]
        row |= {"type": "calculate", "calculation": formula}
        self.add(row, rest)

    def asked(self, row: dict[str, str], rest: dict[str, Any], verb: str) -> bool:
        """Write what all questions have; tell whether its words fit into the columns."""
        words = self.words("label", rest[verb])
        if words is None:
            return False
        del rest[verb]
        row |= words
        row["required"] = "yes"
        if rest.get("optional") is True:
            row["required"] = "no"
            del rest["optional"]
        hints = rest.get("hints")
        if (
            isinstance(hints, list)
            and len(hints) == 1
            and (said := self.words("hint", hints[0])) is not None
        ):
            row |= said
            del rest["hints"]
        return True

    def ask(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        if not self.asked(row, rest, "ask"):
            self.other(row, rest)
            return
        kind = str(rest.pop("type"))
        row["type"], bounds = type_of(kind)
        if bounds is None:
            row[TYPE] = kind
        self.constrained(row, rest, bounds or "")
        self.add(row, rest)

    def choose(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        options, listed_in = rest.get("options"), rows_type(rest)
        if not (listed_in or isinstance(options, Mapping)) or not self.asked(row, rest, "choose"):
            self.other(row, rest)
            return
        if not isinstance(options, Mapping):
            del rest["rows"]
            row["type"] = listed_in
            self.constrained(row, rest, "")
            self.add(row, rest)
            return
        listed = (
            row["name"]
            if not any(each["list_name"] == row["name"] for each in self.choices)
            else f"{row['name']}_{len(self.choices)}"
        )
        del rest["options"]
        several = rest.pop("several", None)
        row["type"] = f"{'select_multiple' if several else 'select_one'} {listed}"
        least, _, most = str(several or "").partition("..")
        bounds = (
            f"count-selected(.) >= {least.strip()} and count-selected(.) <= {most.strip()}"
            if several
            else ""
        )
        self.constrained(row, rest, bounds)
        for name, option in options.items():
            words = {key: text for key, text in option.items() if key in self.languages}
            more = {key: value for key, value in option.items() if key not in self.languages}
            self.choices.append(
                {
                    "list_name": listed,
                    "name": name,
                    **(self.words("label", words) or {}),
                    **({MORE: inline(more)} if more else {}),
                }
            )
        self.add(row, rest)

    def constrained(self, row: dict[str, str], rest: dict[str, Any], bounds: str) -> None:
        """Write bounds, and the one answer that is refused, as a constraint with its message."""
        refuse = rest.get("refuse")
        if isinstance(refuse, list) and len(refuse) == 1:
            message = self.words("constraint_message", refuse[0]["say"])
            formula = self.formula(str(refuse[0]["if"]), row["name"])
            if message is not None and formula is not None:
                row |= message
                bounds = f"{bounds} and not({formula})" if bounds else f"not({formula})"
                del rest["refuse"]
        if bounds:
            row["constraint"] = bounds

    def repeat(self, row: dict[str, str], rest: dict[str, Any]) -> None:
        words = self.words("label", rest["repeat"])
        each = rest["each"]
        simple = words is not None and all("ask" in item or "options" in item for item in each)
        if not simple or words is None:
            self.other(row, rest)
            return
        del rest["repeat"], rest["each"]
        count = rest.pop("count")
        row |= {
            "type": "begin_repeat",
            **words,
            "repeat_count": f"${{{count}}}" if str(count)[0].isalpha() else str(count),
        }
        self.add(row, rest)
        for item in each:
            self.step(item)
        self.survey.append({"type": "end_repeat", "name": row["name"]})

    def formula(self, text: str, own: str) -> str | None:
        """Return a condition as XLSForm has it, where reading it back gives the very same."""
        formula = to_formula(text, self.types)
        if formula is None:
            return None
        try:
            back = say(parse(formula), known_of(self.service, own))
        except NotSayable:
            return None
        return formula if same(text, back) else None
