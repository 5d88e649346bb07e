"""A first dialogue test for a service that came from a spreadsheet: one answer after the other until its end is reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.exchange.yaml_text import quoted

if TYPE_CHECKING:
    from engine.language.model.connector import Connector
    from engine.language.program import Program

LONGEST = 60
"""Answers after which it is given up."""
SLOWLY = "comes there however late the answer, and however often it is given"
ANSWERS: Mapping[str, str] = {
    "text": quoted("Sample words"), "name": quoted("Ravi Kumar"), "phone": quoted("9876543210"), "pincode": quoted("522001"),
    "email": quoted("ravi@example.in"), "time": quoted("10:30"), "pan": quoted("ABCDE1234F"), "vehicle": quoted("AP39AB1234"),
    "yes_no": "{tap: yes}", "photo": "{photo: sample.jpg}", "document": "{document: sample.pdf}", "voice": "{voice: note.ogg}",
    "location": '{place: ["16.5", "80.6"]}',
}  # fmt: skip


def test_of(files: Mapping[str, bytes], service: str) -> str:
    """Return a test that goes as written, empty where no end is reached by plain answers."""
    from engine.cli import reading

    loaded = reading.load(files)
    player = _Player(
        files, service, loaded.catalogue.programs.get(service), loaded.catalogue.connectors
    )
    talk: list[str] = []
    for _ in range(LONGEST):
        ended, standing = player.play(talk, "done")
        if ended:
            return player.written(talk)
        answer = _answer(files, service, standing)
        if not answer:
            return ""
        talk += [f"      - at: {standing}", f"      - citizen: {answer}"]
    return ""


@dataclass(frozen=True, slots=True)
class _Player:
    """Plays one service's talk. program: None where its making had findings."""

    files: Mapping[str, bytes]
    service: str
    program: Program | None
    connectors: Mapping[str, Connector]

    def play(self, talk: list[str], end: str) -> tuple[bool, str]:
        """Return whether the end is reached, and where the dialogue stands otherwise."""
        from engine.language import nodes
        from engine.language.model.scenario import read_scenarios
        from engine.scenarios.run import play

        node = nodes.parse(_scenarios(self.service, [_scenario(talk, end)]).encode(), "test").node
        if self.program is None or not isinstance(node, nodes.Mapping):
            return False, ""
        result = play(
            self.program, self.connectors, read_scenarios(node, "test", self.service).scenarios[0]
        )
        last = result.trace[-1].step if result.trace else ""
        standing = last if result.failures and f'"{last}"' in result.failures[0].message else ""
        return not result.failures, standing

    def written(self, talk: list[str]) -> str:
        """Return the file: the way to the good end, also hours later and with an answer corrected, and how somebody is handed over who
        cannot be understood, where these can be shown."""
        found = [_scenario(talk, "done")]
        later = "      - after: 2 hours"
        for slow in ([later, *talk[:2], '      - citizen: "back"', *talk], [later, *talk]):
            if self.play(slow, "done")[0]:
                found.append(_scenario(slow, "done", SLOWLY))
                break
        for place in range(0, len(talk), 2):
            lost = [
                *talk[:place],
                *(f'      - citizen: "{each}"' for each in ("zzzz", "qqqq", "xxxx")),
            ]
            if self.play(lost, "desk")[0]:
                found.append(_scenario(lost, "desk"))
                break
        return _scenarios(self.service, found)


def _scenario(talk: list[str], end: str, told: str = "") -> list[str]:
    told = told or (
        "goes to its good end"
        if end == "done"
        else "hands over to an officer when the answer cannot be understood"
    )
    said = ["    talk:", *talk] if talk else ["    talk: []"]
    return [f"  - it: {told}", "    language: en", *said, f"    ends: {end}"]


def _scenarios(service: str, listed: list[list[str]]) -> str:
    rows = [
        f"# Dialogues that must go as written: run them with  catalog test {service}",
        "scenarios:",
    ]
    for number, each in enumerate(listed):
        rows += ([""] if number else []) + each
    return "\n".join(rows) + "\n"


def _answer(files: Mapping[str, bytes], service: str, step: str) -> str:
    """Return what a citizen may answer there, as a test writes it."""
    from engine.language import nodes
    from engine.language.files import path_of
    from engine.lsp.book import steps_of

    path = path_of(service)
    tree = nodes.parse(files[path], path).node
    found = next((each for each in steps_of(tree) if each.id.text == step), None)
    if found is None:
        return ""
    options = found.node.get("options")
    if isinstance(options, nodes.Mapping):
        several = ", done" if found.node.get("several") else ""
        return f"{{tap: {options.entries[0][0].text}}}" if not several else quoted("1")
    if found.verb == "confirm":
        return "{tap: correct}"
    kind = found.node.get("type")
    return _typed(kind.text) if isinstance(kind, nodes.Scalar) else ""


def _typed(kind: str) -> str:
    base, _, bounds = kind.partition("(")
    numbers = re.findall(r"\d+", bounds)
    if base in ("number", "money"):
        return quoted(numbers[0] if numbers else "1")
    if base == "digits":
        return quoted("2812345678901234"[: int(numbers[0])]) if numbers else ""
    if base == "date":
        return quoted("today") if bounds.startswith("today") else quoted("15-08-1990")
    return ANSWERS.get(base, "")
