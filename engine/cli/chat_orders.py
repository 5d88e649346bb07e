"""What may be ordered in `catalog chat` besides answering: an officer's decision, time, what may be done afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from engine.cli.talk import Talk
from engine.domain.message import Outgoing

Said = list[Outgoing] | str
"""What was said because of it, or what to tell the person at the terminal."""

HELP = """\
answer in words, or with the number of an option. Besides:
  :officer approve | forward | send_down | reject REASON | close REASON | ask_back ANSWER,ANSWER REASON
  :wait 3 days   :later NAME   :answers   :quit
  /photo slip.jpg   /file slip.pdf   /place 16.51 80.64"""


def obey(talk: Talk, order: str) -> Said:
    """Carry out one order, written without its colon."""
    name, _, rest = order.strip().partition(" ")
    found = ORDERS.get(name)
    if found is None:
        return f'there is no ":{name}"; {HELP}'
    return found(talk, rest.strip())


def _officer(talk: Talk, rest: str) -> Said:
    decision, _, more = rest.partition(" ")
    if not decision:
        return "say what the officer does: :officer approve"
    answers: tuple[str, ...] = ()
    if decision == "ask_back":
        named, _, more = more.strip().partition(" ")
        answers = tuple(filter(None, named.split(",")))
    done = talk.decide(decision, more.strip(), answers)
    return f"not possible: {done}" if isinstance(done, str) else done


def _wait(talk: Talk, rest: str) -> Said:
    said = talk.wait(rest)
    return (
        f'"{rest}" is no length of time; write 3 days, 2 hours, 7 working days'
        if said is None
        else said
    )


def _later(talk: Talk, rest: str) -> Said:
    if rest not in talk.program.later:
        known = ", ".join(talk.program.later) or "nothing"
        return f'"{rest}" is not among what may be done later: {known}'
    return talk.later(rest)


def _answers(talk: Talk, _rest: str) -> Said:
    answers = talk.case.answers if talk.case else {}
    return json.dumps(answers, ensure_ascii=False, indent=2)


def _help(_talk: Talk, _rest: str) -> Said:
    return HELP


ORDERS: Mapping[str, Callable[[Talk, str], Said]] = {
    "officer": _officer,
    "wait": _wait,
    "later": _later,
    "answers": _answers,
    "help": _help,
}
