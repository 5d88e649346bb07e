"""How a question is put: its words and what is offered beneath them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from engine.domain.limits import TEXT_BODY
from engine.domain.message import LocationRequestOut, TextOut
from engine.domain.rendering import render_value
from engine.domain.types import Location, YesNo
from engine.interpreter import memory, several
from engine.interpreter.offers import Offer, show
from engine.interpreter.othernames import other_languages
from engine.interpreter.run import Run
from engine.language.compiled import AskStep, ChooseStep, Option, TreeNode
from engine.language.texts import Fixed

SKIP = "*skip"
"""No option's id can be this: none has a star in it. The same holds for `offers.MORE` and `several.DONE`."""
YES, NO = "yes", "no"
EITHER = "either"
"""The session's note of the two values that were asked back."""


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
    offers = [*either_offers(run, step), *skip_offers(run, step)]
    if isinstance(step.type, YesNo):
        offers = [Offer(YES, run.phrase("yes")), Offer(NO, run.phrase("no")), *offers]
    if offers:
        offer(run, words, offers)
    elif isinstance(step.type, Location):
        run.send(LocationRequestOut(run.body(words)))
    else:
        run.send(TextOut(run.body(words, TEXT_BODY)))


def either_offers(run: Run, step: AskStep) -> list[Offer]:
    """Return the two values that the last words could mean, where that was asked back."""
    values = run.session.local.get(EITHER)
    if not values:
        return []
    return [Offer(each, render_value(step.type, each, run.session.language)) for each in values]


def _put_choice(run: Run, step: ChooseStep) -> None:
    words, offers = choices(run, step)
    if step.several is not None:
        words, offers = several.question(run, words, offers, step.several)
    offer(run, words, [*offers, *([] if several.so_far(run) else skip_offers(run, step))])


def skip_offers(run: Run, step: AskStep | ChooseStep) -> list[Offer]:
    """Return the offer to pass this question over, where it is optional now."""
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
