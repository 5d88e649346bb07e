"""The codes of findings about types, wording, fees, systems and tests: what is wrong and why it matters.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

_UNPAID = "Nobody could say what to pay."

TYPES: Mapping[str, Words] = {
    "EXPR-441": ("unreadable type", "A type cannot be read.", "Nobody could say what fits."),
    "EXPR-442": ("unknown type", "There is no type of this name.", "Nobody could say what fits."),
    "EXPR-443": ("no such day", "A date is not a day of the calendar.", "It would never come."),
    "EXPR-444": (
        "brackets do not fit",
        "What stands in a type's brackets is nothing that type takes.",
        "Right answers might be refused.",
    ),
    "EXPR-445": (
        "wrong way round",
        "A least is more than its most.",
        "No answer would ever be accepted.",
    ),
    "EXPR-446": (
        "pattern cannot be used",
        "A pattern is not one, counts too far, or stands beside a type that has a shape of its own.",
        "No answer could be checked against it.",
    ),
    "EXPR-447": (
        "example does not fit",
        "The example of a number does not have the shape its pattern asks for.",
        "A citizen who copies it would be refused.",
    ),
    "EXPR-448": (
        "several does not fit",
        "As many options as `several` says cannot be chosen, or one of them leads elsewhere.",
        "A citizen could never give an answer.",
    ),
    "EXPR-449": (
        "code without a time limit",
        "A one-time code is asked for, and nothing says until when.",
        "An old code would be sent to the department in vain.",
    ),
    "EXPR-450": (
        "list too long",
        "A list could have to hold more records than there is room for.",
        "A citizen with more than that could not enter all of them.",
    ),
    "PRIV-901": (
        "Aadhaar asked",
        "A question asks for a full Aadhaar number, or for the code UIDAI sends for it.",
        "A citizen would give away what must never be kept in a chat.",
    ),
    "PRIV-902": (
        "code kept",
        "A one-time code is shown in a review or entered in the register.",
        "It would be kept longer than it is good for.",
    ),
}

WORDING: Mapping[str, Words] = {
    "TEXT-511": (
        "language missing",
        "A text is not there in every language of its service.",
        "A citizen who chose that language would read another.",
    ),
    "TEXT-512": (
        "language nobody reads",
        "A text stands in a language that its service does not name, or that has a file of its own beside the service.",
        "Its words would never reach a citizen.",
    ),
    "TEXT-513": (
        "too long",
        "A text does not fit where it is shown, or would not with the longest values.",
        "The end would be cut off, or WhatsApp would refuse the message.",
    ),
    "TEXT-514": (
        "too long together",
        "A question with its list, a review or a list of records can have more than 4,096 characters.",
        "WhatsApp would refuse the message, or it would be broken in the middle of a word.",
    ),
    "TEXT-515": (
        "two options of one name",
        "Two options of one choice have the same words.",
        "WhatsApp would refuse the buttons, and nobody could tell the options apart.",
    ),
    "TEXT-531": (
        "not translated",
        "A translation beside a service lacks one of its texts.",
        "A citizen who chose that language would read another.",
    ),
    "TEXT-532": (
        "translation of nothing",
        "A translation has words for something the service does not have.",
        "Nobody would ever read them.",
    ),
    "TEXT-533": (
        "language not named",
        "A translation is there, and its service does not name the language.",
        "A citizen would never see its words.",
    ),
    "TEXT-541": (
        "older translation",
        "A text has changed since its translation was made.",
        "Two citizens would be told two different things.",
    ),
    "TEXT-521": (
        "word taken",
        "A find word has a meaning of its own at every question.",
        "A citizen who types it would come elsewhere.",
    ),
    "TEXT-523": (
        "same name in the menu",
        "Two services of a department have the same short name.",
        "A citizen could not tell them apart.",
    ),
    "TEXT-524": (
        "word of two services",
        "Two services that are no family are found by the same word.",
        "A citizen who types it has to choose between them.",
    ),
    "TEXT-522": (
        "word twice",
        "A find word stands twice.",
        "It is probably a slip for another word.",
    ),
}

FEE: Mapping[str, Words] = {
    "FEE-601": ("no amount", "A day or a column of a fee has no amount.", _UNPAID),
    "FEE-602": ("unknown fee", "A table of amounts is named that does not exist.", _UNPAID),
    "FEE-603": (
        "column not said",
        "A fee does not say, or says in vain, which column holds.",
        _UNPAID,
    ),
    "FEE-604": ("bands do not fit", "Bands and what they measure do not go together.", _UNPAID),
    "FEE-605": (
        "unknown column",
        "A row has an amount for a column the table does not have.",
        "Nobody would ever pay it.",
    ),
    "FEE-606": ("day twice", "Two rows of a table begin on one day.", _UNPAID),
    "FEE-611": (
        "amount from nowhere",
        "An amount to pay or to give back is written into the flow, or is whatever the citizen writes.",
        "A citizen could be charged an amount that no order sets and no department asks for.",
    ),
    "FEE-612": (
        "amount may be nothing",
        "A citizen's own answers could make an amount to pay nothing, or less than nothing.",
        "A citizen could have the service for nothing.",
    ),
}

CONN: Mapping[str, Words] = {
    "CONN-701": (
        "unknown operation",
        "A step asks for something no system does.",
        "The department could not be asked.",
    ),
    "CONN-702": (
        "holds nothing",
        "A booking names an operation that holds nothing.",
        "The place could be given to somebody else.",
    ),
    "CONN-703": (
        "system twice",
        "Two systems have the same name.",
        "Nobody could tell which of the two is asked.",
    ),
    "CONN-704": (
        "unknown partner",
        "An operation names another of its system that does not exist.",
        "A hold could not be ended.",
    ),
    "CONN-705": (
        "need not declared",
        "An address has a part that is not among the needs.",
        "It could never be asked.",
    ),
    "CONN-706": (
        "example without outcome",
        "An example has an outcome its operation does not have.",
        "Tests would play what can never happen.",
    ),
    "CONN-707": (
        "example does not fit",
        "A value of an example is not what its operation declares, or is missing.",
        "Tests and trials would go well that the real system makes fail.",
    ),
    "CONN-708": (
        "need not used",
        "A statement leaves out something that is needed for it.",
        "Whatever a citizen gives there, the answer would be the same.",
    ),
    "CONN-713": (
        "gateway declared otherwise",
        "The payment gateway is not declared as the engine asks it.",
        "Whoever is asked to pay would wait for a link that never comes.",
    ),
    "CONN-714": (
        "no gateway declared",
        "A service takes money, and no payment gateway is declared.",
        "Whoever is asked to pay would wait for a link that never comes.",
    ),
}

TEST: Mapping[str, Words] = {
    "TEST-001": (
        "unknown name in a test",
        "A test speaks of a step, an end or a later part that does not exist.",
        "The test could not be played.",
    ),
    "TEST-002": (
        "unknown system in a test",
        "A test speaks of an operation no system has.",
        "The test could not be played.",
    ),
    "TEST-003": (
        "sample missing",
        "A family's test needs a word that a member does not give, or has samples for no member.",
        "The test could not be played for this member.",
    ),
}


VALUE_CODES: Mapping[str, Words] = {**TYPES, **WORDING, **FEE, **CONN, **TEST}
