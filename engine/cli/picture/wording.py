"""The words in a picture: what stands in a step's box, beside an arrow, in an end."""

from __future__ import annotations

from collections.abc import Mapping

from engine.cli.picture.written import Written
from engine.language.compiled import AnyStep, ChooseStep
from engine.language.edges import Edge, best_of
from engine.language.program import Program
from engine.language.texts import Fixed

LOOKS: Mapping[str, str] = {
    "ask": "question", "choose": "question", "confirm": "question", "repeat": "question", "collect": "question",
    "when": "decision", "set": "words", "say": "words", "use": "words", "send": "words",
    "call": "system", "book": "system", "submit": "system", "issue": "system",
    "pay": "money", "refund": "money", "approve": "officers", "wait": "officers",
}  # fmt: skip
GROUPS: Mapping[str, str] = {
    "question": "asks the citizen",
    "system": "asks a department, registers, issues",
    "money": "money",
    "officers": "officers, waiting",
    "decision": "decides by itself",
    "words": "says, sends, keeps a value",
}
"""What each colour and shape means."""
DOES: Mapping[str, str] = {
    "ask": "asks", "choose": "lets choose", "confirm": "asks whether all is right", "repeat": "asks for each", "collect": "collects papers",
    "when": "decides", "set": "works out", "say": "says", "use": "goes on", "send": "sends", "call": "asks the system", "book": "holds",
    "submit": "registers", "issue": "issues", "pay": "asks for money", "refund": "gives money back", "approve": "puts before officers",
    "wait": "waits",
}  # fmt: skip
SAYS: Mapping[str, str] = {
    "gave_up": "gives up",
    "passed": "left out",
    "skipped": "skips",
    "again": "{about}: again",
    "too_often": "{about}: too often",
    "changed": "officers ask: {about}",
    "limit": "limit: {about}",
}
"""What is written beside an arrow that stands for no outcome, option or branch."""
QUIET = ("answered", "chosen", "correct", "otherwise", "")


def verb(step: AnyStep) -> str:
    """Return the verb a step was written with."""
    return type(step).__name__.removesuffix("Step").lower()


class Wording:
    """Finds words for the parts of one program in one language."""

    def __init__(
        self,
        program: Program,
        places: Mapping[str, Written],
        ends: Mapping[str, Mapping[str, str]],
        language: str,
    ) -> None:
        self.program = program
        self.places = places
        self.ends = ends
        self.language = language

    def verb(self, step: str) -> str:
        """Return the verb a step was written with."""
        return verb(self.program.by_id[step])

    def look(self, step: str) -> str:
        """Return which of the groups a step belongs to."""
        return LOOKS[self.verb(step)]

    def head(self, step: str) -> str:
        """Return the small line in a step's box: its name and what it does."""
        sometimes = " (sometimes)" if self.program.by_id[step].only_if is not None else ""
        return f"{step} · {DOES[self.verb(step)]}{sometimes}"

    def title(self, step: str) -> str:
        """Return the first words of a step."""
        place = self.places.get(step)
        if place is None:
            return step
        return self._in(place.words) or place.what or step.rpartition(".")[2].replace("_", " ")

    def name(self, step: str) -> str:
        """Return what a small box calls a step: its words where it has some, else its id."""
        place = self.places.get(step)
        return (self._in(place.words) if place is not None else "") or step

    def end(self, end: str) -> str:
        """Return the words of an end."""
        return self._in(self.ends.get(end, {})) or end

    def way(self, edge: Edge, *, plain: bool = False) -> str:
        """Return what is written beside an arrow; plain: it leads straight on, where the usual answer needs no words."""
        match edge.manner:
            case "option":
                return self._option(edge)
            case "branch":
                return self._branch(edge)
            case "outcome":
                usual = edge.about == best_of(self.program.by_id[edge.start])
                quiet = edge.about in (*QUIET, "own") and (plain or usual)
                return "" if quiet else edge.about
            case _:
                return SAYS[edge.manner].format(about=edge.about)

    def _option(self, edge: Edge) -> str:
        step = self.program.by_id[edge.start]
        options = step.options if isinstance(step, ChooseStep) else ()
        texts = next((option.label for option in options if option.key == edge.about), {})
        text = texts.get(self.language)
        return text.words if isinstance(text, Fixed) else edge.about

    def _branch(self, edge: Edge) -> str:
        place = self.places.get(edge.start)
        number = edge.about.removeprefix("branch ")
        if place is None or not number.isdecimal() or int(number) > len(place.branches):
            return "otherwise"
        return f"if {place.branches[int(number) - 1]}"

    def _in(self, words: Mapping[str, str]) -> str:
        return words.get(self.language) or next(iter(words.values()), "")

    def all(self) -> list[str]:
        """Return every text that can stand in the picture, for measuring."""
        from engine.scenarios.ways import ways_of

        program = self.program
        title = self._in(program.title)
        texts = [
            title,
            *(self.head(step) for step in program.by_id),
            *map(self.title, program.by_id),
        ]
        texts += [*map(self.end, program.ends), *program.ends, *map(self.way, ways_of(program))]
        texts += list(program.by_id)
        texts += [self._in(later.title) for later in program.later.values()]
        return [*texts, *(f"→ {text}" for text in texts), *GROUPS.values(), "…"]

    def service(self) -> str:
        """Return the service's title."""
        return self._in(self.program.title)

    def later(self, later: str) -> str:
        """Return what is done later."""
        return self._in(self.program.later[later].title)
