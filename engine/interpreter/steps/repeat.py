"""repeat: a bounded list of records, each asked part by part.

While it lasts, `local` holds the records so far, the one in hand and the part being asked; where a file was lost, also which answers
are asked again first.
"""

from __future__ import annotations

from typing import Any

from engine.domain.event import TimerFired
from engine.domain.words import section
from engine.interpreter import answers, questions
from engine.interpreter.heeded import Answered, Onward, Refused, Skipped
from engine.interpreter.offers import Heard, Offer, pick
from engine.interpreter.records import (
    AGAIN,
    WHOLE,
    Part,
    empty,
    forward,
    in_hand,
    keep,
    name_of,
    part_asked,
    record_at,
)
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import RepeatStep

ADD, REMOVE, COMPLETE = "add", "remove", "complete"


def enter(step: RepeatStep, run: Run) -> str | None:
    """Begin with the first record; where more are wanted than a list holds, say so and ask for as many as it holds."""
    run.session.local = empty()
    run.note(step.id, "asked")
    wanted = _wanted(step, run)
    if wanted is not None and wanted > step.most:
        run.say(section("number", run.session.language)["too_large"].format(most=step.most))
    return _complete(step, run) if wanted is not None and wanted <= 0 else _next(step, run)


def _wanted(step: RepeatStep, run: Run) -> int | None:
    """Return how many records the flow asks for, or None where the citizen says."""
    return None if step.count is None else int(step.count(run.env(step.computed)))


def _next(step: RepeatStep, run: Run) -> str | None:
    """Ask the next part that applies, in this record or a later one, or close the list."""
    local = run.session.local
    while not _asks(step, run):
        local["records"] = [*local["records"], local["record"]]
        local["record"], local["part"] = {}, 0
        wanted = _wanted(step, run)
        if wanted is None:
            local["record"] = None
            _review(step, run)
            return STAY
        if len(local["records"]) >= min(wanted, step.most):
            return _complete(step, run)
    return STAY


def _asks(step: RepeatStep, run: Run) -> bool:
    """Ask the next part of the record in hand that applies; return whether there was one."""
    local = run.session.local
    _look_at(run, local["record"], len(local["records"]) + 1)
    while local["part"] < len(step.parts):
        part = step.parts[local["part"]]
        run.weigh(step.id, part.weighs, run.values(part.computed))
        if part.only_if is None or part.only_if(run.env(part.computed)):
            questions.put(run, part)
            run.overlay.clear()
            return True
        local["part"] += 1
    run.overlay.clear()
    return False


def _look_at(run: Run, record: dict[str, Any], nth: int) -> None:
    run.overlay = {**record, "nth": nth}


def _review(step: RepeatStep, run: Run) -> None:
    run.wait_for_answer(step.patience)
    words = run.phrase(
        "list_so_far", title=run.words(step.title, step.computed), lines="\n".join(lines(step, run))
    )
    questions.offer(run, words, _offers(step, run))


def lines(step: RepeatStep, run: Run) -> list[str]:
    """Return the records so far, one line each."""
    written = []
    for place, record in enumerate(run.session.local["records"], 1):
        _look_at(run, record, place)
        written.append(f"{place}. {run.words(step.line)}")
    run.overlay.clear()
    return written


def _offers(step: RepeatStep, run: Run) -> list[Offer]:
    count = len(run.session.local["records"])
    add = (
        [Offer(ADD, run.phrase("add_another"), also=("yes", "అవును", "add"))]
        if count < step.most
        else []
    )
    remove = [Offer(REMOVE, run.phrase("remove_last"), also=("remove",))] if count else []
    done = (
        [Offer(COMPLETE, run.phrase("list_complete"), also=("no", "కాదు", "లేరు", "done"))]
        if count >= step.least
        else []
    )
    return [*add, *remove, *done]


def _complete(step: RepeatStep, run: Run) -> str | None:
    records = run.session.local["records"]
    refused = answers.refusal(run, step, records)
    if refused is None:
        run.settle(step, records, "answered")
        run.session.asked.append(step.id)
        return run.route(step, "answered")
    tries = run.session.local.get("refused", 0) + 1
    run.note(step.id, f"refused {refused.problem}")
    if step.patience.give_up and (tries >= step.patience.tries or not records):
        run.note(step.id, "gave up")
        return step.patience.give_up
    run.say(refused.words)
    run.session.local = empty(tries)
    return _next(step, run)


def resume(step: RepeatStep, run: Run, event: Wakes) -> str | None:
    """Take a part's answer, or what to do with the list."""
    if isinstance(event, TimerFired):
        return silence(step, run, step.patience, again)
    if not isinstance(event, Heard):
        return STAY
    part = part_asked(step, run.session.local)
    return _reviewed(step, run, event) if part is None else _part(step, run, event, part)


def _part(step: RepeatStep, run: Run, heard: Heard, part: Part) -> str | None:
    local = run.session.local
    nth, _ = in_hand(local)
    record, name = record_at(local, nth), name_of(part)
    _look_at(run, record, nth + 1)
    heeded = answers.read(run, part, heard)
    run.overlay.clear()
    match heeded:
        case Answered(value):
            keep(local, nth, {**record, name: value})
            forward(run)
        case Skipped():
            keep(local, nth, {each: value for each, value in record.items() if each != name})
            forward(run)
        case Refused():
            if not answers.misunderstood(run, step.id, part.patience, heeded):
                return part.patience.give_up or step.patience.give_up
        case Onward():
            pass
    return _go_on(step, run)


def _go_on(step: RepeatStep, run: Run) -> str | None:
    """Ask what is missing still, or close the list where it had been closed before."""
    local = run.session.local
    if local["record"] is None and not local.get(AGAIN) and local.get(WHOLE):
        return _complete(step, run)
    if local["record"] is None or local.get(AGAIN):
        again(step, run)
        return STAY
    return _next(step, run)


def _reviewed(step: RepeatStep, run: Run, heard: Heard) -> str | None:
    local = run.session.local
    picked = pick(heard, _offers(step, run))
    if picked == COMPLETE:
        return _complete(step, run)
    if picked == ADD:
        local["record"], local["part"] = {}, 0
        return _next(step, run)
    if picked == REMOVE:
        local["records"] = local["records"][:-1]
    elif not answers.misunderstood(
        run, step.id, step.patience, Refused("not_an_option", run.phrase("not_an_option"))
    ):
        return step.patience.give_up
    if not local["records"]:
        local["record"], local["part"] = {}, 0
        return _next(step, run)
    _review(step, run)
    return STAY


def again(step: RepeatStep, run: Run) -> None:
    """Put the part in hand again, or the list."""
    local = run.session.local
    part = part_asked(step, local)
    if part is None:
        _review(step, run)
        return
    nth, _ = in_hand(local)
    _look_at(run, record_at(local, nth), nth + 1)
    questions.put(run, part)
    run.overlay.clear()


def back(step: RepeatStep, run: Run) -> bool:
    """Ask the question before this one anew, also one of the record before; False at the first question of the list."""
    local = run.session.local
    if local.get(AGAIN):
        again(step, run)
        return True
    records, record, part = list(local["records"]), local["record"], local["part"]
    place = None if record is None else _before(step, run, record, part, len(records) + 1)
    if place is None and records:
        record = records.pop()
        place = _before(step, run, record, len(step.parts), len(records) + 1)
    if place is None:
        return False
    gone = {each.id.rpartition(".")[2] for each in step.parts[place:]}
    kept = {name: value for name, value in record.items() if name not in gone}
    refused = local.get("refused", 0)
    run.session.local = {**empty(refused), "records": records, "record": kept, "part": place}
    run.session.tries = 0
    _next(step, run)
    return True


def _before(step: RepeatStep, run: Run, record: dict[str, Any], part: int, nth: int) -> int | None:
    """Return the place of the last question before this part that applied to the record, or None."""
    _look_at(run, record, nth)
    asked = [
        place
        for place, each in enumerate(step.parts[:part])
        if each.only_if is None or each.only_if(run.env(each.computed))
    ]
    run.overlay.clear()
    return asked[-1] if asked else None


RUNNER = Runner(enter, resume, again, back=back)
