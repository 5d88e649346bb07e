"""The dialogues of a new service: to its good end, also with an answer corrected, and to each other end that can be brought about."""

from __future__ import annotations

from engine.cli.new_plan import Plan, Question
from engine.exchange.yaml_text import quoted


def test_file(plan: Plan) -> str:
    """Return the service's dialogues: to its good end, with an answer corrected hours later, without payment, never understood."""
    rows = [
        f"# Dialogues that must go as written: run them with  catalog test {plan.service}",
        "scenarios:",
    ]
    rows += _scenario(
        plan, "goes to its good end", "paid", [*_answers(plan), *_officer(plan)], "done"
    )
    if plan.questions:
        told = "lets the citizen come back later and correct an answer"
        rows += ["", *_scenario(plan, told, "paid", [*_corrected(plan), *_officer(plan)], "done")]
    if plan.fee:
        rows += [
            "",
            *_scenario(plan, "ends when the payment fails", "failed", _answers(plan), "unpaid"),
        ]
    if plan.role and plan.reason:
        refused = [
            *_answers(plan),
            "      - at: decision",
            f"      - officer: {{reject: {plan.reason}}}",
        ]
        rows += ["", *_scenario(plan, "tells why it was not approved", "paid", refused, "refused")]
    if plan.consents:
        rows += [
            "",
            *_scenario(
                plan,
                "stops when the citizen does not agree",
                "",
                ["      - citizen: {tap: refuse}"],
                "stopped",
            ),
        ]
    strict = next(
        (
            n
            for n, each in enumerate(plan.questions)
            if each.options or not each.type.startswith(("text", "name", "voice"))
        ),
        None,
    )
    if strict is not None:
        lost = [
            *_agreed(plan),
            *_given(plan.questions[:strict]),
            *(f'      - citizen: "{each}"' for each in ("zzzz", "qqqq", "xxxx")),
        ]
        rows += [
            "",
            *_scenario(
                plan,
                "hands over to an officer when the answer cannot be understood",
                "",
                lost,
                "desk",
            ),
        ]
    return "\n".join(rows) + "\n"


def _scenario(plan: Plan, told: str, pay: str, talk: list[str], ends: str) -> list[str]:
    world = [f"    world: {{pay: {pay}}}"] if pay and plan.fee else []
    said = ["    talk:", *talk] if talk else ["    talk: []"]
    return [
        f"  - it: {told}",
        "    language: en",
        f"    now: {plan.today} 10:00",
        *world,
        *said,
        f"    ends: {ends}",
    ]


def _answers(plan: Plan) -> list[str]:
    review = ["      - citizen: {tap: correct}"] if plan.questions else []
    return [*_agreed(plan), *_given(plan.questions), *review]


def _corrected(plan: Plan) -> list[str]:
    *answers, correct = _answers(plan)
    first = plan.questions[0]
    wrong = ["      - citizen: {tap: wrong}", f"      - citizen: {{tap: {first.id}}}"]
    return [*answers, "      - after: 2 hours", *wrong, *_given((first,)), correct]


def _agreed(plan: Plan) -> list[str]:
    return ["      - citizen: {tap: agree}"] if plan.consents else []


def _given(questions: tuple[Question, ...]) -> list[str]:
    rows = []
    for each in questions:
        rows.append(f"      - at: {each.id}")
        if each.options:
            rows.append(f"      - citizen: {{tap: {next(iter(each.options))}}}")
        elif each.type in ("photo", "voice") or each.type.startswith("document"):
            kind = each.type.partition("(")[0]
            rows.append(
                f"      - citizen: {{{kind}: {'note.ogg' if kind == 'voice' else 'sample.jpg'}}}"
            )
        elif each.type == "location":
            rows.append('      - citizen: {place: ["16.5", "80.6"]}')
        elif each.type == "yes_no":
            rows.append("      - citizen: {tap: yes}")
        else:
            rows.append(f"      - citizen: {quoted(each.example)}")
    return rows


def _officer(plan: Plan) -> list[str]:
    return ["      - at: decision", "      - officer: approve"] if plan.role else []
