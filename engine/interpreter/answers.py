"""How the answer to a question is read, what the officer objects to, and how often we ask again before giving up."""

from __future__ import annotations

from typing import Any

from engine.domain.answers.kind import Given
from engine.domain.answers.spoken import echo, which
from engine.domain.calendar import local_date
from engine.domain.comparing import fold
from engine.domain.types import YesNo
from engine.interpreter import memory, several
from engine.interpreter.heeded import Answered, Heeded, Onward, Refused, Skipped, no_option
from engine.interpreter.offers import MORE, Heard, Offer, pages, pick
from engine.interpreter.othernames import by_every_name
from engine.interpreter.questions import (
    EITHER,
    NO,
    SKIP,
    YES,
    branch,
    choices,
    either_offers,
    skip_offers,
)
from engine.interpreter.run import Run
from engine.language.compiled import (
    AskStep,
    ChooseStep,
    Patience,
    RepeatStep,
    Text,
    TreeNode,
    Words,
)
from engine.language.expressions.env import Env


def read(run: Run, step: AskStep | ChooseStep, heard: Heard) -> Heeded:
    """Return what this answer means for the question; echoes dates and amounts as we understood them."""
    skip = skip_offers(run, step)
    if skip and _passes(heard, skip[0]):
        return Skipped()
    heeded = (
        _read_typed(run, step, heard)
        if isinstance(step, AskStep)
        else _read_choice(run, step, heard)
    )
    if isinstance(heeded, Answered):
        refused = refusal(run, step, heeded.value)
        if refused:
            return refused
    return heeded


def _passes(heard: Heard, skip: Offer) -> bool:
    """Whether this is "Skip", tapped or in words; a number may be the answer itself."""
    if heard.tapped:
        return heard.tapped == SKIP
    text = fold(heard.given.text or "")
    return bool(text) and text in map(fold, (skip.label, *skip.also))


def refusal(run: Run, step: AskStep | ChooseStep | RepeatStep, value: Any) -> Refused | None:
    """Return the first of the officer's objections that holds for this value, or None."""
    if not step.refuse:
        return None
    values = dict(run.values())
    memory.put(values, step.id, value)
    run.weigh(run.session.at, step.weighs, values)
    env = Env(values, run.now, run.program.calendar)
    for objection in step.refuse:
        if objection.when(env):
            return Refused("refuse", _label_of(run, objection.say)(values))
    return None


def _label_of(run: Run, text: Text) -> Words:
    return text.get(run.session.language) or next(iter(text.values()))


def _read_typed(run: Run, step: AskStep, heard: Heard) -> Heeded:
    if isinstance(step.type, YesNo) and heard.tapped in (YES, NO):
        return Answered(heard.tapped == YES)
    meant = _meant(heard, either_offers(run, step))
    if heard.tapped and meant is None:
        return Refused("unusable", run.phrase("unusable"))
    bounds = step.bounds(run.env(step.computed))
    reading = step.kind.read(heard.given, bounds, local_date(run.now))
    if meant is not None and reading.problem:
        reading = step.kind.read(meant, bounds, local_date(run.now))
    run.session.local.pop(EITHER, None)
    if not reading.problem:
        if reading.echo:
            run.echo("✔ " + echo(step.kind, reading.value, run.session.language))
        return Answered(reading.value)
    language = run.session.language
    if reading.asks_back:
        run.session.local[EITHER] = list(reading.asks_back)
        return Refused(reading.problem, which(step.kind, reading.asks_back, language))
    attempt = run.session.tries + 1
    if attempt <= len(step.hints):
        return Refused(reading.problem, run.words(step.hints[attempt - 1], step.computed))
    return Refused(reading.problem, step.kind.refusal(reading.problem, bounds, language, attempt))


def _meant(heard: Heard, either: list[Offer]) -> Given | None:
    """Return one of the two values asked back as if it had been typed; by its button, its number or its words."""
    value = pick(heard, either) if either else None
    return next((Given(text=each.label) for each in either if each.value == value), None)


def _read_choice(run: Run, step: ChooseStep, heard: Heard) -> Heeded:
    if step.several is not None:
        return several.read(run, step, heard, choices(run, step)[1])
    offers = [*choices(run, step)[1], *skip_offers(run, step)]
    value = pick(heard, offers) or pick(heard, by_every_name(run, step, offers))
    if value == SKIP:
        return Skipped()
    local = run.session.local
    if value == MORE:
        local["page"] = (local.get("page", 0) + 1) % pages(offers)
        return Onward()
    if value is None:
        return no_option(run, step)
    if step.tree is not None:
        return _descend(run, step.tree, int(value))
    if step.rows is not None:
        return Answered(step.rows.value(run.env(step.computed))[int(value)])
    return Answered(value, next(option.then for option in step.options if option.key == value))


def _descend(run: Run, tree: TreeNode, place: int) -> Heeded:
    path = [*run.session.local.get("path", []), place]
    node, _ = branch(tree, path)
    if not node.children:
        return Answered(dict(node.record))
    run.session.local["path"] = path
    run.session.local.pop("page", None)
    return Onward()


def misunderstood(run: Run, step: str, patience: Patience, refused: Refused) -> bool:
    """Say what was wrong; return whether the citizen may try again."""
    run.note(step, f"refused {refused.problem}")
    run.session.tries += 1
    if run.session.tries >= patience.tries and patience.give_up:
        run.give_up(step)
        return False
    run.say(refused.words)
    if run.session.tries > 1:
        run.say(run.phrase("way_out"))
    return True
