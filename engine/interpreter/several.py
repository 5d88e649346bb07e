"""A choice of several options: numbered in the question, tapped one after another or typed together, closed by "that is all"."""

from __future__ import annotations

from typing import NamedTuple

from engine.domain.answers.several import match_several
from engine.domain.comparing import fold
from engine.domain.rendering import COMMA
from engine.domain.words import section
from engine.interpreter.heeded import Answered, Heeded, Onward, Refused, no_option
from engine.interpreter.offers import Heard, Offer
from engine.interpreter.run import Run
from engine.language.compiled import ChooseStep

DONE = "*done"
PICKED = "picked"
"""The session's note of what was tapped so far; tapping goes on with the same buttons."""


class _Picked(NamedTuple):
    """What has been chosen so far; done: nothing more will come. problem: why nothing came of the reply, or empty."""

    keys: list[str]
    done: bool = False
    problem: str = ""


def so_far(run: Run) -> list[str]:
    """Return the options tapped so far."""
    keys: list[str] = run.session.local.get(PICKED, [])
    return keys


def question(
    run: Run, words: str, options: list[Offer], several: tuple[int, int]
) -> tuple[str, list[Offer]]:
    """Return the question with its numbered options and what was chosen, and what is still offered."""
    least, most = several
    said, picked = section("several", run.session.language), so_far(run)
    lines = [f"{place}. {option.label}" for place, option in enumerate(options, 1)]
    how = said["how"].format(most=min(most, len(options)))
    chosen = COMMA.join(option.label for option in options if option.value in picked)
    body = [words, "", *lines, "", how, *([f"✔ {chosen}"] if chosen else [])]
    left = [option for option in options if option.value not in picked]
    done = [Offer(DONE, said["done"])] if len(picked) >= least else []
    return "\n".join(body), [*left, *done]


def _take(run: Run, heard: Heard, options: list[Offer], several: tuple[int, int]) -> _Picked:
    """Return what is chosen after this reply: a tap adds one, typed words say all at once."""
    least, most = several
    picked = so_far(run)
    if heard.tapped == DONE or (not heard.tapped and _closes(run, heard)):
        return _Picked(picked, done=True) if len(picked) >= least else _wrong("too_few", picked)
    named = _named(heard, options)
    keys = [option.value for option in options if option.value in picked or option.value in named]
    if not named or len(keys) > most:
        return _wrong("too_many" if named else "not_an_option", picked)
    full = len(keys) in (most, len(options))
    return _Picked(keys, done=full or (not heard.tapped and len(keys) >= least))


def _named(heard: Heard, options: list[Offer]) -> tuple[str, ...]:
    if heard.tapped:
        return (heard.tapped,) if any(option.value == heard.tapped for option in options) else ()
    return match_several(heard.given.text or "", options)


def _closes(run: Run, heard: Heard) -> bool:
    said = section("several", run.session.language)
    return fold(heard.given.text or "") in map(fold, (said["done"], *said["also"]))


def _wrong(problem: str, picked: list[str]) -> _Picked:
    return _Picked(picked, problem=problem)


def read(run: Run, step: ChooseStep, heard: Heard, options: list[Offer]) -> Heeded:
    """Return the answer, in the options' order; or that more may follow."""
    least, most = wanted = step.several or (1, 1)
    picked = _take(run, heard, options, wanted)
    if picked.problem == "not_an_option":
        return no_option(run, step)
    if picked.problem:
        said = section("several", run.session.language)[picked.problem]
        return Refused(picked.problem, said.format(least=least, most=most))
    if not picked.done:
        run.session.local[PICKED] = picked.keys
        return Onward()
    run.session.local.pop(PICKED, None)
    run.echo("✔ " + COMMA.join(option.label for option in options if option.value in picked.keys))
    return Answered(picked.keys)
