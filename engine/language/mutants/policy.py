"""Slips in what was promised: money settled, places held, time limits, reasons, what is personal and how long it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.mutants.mutant import Operator, Slip
from engine.language.mutants.pages import Page, Spot
from engine.language.mutants.spots import drop, rewrite, told, under, within
from engine.language.nodes import Mapping, Scalar


def _in_step(key: str) -> Operator:
    return drop(
        f"{key}_gone", "policy", f"forgets `{key}`", lambda spot: spot.in_steps and spot.name == key
    )


def _listed(outer: str, name: str, what: str) -> Operator:
    def choice(spot: Spot) -> bool:
        return spot.key is None and spot.address[-2:-1] == (outer,)

    return drop(name, "policy", what, choice)


def _at_top(key: str) -> Operator:
    return drop(
        f"{key}_gone",
        "policy",
        f"forgets `{key}`",
        lambda spot: spot.address == (key,) and _of_service(spot),
    )


def _of_service(spot: Spot) -> bool:
    """Tell whether this stands at the top of a service or of a family."""
    return isinstance(spot.parent, Mapping) and not {"service", "family"}.isdisjoint(
        spot.parent.by_name
    )


def _decision_gone(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if spot.key is None and spot.address[-2:-1] == ("may",):
            words = page.written(spot.node)
            yield Slip(spot, (page.without(spot),), f"officers may not {words}", words)


def _times(factor: int) -> str:
    return "1 minute" if factor == 0 else f"{factor} days"


LASTING = ("hold_for", "within", "limit", "keep", "answer_within", "after", "up_to")


def _is_account(spot: Spot) -> bool:
    return spot.name == "to" and spot.in_steps and "late" not in spot.address


def _is_kept(spot: Spot) -> bool:
    return spot.address == ("personal", "keep")


def _to_pay(spot: Spot) -> bool:
    return spot.name == "within" and spot.in_steps


def _more(old: str) -> str:
    return re.sub(r"\d+", "999", old, count=1)


def _literal(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if spot.name == "pay" and spot.in_steps and isinstance(spot.node, Scalar):
            old = page.written(spot.node)
            yield Slip(spot, (page.instead(spot.node, "45"),), told(old, "45"))


POLICY: tuple[Operator, ...] = (
    *map(_in_step, (
        "settles", "releases", "hold_for", "within", "refuse", "keep_trying", "only_if_same", "up_to", "reasons", "ask_back", "late",
        "optional", "continues", "approved_by", "counts", "tries", "limit", "area", "stages", "may_change", "answer_within",
        "unanswered", "pattern", "example",
    )),
    *map(_at_top, ("notify", "personal", "limits", "source", "documents", "open", "kind", "fees", "refunds")),
    rewrite("hold_short", "policy", "holds a place for less time than is given to pay", under("hold_for"), lambda _: _times(0)),
    rewrite("within_long", "policy", "gives more time to pay than a place is held", _to_pay, lambda _: _times(9)),
    rewrite("within_short", "policy", "gives no time to pay", _to_pay, lambda _: "1 second"),
    rewrite("at_most_more", "policy", "lets everything be tried without end", under("at_most"), _more),
    rewrite("duration_odd", "policy", "writes a duration nobody can read",
            lambda spot: spot.name in LASTING, lambda old: f"{old}s or so"),
    rewrite("keep_long", "policy", "keeps a case for ever", _is_kept, lambda _: "99 years"),
    rewrite("template_unknown", "policy", "names a template nobody approved", under("notify"), lambda old: f"{old}_2"),
    rewrite("role_unknown", "policy", "names an officer who does not exist", under("role"), lambda old: f"{old}_2"),
    rewrite("desk_unknown", "policy", "names a help desk that does not exist",
            lambda spot: spot.name == "to" and spot.address[0] == "ends", lambda old: f"{old}_2"),
    rewrite("account_unknown", "policy", "names an account that does not exist",
            _is_account, lambda old: f"{old}_2"),
    rewrite("settles_unknown", "policy", "settles what is not held", under("settles"), lambda old: f"{old}_2"),
    rewrite("case_unknown", "policy", "lays another case before officers",
            lambda spot: spot.in_steps and spot.name == "approve", lambda old: f"{old}_2"),
    Operator("amount_written", "policy", "writes an amount into the flow", _literal),
    Operator("decision_gone", "policy", "forgets what an officer may decide", _decision_gone),
    _listed("stages", "stage_gone", "takes an officer out"),
    _listed("answers", "personal_one_gone", "forgets that an answer is personal"),
    _listed("refuse", "refusal_gone", "forgets what cannot be accepted"),
    _listed("late", "late_one_gone", "forgets who is told of a delay"),
    _listed("may_change", "may_change_one_gone", "forgets what officers may ask again"),
    drop("paper_gone", "policy", "forgets a paper", lambda spot: len(spot.address) == 2 and spot.address[0] == "documents"),
    drop("kept_gone", "policy", "forgets how long a case is kept", _is_kept),
    drop("season_until_gone", "policy", "forgets when a season ends", lambda spot: spot.address[0] == "open" and within("open")(spot)),
    drop("account_gone", "policy", "forgets whose account money goes to", _is_account),
)  # fmt: skip
