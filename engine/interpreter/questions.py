"""What all questions share: how one is put, how an answer is read, and how often we ask again before giving up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from engine.domain.answers.kind import Given
from engine.domain.answers.spoken import echo, which
from engine.domain.calendar import local_date
from engine.domain.comparing import fold
from engine.domain.limits import TEXT_BODY
from engine.domain.message import LocationRequestOut, TextOut
from engine.domain.rendering import render_value
from engine.domain.types import Location, YesNo
from engine.interpreter import memory, several
from engine.interpreter.heeded import Answered, Heeded, Onward, Refused, Skipped, no_option
from engine.interpreter.offers import MORE, Heard, Offer, pages, pick, show
from engine.interpreter.othernames import by_every_name, other_languages
from engine.interpreter.run import Run
from engine.language.compiled import (
    AskStep,
    ChooseStep,
    Option,
    Patience,
    RepeatStep,
    Text,
    TreeNode,
    Words,
)
from engine.language.expressions.env import Env
from engine.language.texts import Fixed

SKIP = "*skip"
"""No option's id can be this: none has a star in it. The same holds for `offers.MORE` and `several.DONE`."""
YES, NO = "yes", "no"
EITHER = "either"
"""The session's note of the two values that were asked back."""


# -- putting a question -----------------------------------------------------------------------------------------------


def put(run: Run, step: AskStep | ChooseStep) -> None:
    """Put the question and wait for its answer."""
    if several.so_far(run):
        run.session.turn -= 1  # the list on screen goes on working while several are tapped
    run.wait_for_answer(step.patience)
    if isinstance(step, AskStep):
        _put_typed(run, step)
    else:
        _put_choice(run, step)


def offer(run: Run, words: str, offers: Sequence[Offer]) -> None:
    """Put words with these offers; taps come back with this turn's number."""
    body = run.body(words)
    if len(body) > TEXT_BODY:
        run.say(body)
        run.flush()
        body = run.phrase("choose")
    for message in show(
        body, offers, prefix(run), run.session.language, run.session.local.get("page", 0)
    ):
        run.send(message)


def prefix(run: Run) -> str:
    """Return what begins the id of every button of this question."""
    return f"{run.session.id}.{run.session.turn}."


def _put_typed(run: Run, step: AskStep) -> None:
    words = run.words(step.text, step.computed)
    offers = [*_either(run, step), *_skip(run, step)]
    if isinstance(step.type, YesNo):
        offers = [Offer(YES, run.phrase("yes")), Offer(NO, run.phrase("no")), *offers]
    if offers:
        offer(run, words, offers)
    elif isinstance(step.type, Location):
        run.send(LocationRequestOut(run.body(words)))
    else:
        run.send(TextOut(run.body(words, TEXT_BODY)))


def _either(run: Run, step: AskStep) -> list[Offer]:
    """Return the two values that the last words could mean, where that was asked back."""
    values = run.session.local.get(EITHER)
    if not values:
        return []
    return [Offer(each, render_value(step.type, each, run.session.language)) for each in values]


def _put_choice(run: Run, step: ChooseStep) -> None:
    words, offers = choices(run, step)
    if step.several is not None:
        words, offers = several.question(run, words, offers, step.several)
    offer(run, words, [*offers, *([] if several.so_far(run) else _skip(run, step))])


def _skip(run: Run, step: AskStep | ChooseStep) -> list[Offer]:
    if step.optional is None or memory.officers_wait(run.session):
        return []
    optional = step.optional(run.env(step.computed))
    return [Offer(SKIP, run.phrase("skip"), also=("skip",))] if optional else []


def choices(run: Run, step: ChooseStep) -> tuple[str, list[Offer]]:
    """Return the words and offers of a choice as it stands now (its level of a tree, its rows)."""
    if step.tree is not None:
        node, level = branch(step.tree, run.session.local.get("path", []))
        text = step.levels[level] if level < len(step.levels) else step.text
        words = run.words(step.text, step.computed) + "\n" if level == 0 and step.levels else ""
        language = run.session.language
        return words + run.words(text, step.computed), [
            Offer(str(place), _label(child.label, language))
            for place, child in enumerate(node.children)
        ]
    words = run.words(step.text, step.computed)
    return words, rows(run, step) if step.rows is not None else _options(run, step)


def _options(run: Run, step: ChooseStep) -> list[Offer]:
    language = run.session.language
    prepared = _prepared(step, language)
    if prepared is not None:
        return prepared
    env, values = run.env(step.computed), run.values(step.computed)
    return [
        _offer_of(option, values, language)
        for option in step.options
        if option.only_if is None or option.only_if(env)
    ]


@lru_cache(maxsize=8_192)
def _prepared(step: ChooseStep, language: str) -> list[Offer] | None:
    """Return the offers of a choice whose options never change, None of any other: the same program gives the same offers."""
    if not all(map(_is_fixed, step.options)):
        return None
    return [_offer_of(option, {}, language) for option in step.options]


def _offer_of(option: Option, values: Mapping[str, Any], language: str) -> Offer:
    label = option.label.get(language) or next(iter(option.label.values()))
    note = (option.note.get(language) or next(iter(option.note.values()))) if option.note else None
    also = option.also + other_languages(option.label, values, language)
    return Offer(option.key, label(values), note(values) if note else "", also)


def _is_fixed(option: Option) -> bool:
    texts = [*option.label.values(), *(option.note.values() if option.note else ())]
    return option.only_if is None and all(isinstance(text, Fixed) for text in texts)


def rows(run: Run, step: ChooseStep) -> list[Offer]:
    """Return an offer for each row that is not hidden; its value is the row's place in the whole list."""
    assert step.rows is not None  # noqa: S101 (told apart by the caller)
    offers = []
    for place, row in enumerate(step.rows.value(run.env(step.computed)) or ()):
        run.overlay["row"] = row
        if step.rows.hide is None or not step.rows.hide(run.env(step.computed)):
            note = run.words(step.rows.note, step.computed) if step.rows.note else ""
            offers.append(Offer(str(place), run.words(step.rows.label, step.computed), note))
    run.overlay.pop("row", None)
    return offers


def branch(tree: TreeNode, path: list[int]) -> tuple[TreeNode, int]:
    """Return the node this path leads to and its depth."""
    for place in path:
        tree = tree.children[place]
    return tree, len(path)


def _label(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or next(iter(label.values()))


# -- reading an answer ------------------------------------------------------------------------------------------------


def read(run: Run, step: AskStep | ChooseStep, heard: Heard) -> Heeded:
    """Return what this answer means for the question; echoes dates and amounts as we understood them."""
    skip = _skip(run, step)
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
    meant = _meant(heard, _either(run, step))
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
    offers = [*choices(run, step)[1], *_skip(run, step)]
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


# -- patience ---------------------------------------------------------------------------------------------------------


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
