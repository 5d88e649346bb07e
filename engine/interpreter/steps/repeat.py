"""repeat: a bounded list of records, each asked part by part.

While it lasts, `local` holds the records so far, the one in hand and the part being asked.
"""

from __future__ import annotations

from typing import Any

from engine.domain.event import TimerFired
from engine.interpreter import questions
from engine.interpreter.heeded import Answered, Onward, Refused, Skipped
from engine.interpreter.offers import Heard, Offer, pick
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import RepeatStep

ADD, REMOVE, COMPLETE = "add", "remove", "complete"


def enter(step: RepeatStep, run: Run) -> str | None:
    """Begin with the first record."""
    run.session.local = _empty()
    run.note(step.id, "asked")
    wanted = _wanted(step, run)
    return _next(step, run) if wanted is None or wanted > 0 else _complete(step, run)


def _empty(refused: int = 0) -> dict[str, Any]:
    """Return an empty list to begin with; refused: how many whole lists were refused before."""
    return {"records": [], "record": {}, "part": 0, "refused": refused}


def _wanted(step: RepeatStep, run: Run) -> int | None:
    """Return how many records there must be, or None where the citizen says."""
    return None if step.count is None else int(step.count(run.env(step.computed)))


def _next(step: RepeatStep, run: Run) -> str | None:
    """Ask the next part that applies, close the record, or close the list."""
    local = run.session.local
    _look_at(run, local["record"], len(local["records"]) + 1)
    while local["part"] < len(step.parts):
        part = step.parts[local["part"]]
        if part.only_if is None or part.only_if(run.env(part.computed)):
            questions.put(run, part)
            run.overlay.clear()
            return STAY
        local["part"] += 1
    run.overlay.clear()
    local["records"] = [*local["records"], local["record"]]
    local["record"], local["part"] = {}, 0
    wanted = _wanted(step, run)
    if wanted is None:
        local["record"] = None
        _review(step, run)
        return STAY
    return _next(step, run) if len(local["records"]) < wanted else _complete(step, run)


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
    refused = questions.refusal(run, step.id, records, step.refuse)
    if refused is None:
        run.settle(step, records, "answered")
        run.session.asked.append(step.id)
        return run.route(step, "answered")
    tries = run.session.local.get("refused", 0) + 1
    run.note(step.id, f"refused {refused.problem}")
    if step.patience.give_up and (tries >= step.patience.tries or not records):
        return step.patience.give_up
    run.say(refused.words)
    run.session.local = _empty(tries)
    return _next(step, run)


def resume(step: RepeatStep, run: Run, event: Wakes) -> str | None:
    """Take a part's answer, or what to do with the list."""
    if isinstance(event, TimerFired):
        return silence(step, run, step.patience, again)
    if not isinstance(event, Heard):
        return STAY
    return (
        _reviewed(step, run, event)
        if run.session.local["record"] is None
        else _part(step, run, event)
    )


def _part(step: RepeatStep, run: Run, heard: Heard) -> str | None:
    local = run.session.local
    part = step.parts[local["part"]]
    _look_at(run, local["record"], len(local["records"]) + 1)
    heeded = questions.read(run, part, heard)
    run.overlay.clear()
    match heeded:
        case Answered(value):
            local["record"] = {**local["record"], part.id.rpartition(".")[2]: value}
            _forward(run)
        case Skipped():
            _forward(run)
        case Refused():
            if not questions.misunderstood(run, step.id, part.patience, heeded):
                return part.patience.give_up or step.patience.give_up
        case Onward():
            pass
    return _next(step, run)


def _forward(run: Run) -> None:
    local = run.session.local
    local["part"] += 1
    local.pop("page", None)
    local.pop("path", None)
    run.session.tries = 0


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
    elif not questions.misunderstood(
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
    if local["record"] is None:
        _review(step, run)
        return
    _look_at(run, local["record"], len(local["records"]) + 1)
    questions.put(run, step.parts[local["part"]])
    run.overlay.clear()


def back(step: RepeatStep, run: Run) -> bool:
    """Ask the question before this one anew, also one of the record before; False at the first question of the list."""
    local = run.session.local
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
    run.session.local = {**_empty(refused), "records": records, "record": kept, "part": place}
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
