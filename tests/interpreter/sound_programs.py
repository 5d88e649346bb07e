"""Services built to be valid: blocks of every verb, put together at random, each reading only what is there by then."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = {"te": "దయచేసి చెప్పండి.", "en": "Please tell us."}
TITLE = {"te": "సమాధానం", "en": "Answer"}
AGAIN = {"te": "దయచేసి మళ్లీ చెప్పండి.", "en": "Please tell us once more."}
SOURCE = {"title": "Sample", "read_on": "2026-11-01", "state": "sample"}
LABELS = {"a": {"te": "మొదటిది", "en": "First"}, "b": {"te": "రెండోది", "en": "Second"}, "c": {"te": "మూడోది", "en": "Third"}}  # fmt: skip

TYPES = (
    "number(1..5)", "money(100 .. 1 lakh)", "date(today + 1 day .. today + 30 days)", "name", "text(3..60)", "phone", "pincode", "yes_no",
    "digits(4)", "photo", "location", "time",
)  # fmt: skip


def question(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "ask": WORDS, "title": TITLE, "type": kind}


def asked(draw: Any, name: str, shown: list[str]) -> list[dict[str, Any]]:
    """A typed question, sometimes optional, sometimes with a time limit or an objection."""
    kind = draw(st.sampled_from(TYPES))
    found = question(name, kind)
    more = draw(st.integers(0, 4))
    if more == 0:
        found["optional"] = True
    elif more == 1 and kind.startswith("number"):
        found["refuse"] = [{"if": f"{name} is 4", "say": AGAIN}]
    elif more == 2:
        found |= {"up_to": "2 days", "outcomes": {"answered": "next", "timeout": "desk"}}
    elif more == 3:
        found["hints"] = [AGAIN]
    if more != 0 and kind != "photo":
        shown.append(name)
    return [found]


def chosen(draw: Any, name: str, shown: list[str]) -> list[dict[str, Any]]:
    """A choice, of one or of several, one of its options perhaps leading away."""
    options: dict[str, Any] = {key: dict(label) for key, label in LABELS.items()}
    found: dict[str, Any] = {"id": name, "choose": WORDS, "title": TITLE, "options": options}
    if draw(st.booleans()):
        found["several"] = draw(st.sampled_from(("1..2", "2..3")))
    elif draw(st.booleans()):
        options["c"]["then"] = "stopped"
    shown.append(name)
    follow = {"id": f"{name}_more", "only_if": f"{name} is b", "ask": WORDS, "title": TITLE, "type": "number(1..9)"}  # fmt: skip
    words = {"te": f"సంఖ్య: {{{{ {name}_more }}}}", "en": f"Number: {{{{ {name}_more }}}}"}
    told = {"id": f"{name}_told", "only_if": f"{name} is b", "say": words}
    return [found] if "several" in found else [found, follow, told]


def listed(draw: Any, name: str, shown: list[str]) -> list[dict[str, Any]]:
    """A list of records, counted by an answer or closed by the citizen, and what is counted of it."""
    each: list[dict[str, Any]] = [
        {"id": "called", "ask": {"te": "{{ nth }}వ పేరు?", "en": "Name {{ nth }}?"}, "type": "name"},
        {"id": "aged", "ask": WORDS, "type": "number(0..110)"},
    ]
    found: dict[str, Any] = {
        "id": name, "repeat": TITLE, "count": draw(st.sampled_from(("1..3", "2..2", f"{name}_n"))),
        "line": {"te": "{{ called }}, {{ aged }}", "en": "{{ called }}, {{ aged }}"}, "each": each,
    }  # fmt: skip
    if draw(st.booleans()):
        found["refuse"] = [{"if": f"count({name}, aged is at least 18) is 0", "say": AGAIN}]
    shown.append(name)
    before = [question(f"{name}_n", "number(1..3)")]
    after = [{"id": f"{name}_old", "set": f"count({name}, aged is at least 60)"}]
    return [*before, found, *after]


def billed(draw: Any, name: str, shown: list[str]) -> list[dict[str, Any]]:
    """A call that may send one back, with or without a limit, and what it gave."""
    back = {"say": AGAIN, "again": f"{name}_no", "at_most": 2, "else": "desk"}
    if draw(st.booleans()):
        back = {"counts": "wrong", **back}
    told = {"te": f"బిల్లు: {{{{ {name}.due }}}}", "en": f"The bill is {{{{ {name}.due }}}}."}
    shown.append(f"{name}_no")
    return [
        question(f"{name}_no", "digits(4)"),
        {"id": name, "call": "office.bill", "with": {"number": f"{name}_no"},
         "outcomes": {"found": "next", "clear": "clear", "not_found": back, "unavailable": "later_please"}},
        {"id": f"{name}_told", "say": told},
    ]  # fmt: skip


def paid(draw: Any, name: str, _: list[str]) -> list[dict[str, Any]]:
    """A payment by a table; sometimes money is given back, sometimes something is written down behind it."""
    found = [
        {"id": name, "pay": "fees.hundred", "title": TITLE, "within": "15 minutes",
         "outcomes": {"paid": "next", "failed": "unpaid", "expired": "unpaid"}},
    ]  # fmt: skip
    if draw(st.booleans()):
        found.append({"id": f"{name}_back", "refund": name, "outcomes": {"sent": "next", "failed": "desk"}})  # fmt: skip
    return found


def booked(_: Any, name: str, __: list[str]) -> list[dict[str, Any]]:
    """Places from a system, chosen, held, paid for and made firm."""
    none = {"say": AGAIN, "again": f"{name}_day", "at_most": 2, "else": "desk"}
    return [
        question(f"{name}_day", "date(today + 1 day .. today + 30 days)"),
        {"id": f"{name}_slots", "call": "office.slots", "with": {"day": f"{name}_day"},
         "outcomes": {"open": "next", "closed": none, "unavailable": "later_please"}},
        {"id": f"{name}_slot", "choose": WORDS, "title": TITLE, "rows": f"{name}_slots.free",
         "label": {"te": "{{ row.starts }}", "en": "{{ row.starts }}"}, "outcomes": {"none": dict(none)}},
        {"id": name, "book": "office.hold", "with": {"slot": f"{name}_slot.code"}, "hold_for": "15 minutes",
         "outcomes": {"held": "next", "full": {"say": AGAIN, "again": f"{name}_slot", "at_most": 2, "else": "desk"},
                      "unavailable": "later_please"}},
        {"id": f"{name}_fee", "pay": f"{name}_slot.price", "title": TITLE, "within": "15 minutes", "settles": name,
         "outcomes": {"paid": "next", "failed": "unpaid", "expired": "unpaid"}},
    ]  # fmt: skip


def placed(draw: Any, name: str, shown: list[str]) -> list[dict[str, Any]]:
    """Shared steps."""
    shown.append(f"{name}.town")
    level = draw(st.sampled_from(("town", "street")))
    outcomes = {"found": "next", "outside": "outside"}
    return [{"id": name, "use": "place", "with": {"level": level}, "outcomes": outcomes}]  # fmt: skip


def waited(_: Any, name: str, __: list[str]) -> list[dict[str, Any]]:
    return [{"id": name, "wait": "2 days", "meanwhile": WORDS}]


def told(_: Any, name: str, __: list[str]) -> list[dict[str, Any]]:
    return [{"id": name, "say": WORDS}]


def parted(draw: Any, name: str, _: list[str]) -> list[dict[str, Any]]:
    """A question that decides a way, and the two ways, which come together again."""
    way = draw(st.sampled_from((f"{name}_yes", "stopped")))
    return [
        question(f"{name}_asked", "yes_no"),
        {"id": name, "when": [{"if": f"{name}_asked", "then": way}], "else": f"{name}_no"},
        *([{"id": f"{name}_yes", "say": WORDS, "then": f"{name}_on"}] if way != "stopped" else []),
        {"id": f"{name}_no", "say": AGAIN},
        {"id": f"{name}_on", "say": WORDS},
    ]  # fmt: skip


BLOCKS = (asked, asked, asked, chosen, listed, billed, paid, booked, placed, waited, told, parted)


def registered(draw: Any, shown: list[str]) -> list[dict[str, Any]]:
    """A review, an entry in the register, and officers who may ask back."""
    stages = [
        {"id": "clerk", "role": "clerk", "limit": "2 working days", "may": ["forward", "ask_back"]},
        {"id": "head", "role": "head", "limit": "2 working days", "may": ["approve", "reject", "send_down"]},
    ]  # fmt: skip
    if draw(st.booleans()):
        stages = [{**stages[0], "may": ["approve", "reject", "ask_back"]}]
    return [
        {"id": "case", "submit": "application", "with": shown},
        {"id": "decision", "approve": "case", "stages": stages,
         "reasons": {"reject": "lists.reasons", "ask_back": "lists.reasons"},
         "ask_back": {"may_change": ["why"], "at_most": 1, "answer_within": "5 days", "unanswered": "lapsed"},
         "meanwhile": {"te": "నంబర్:\n{{ case.number }}", "en": "The number is\n{{ case.number }}"},
         "outcomes": {"approved": "next", "rejected": "refused", "lapsed": "lapsed"}},
    ]  # fmt: skip


@st.composite
def sound(draw: Any) -> dict[str, Any]:
    """Return a service that must be valid."""
    shown: list[str] = ["why"]
    steps: list[dict[str, Any]] = [question("why", "text(3..60)")]
    kinds = draw(st.lists(st.sampled_from(BLOCKS), min_size=2, max_size=7))
    for place, block in enumerate(kinds, 1):
        steps += block(draw, f"x{place}", shown)
    if draw(st.booleans()):
        steps.append({"id": "papers", "collect": "documents", "title": TITLE})
    if draw(st.booleans()):
        steps.append({"id": "review", "confirm": WORDS, "shows": shown[:8]})
    if draw(st.booleans()):
        steps += registered(draw, shown[:8])
    steps.append({"id": "last", "say": WORDS, "then": "done"})
    return finished(draw, steps)


def finished(draw: Any, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the service of these steps: with those ends they lead to, and what else they rest on."""
    said = str(steps)
    found: dict[str, Any] = {
        "service": "sample.tried", "title": {"te": "నమూనా సేవ", "en": "Sample service"}, "short": {"te": "నమూనా", "en": "Sample"},
        "find": {"te": ["నమూనా"], "en": ["sample"]}, "kind": "application", "source": SOURCE, "defaults": {"give_up": "desk"},
        "personal": {"why": WORDS, "keep": "1 year", "answers": ["why"]},
    }  # fmt: skip
    if "documents" in said:
        found["documents"] = {
            "card": {"te": "కార్డు", "en": "Card"},
            "slip": {"te": "స్లిప్", "en": "Slip"},
        }
    if "fees.hundred" in said:
        found["fees"] = {"hundred": {"table": "hundred"}}
    if "'counts'" in said:
        found["limits"] = {"wrong": [{"at_most": 3, "within": "1 day", "by": "citizen", "then": "locked"}]}  # fmt: skip
    found["steps"] = steps
    if draw(st.booleans()):
        after = [
            question("later_asked", "yes_no"),
            {"id": "later_told", "say": WORDS, "then": "kept"},
        ]
        found["later"] = {"more": {"title": TITLE, "steps": after}}
    results = {
        "desk": "handoff", "stopped": "abandoned", "clear": "success", "later_please": "failed", "unpaid": "abandoned",
        "outside": "rejected", "refused": "rejected", "lapsed": "abandoned", "locked": "rejected", "kept": "success",
    }  # fmt: skip
    wanted = str({**found, "defaults": ""})
    ends: dict[str, Any] = {"done": {"result": "success", "say": WORDS}}
    for end, result in results.items():
        if end == "desk" or f"'{end}'" in wanted:
            ends[end] = {"result": result, "say": WORDS, **({"to": "sample_desk"} if end == "desk" else {})}  # fmt: skip
    return {**found, "ends": ends}
