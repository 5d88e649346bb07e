"""The workbench of one turn of one case: the session being changed, the words gathered, the effects asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from engine.domain.effect import Call, CancelTimer, Effect, Send, SetTimer
from engine.domain.limits import BUTTONS_BODY, TEXT_BODY
from engine.domain.message import Outgoing, TextOut
from engine.domain.session import Session
from engine.interpreter import memory
from engine.interpreter.phrases import phrase
from engine.interpreter.trace import TraceRecord, Weighed
from engine.language.compiled import Patience, Step, Text
from engine.language.expressions.env import Env, Unset
from engine.language.program import Program
from engine.language.texts import Fixed

NEVER_GOOD = frozenset(
    (
        "unavailable",
        "gave_up",
        "still_trying",
        "over_limit",
        "failed",
        "expired",
        "rejected",
        "lapsed",
    )
)
"""Outcomes that must not be taken for success where a program, against all checks, leads them nowhere."""

GAP = "\n\n"

RELEASE_FOR = timedelta(days=1)
"""How long the release of a hold is tried before officers are told."""


STILL_ANSWERING_S = 15 * 60
"""Whoever answers officers one question in time is not cut off at the next."""


class Unmapped(Exception):
    """An outcome arrived that the program does not lead anywhere; the message names step and outcome."""


class Negative(Exception):
    """An amount to pay came out below nothing; the message names step and amount."""


class Run:
    """What step runners work with. Not shared, not kept: one turn makes one and throws it away.

    said: words gathered for the next message, so that several `say` steps and the next question travel together;
    ahead: what of it stands before the question of this turn;
    gave_up: the question that was given up in this turn, or empty;
    overlay: values beside the answers while a row or a record is in hand.
    """

    __slots__ = (
        "ahead",
        "echoed",
        "effects",
        "gave_up",
        "now",
        "overlay",
        "program",
        "said",
        "session",
        "trace",
        "weighed",
    )

    def __init__(self, program: Program, session: Session, now: datetime) -> None:
        self.program = program
        self.session = session
        self.now = now
        self.effects: list[Effect] = []
        self.said: list[str] = session.said
        self.ahead: list[str] = []
        self.echoed = ""
        self.gave_up = ""
        session.said = []
        self.trace: list[TraceRecord] = []
        self.weighed: list[Weighed] = []
        self.overlay: dict[str, Any] = {}

    # -- reading -----------------------------------------------------------------------------------------------------

    def values(self, computed: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return every value a text or condition can read, with these computed names worked out."""
        program = self.program
        if not (program.constants or self.overlay or computed):
            return self.session.answers
        values = {**program.constants, **self.session.answers, **self.overlay}
        if computed:
            env = Env(values, self.now, program.calendar)
            for name in computed:
                with suppress(Unset):  # whoever reads what cannot be worked out yet finds it unset
                    memory.put(values, name, program.computed[name](env))
        return values

    def env(self, computed: tuple[str, ...] = ()) -> Env:
        """Return what conditions and values are evaluated in."""
        return Env(self.values(computed), self.now, self.program.calendar)

    def words(self, text: Text, computed: tuple[str, ...] = ()) -> str:
        """Return a text in the citizen's language with its placeholders filled."""
        write = text.get(self.session.language) or next(iter(text.values()))
        return write.words if isinstance(write, Fixed) else write(self.values(computed))

    def phrase(self, key: str, **values: str) -> str:
        """Return the engine's own words in the citizen's language."""
        return phrase(key, self.session.language, **values)

    # -- speaking ----------------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Add words to the next message."""
        if words:
            self.said.append(words)

    def echo(self, words: str) -> None:
        """Add words that only belong before the next question: how an answer was understood."""
        self.say(words)
        self.echoed = words

    def body(self, words: str, longest: int = BUTTONS_BODY) -> str:
        """Return what was said so far and these words as one body; what does not fit goes ahead as its own message."""
        if not self.said:
            return words
        together = GAP.join([*self.said, words]) if words else GAP.join(self.said)
        if len(together) > longest:
            self.flush()
            return words
        self.ahead += self.said
        self.said.clear()
        return together

    def send(self, message: Outgoing) -> None:
        """Send a message; its body must have been made with `body`."""
        self.effects.append(Send(message))

    def flush(self) -> None:
        """Send what was said as a message of its own."""
        if self.said:
            words = GAP.join(self.said)
            self.ahead += self.said
            self.said.clear()
            for start in range(0, len(words), TEXT_BODY):
                self.send(TextOut(words[start : start + TEXT_BODY]))

    # -- acting ------------------------------------------------------------------------------------------------------

    def key(self) -> str:
        """Return a fresh effect key."""
        self.session.seq += 1
        return f"{self.session.id}/{self.session.seq}"

    def ask(self, effect: Effect, key: str, state: str = "working", stage: str = "") -> None:
        """Ask the world for something and wait for its reply."""
        session = self.session
        self.effects.append(effect)
        session.pending, session.state, session.stage = key, state, stage

    def settle(self, step: Step, value: Any, did: str) -> None:
        """Store a step's answer and trace it."""
        memory.put(self.session.answers, step.id, value)
        self.note(step.id, did)

    def note(self, step: str, did: str) -> None:
        """Trace what happened at a step."""
        self.trace.append(TraceRecord(self.session.id, step, did))

    def weigh(self, step: str, names: tuple[str, ...], values: Mapping[str, Any]) -> None:
        """Trace what a step's conditions read just now."""
        if names:
            read = {name: memory.get(values, name) for name in names}
            self.weighed.append(Weighed(self.session.id, step, read))

    def brought(self, step: str, gives: Mapping[str, Any]) -> None:
        """Trace what a reply brought a step: the answers keep only the last one."""
        if gives:
            came = {f"{step}.{name}": value for name, value in gives.items()}
            self.weighed.append(Weighed(self.session.id, step, came, came=True))

    def give_up(self, step: str) -> None:
        """Remember for this turn that the citizen was not understood at a question often enough to leave it."""
        self.gave_up = step
        self.note(step, "gave up")

    def barrier(self) -> None:
        """From here on nothing earlier can be taken back."""
        self.session.asked.clear()
        self.session.keys.pop(memory.LATER, None)

    def let_go(self, step: str) -> None:
        """Give back what this step holds."""
        hold = self.session.holds.pop(step)
        self.session.keys.pop(step, None)
        until = self.now + RELEASE_FOR
        self.effects.append(
            Call(self.key(), hold["release"], {"hold": hold["hold"]}, try_until=until)
        )
        self.note(step, "released")

    # -- waiting -----------------------------------------------------------------------------------------------------

    def wait_for_answer(self, patience: Patience) -> None:
        """Let the citizen think: a reminder first where there is time for one, then the end of patience."""
        session = self.session
        session.turn += 1
        session.state, session.pending = "asking", ""
        session.local.pop("reminded", None)
        remind, limit = patience.remind_after_s, self.patience(patience)
        self.wake(min(remind, limit) if remind else limit)

    def patience(self, patience: Patience) -> int:
        """Return after how many seconds an unanswered question is given up; officers who asked again give one time for all of it."""
        until = memory.officers_wait_until(self.session)
        if until is None:
            return patience.up_to_s or patience.expire_after_s
        return max(STILL_ANSWERING_S, int((until - self.now).total_seconds()))

    def after_reminder(self, patience: Patience) -> int:
        """Return how many seconds are left when the reminder is due; none where the time is over before."""
        until = memory.officers_wait_until(self.session)
        if until is None:
            return self.patience(patience) - patience.remind_after_s
        return int((until - self.now).total_seconds())

    def wake(self, seconds: int) -> None:
        """Set the session's one timer."""
        self.wake_at(self.now + timedelta(seconds=seconds))

    def wake_at(self, moment: datetime) -> None:
        """Set the session's one timer; a timer whose turn has passed is ignored."""
        self.effects.append(SetTimer(self.session.id, "wait", moment, self.session.turn))

    def rest(self) -> None:
        """Cancel the timer."""
        self.effects.append(CancelTimer(self.session.id, "wait"))

    # -- where to go -------------------------------------------------------------------------------------------------

    def route(self, step: Step, outcome: str) -> str:
        """Return where this outcome leads, having said what the officer wrote for it."""
        self.note(step.id, outcome)
        route = step.outcomes.get(outcome)
        if route is None:
            if outcome in NEVER_GOOD:
                raise Unmapped(f"{step.id}: {outcome}")
            return step.then
        if route.say is not None:
            self.say(self.words(route.say, step.computed))
        if not route.again:
            return self.took(step, route.then)
        name = f"{step.id}.{outcome}"
        count = self.session.counts.get(name, 0) + 1
        if route.at_most and count > route.at_most:
            self.note(step.id, "too often")
            return self.took(step, route.otherwise)
        self.session.counts[name] = count
        return self.reask(route.then, step.id)

    def reask(self, name: str, resume: str) -> str:
        """Forget an answer and what depends on it; what is still answered up to `resume` will be passed over.

        A hold that was made for the old answer is given back. Where an earlier change is not through yet, its place to come back to
        stays behind this one.
        """
        for step in memory.with_dependents(self.program, name)[1] & self.session.holds.keys():
            self.let_go(step)
        first = memory.forget(self.program, self.session, name)
        outer = [step for step in self.session.resume.split() if step != resume]
        self.session.resume = " ".join([resume, *outer])
        self.session.tries = 0
        return first

    def took(self, step: Step, target: str) -> str:
        """Remember a way that is not simply the next step, for when this step is passed over."""
        if target != step.then:
            self.session.taken[step.id] = target
        return target
