"""What an officer has said of a new service, and the files that say the same in the flow language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.exchange.yaml_text import quoted

SHORT = 24
"""Characters of a line of the menu."""
FILLER = frozenset(
    (
        "a", "an", "the", "what", "is", "are", "was", "your", "you", "please", "in", "of", "on",
        "to", "do", "does", "did", "have", "has", "how", "which", "when", "where", "who", "whom",
        "whose", "for", "and", "or", "send", "write", "tell", "choose", "give", "us", "we",
        "need", "me", "my", "full", "example",
    )
)  # fmt: skip
"""Words of a question that say nothing of its answer."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    te: str
    en: str

    def __str__(self) -> str:
        return f"{{te: {quoted(self.te)}, en: {quoted(self.en)}}}"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked. type: as in `type:`, empty for options; example: an answer; options: name to label."""

    id: str
    asks: Words
    type: str
    example: str
    options: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A service as it was told.

    fee: rupees; role: who decides, empty for nobody; late: whom is told when it lies; reasons: the list of reasons for a refusal;
    reason: one of them; personal: the answers about a person; purpose: of the state's policies; consents: the citizen is asked first;
    shared: the ends its department has for all its services.
    """

    service: str
    title: Words
    kind: str
    questions: tuple[Question, ...]
    fee: str
    role: str
    late: str
    reasons: str
    thanks: Words
    desk: str
    today: str
    personal: tuple[str, ...] = ()
    purpose: str = ""
    consents: bool = False
    reason: str = ""
    shared: frozenset[str] = frozenset()

    @property
    def table(self) -> str:
        """Return the name of the table of its fee."""
        return self.service.partition(".")[2]


def service_file(plan: Plan) -> str:
    """Return the service's file."""
    ids = ", ".join(each.id for each in plan.questions)
    rows = [
        f"service: {plan.service}",
        f"title: {plan.title}",
        f"short: {Words(_cut(plan.title.te), _cut(plan.title.en))}",
        f"find: {{te: [{quoted(plan.title.te)}], en: [{quoted(plan.title.en.lower())}]}}",
        f"kind: {plan.kind}",
        f'source: {{title: "Write here the order or the page these facts come from", read_on: {plan.today}, state: sample}}',
        *(["takes: 7 working days"] if plan.role else []),
        "",
    ]
    if plan.personal:
        purpose = [f"  purpose: {plan.purpose}"] if plan.purpose else []
        answers = f"  answers: [{', '.join(plan.personal)}]"
        rows += ["personal:", f"  why: {_why(plan)}", *purpose, "  keep: 1 year", answers, ""]
    if plan.fee:
        rows.append(f"fees: {{fee: {{table: {plan.table}}}}}")
    rows += ["defaults: {give_up: desk}", "", "steps:"]
    if plan.consents:
        rows += [
            "  - id: consent",
            "    use: consent",
            f"    with: {{purpose: {_why(plan)}}}",
            "    outcomes: {agreed: next, refused: stopped}",
            "",
        ]
    for each in plan.questions:
        rows += [*_asked(each), ""]
    rows += [*_doing(plan, ids), "", "ends:", *_ends(plan)]
    return "\n".join(rows) + "\n"


def _why(plan: Plan) -> Words:
    return Words(f"ఈ సేవ కోసం: {plan.title.te}", f"For this service: {plan.title.en}")


def _asked(question: Question) -> list[str]:
    verb = "choose" if question.options else "ask"
    rows = [f"  - id: {question.id}", f"    {verb}: {question.asks}"]
    if not question.options:
        return [*rows, f"    type: {question.type}"]
    return [
        *rows,
        "    options:",
        *(f"      {name}: {label}" for name, label in question.options.items()),
    ]


def _doing(plan: Plan, ids: str) -> list[str]:
    """Return the steps after the questions: the review, the application, the fee, the decision."""
    rows: list[str] = []
    if plan.questions:
        asked = Words("వివరాలన్నీ సరిగ్గా ఉన్నాయా?", "Is everything right?")
        if plan.fee:
            asked = Words(
                f"రుసుము: {{{{ fees.fee }}}}\n{asked.te}", f"Fee: {{{{ fees.fee }}}}\n{asked.en}"
            )
        elif plan.role:
            asked = Words(f"రుసుము లేదు. {asked.te}", f"There is no fee. {asked.en}")
        rows = ["  - id: review", f"    confirm: {asked}", f"    shows: [{ids}]"]
    if plan.role:
        rows += ["", "  - id: application", "    submit: application", f"    with: [{ids}]"]
    if plan.fee:
        title = Words("రుసుము", "Fee")
        rows += [
            "",
            "  - id: payment",
            "    pay: fees.fee",
            f"    title: {title}",
            "    within: 30 minutes",
            "    outcomes: {paid: next, failed: unpaid, expired: unpaid}",
        ]
    if plan.role:
        rows += ["", *_decided(plan)]
    if not rows:
        rows = ["  - id: told", f"    say: {plan.thanks}"]
    return [*rows, "    then: done"] if not plan.role else rows


def _decided(plan: Plan) -> list[str]:
    may = "[approve, reject]" if plan.reasons else "[approve]"
    ways = "{approved: done, rejected: refused}" if plan.reasons else "{approved: done}"
    wait = Words(
        "దరఖాస్తు {{ application.number }} అధికారి పరిశీలనలో ఉంది. నిర్ణయం తెలియజేస్తాం.",
        "An officer is looking at application {{ application.number }}. We will tell you the decision.",
    )
    rows = ["  - id: decision", "    approve: application", "    stages:"]
    rows.append(f"      - {{id: officer, role: {plan.role}, limit: 7 working days, may: {may}}}")
    if plan.reasons:
        rows.append(f"    reasons: {{reject: {plan.reasons}}}")
    if plan.late:
        rows.append(f"    late: [{{after: 3 working days, to: {plan.late}}}]")
    return [*rows, f"    meanwhile: {wait}", f"    outcomes: {ways}"]


def _ends(plan: Plan) -> list[str]:
    thanks = plan.thanks if plan.questions else Words("ధన్యవాదాలు.", "Thank you.")
    rows = [f"  done: {{result: success, say: {thanks}}}"]
    if plan.role and plan.reasons:
        said = Words(
            "దరఖాస్తు {{ application.number }} ఆమోదం పొందలేదు. కారణం: {{ decision.reason }}. దీనిపై పైఅధికారికి అప్పీలు చేసుకోవచ్చు.",
            "Application {{ application.number }} was not approved. The reason: {{ decision.reason }}. You may appeal to the officer "
            "above.",
        )
        rows.append(f"  refused: {{result: rejected, say: {said}}}")
    if plan.fee and "unpaid" not in plan.shared:
        said = Words(
            "చెల్లింపు పూర్తి కాలేదు. దయచేసి మళ్లీ ప్రయత్నించండి.",
            "The payment was not completed. Please try again.",
        )
        rows.append(f"  unpaid: {{result: abandoned, say: {said}}}")
    if plan.consents and "stopped" not in plan.shared:
        said = Words(
            "సరే, ఇక్కడితో ఆపేశాం. మీ వివరాలేవీ తీసుకోలేదు.",
            "All right, we have stopped. None of your details were taken.",
        )
        rows.append(f"  stopped: {{result: abandoned, say: {said}}}")
    if "desk" not in plan.shared:
        said = Words("అధికారి మిమ్మల్ని సంప్రదిస్తారు.", "An officer will contact you.")
        rows.append(f"  desk: {{result: handoff, to: {plan.desk}, say: {said}}}")
    return rows


def fee_rows(plan: Plan) -> list[str]:
    """Return the table of the fee, to stand below `fees:` of the department's _fees.yaml."""
    return [
        f"  {plan.table}:",
        f"    title: {Words(f'{plan.title.te} రుసుము', f'{plan.title.en}: fee')}",
        f'    source: {{title: "Write here the order that set the fee", read_on: {plan.today}, state: sample}}',
        "    amounts:",
        f'      - {{from: {plan.today}, order: "SAMPLE", state: sample, rupees: {plan.fee}}}',
    ]


def name_from(words: str, taken: frozenset[str] = frozenset(), most: int = 3) -> str:
    """Return a name made of the words that mean something: `What is the date of birth?` is `date_birth`. Empty where none is left."""
    found = [
        each
        for each in re.findall(r"[a-z0-9]+", words.lower().replace("'", ""))
        if each not in FILLER
    ]
    found = (
        found[found.index(next(iter(each for each in found if each[0].isalpha()))) :]
        if any(each[0].isalpha() for each in found)
        else []
    )
    name = "_".join(found[:most])[:36]
    number = 2
    unique = name
    while name and unique in taken:
        unique, number = f"{name}_{number}", number + 1
    return unique


def _cut(words: str) -> str:
    return words if len(words) <= SHORT else words[:SHORT].rpartition(" ")[0] or words[:SHORT]
