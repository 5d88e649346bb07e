"""The codes of findings about files and flows: what is wrong and why it matters.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.graph_codes import GRAPH
from engine.language.value_codes import VALUE_CODES, Words

_STUCK = "The conversation could not go on from there."
_UNSEEN = "Nobody would find it in the menu."
_UNCHOSEN = "Nothing could be chosen from it."

FILE: Mapping[str, Words] = {
    "FILE-101": (
        "unknown file",
        "A file lies where a catalogue has none, or is called as none is.",
        "Nothing in it would be used.",
    ),
    "FILE-102": (
        "translation without a service",
        "A file of one language has no service beside it.",
        "A citizen would never see its words.",
    ),
    "FILE-103": (
        "no catalog.yaml",
        "The catalogue does not say which state it is for.",
        "Languages, departments and office days are unknown.",
    ),
    "FILE-104": (
        "other name than place",
        "A file calls itself otherwise than its place does.",
        "It could not be found under its name.",
    ),
    "FILE-105": (
        "tests without a service",
        "A test file has no service beside it.",
        "The tests would never be played.",
    ),
    "FILE-106": (
        "department in vain",
        "catalog.yaml lists a department that has no folder.",
        "The menu would offer nothing there.",
    ),
    "FILE-107": (
        "folder without a department",
        "A folder has services and no _department.yaml.",
        _UNSEEN,
    ),
    "FILE-108": ("department not listed", "catalog.yaml does not list a department.", _UNSEEN),
    "FILE-111": ("list without a file", "A list names a CSV file that does not exist.", _UNCHOSEN),
    "FILE-112": (
        "table does not fit",
        "A line or a column of a CSV file does not fit what lists.yaml says.",
        "Its rows could not be shown or compared.",
    ),
    "FILE-113": (
        "rows without a label",
        "Nothing says what the rows of a choice are called.",
        "A citizen would see empty lines.",
    ),
    "FILE-114": ("unknown list", "A list is named that lists.yaml does not have.", _UNCHOSEN),
    "FILE-115": ("no list", "Rows are taken from something that is not a list.", _UNCHOSEN),
    "FILE-116": (
        "other levels",
        "The levels of a choice are not those of its list.",
        "A citizen would be asked the wrong question.",
    ),
    "FILE-121": (
        "offices never open",
        "Office days and hours leave no time at all.",
        "Time limits in working days would never end.",
    ),
    "FILE-122": (
        "quiet for ever",
        "The quiet hours end when they begin.",
        "A citizen could never be told anything unasked.",
    ),
}

STEP: Mapping[str, Words] = {
    "SHAPE-221": (
        "no verb",
        "A step does not say what it does, or in a word that is no verb.",
        _STUCK,
    ),
    "SHAPE-222": (
        "two verbs",
        "A step does two things at once.",
        "Only one of them would be done.",
    ),
}

FLOW: Mapping[str, Words] = {
    "FLOW-301": ("nothing follows", "A last step does not say where it leads.", _STUCK),
    "FLOW-302": ("unknown target", "A way leads to a step or an end that does not exist.", _STUCK),
    "FLOW-303": (
        "unknown outcome",
        "A step has no such outcome.",
        "This way would never be taken.",
    ),
    "FLOW-304": ("outcome forgotten", "An outcome of a step leads nowhere.", _STUCK),
    "FLOW-305": (
        "no giving up",
        "Nothing says where a question goes after too many wrong answers.",
        "A citizen who cannot answer would be asked for ever.",
    ),
    "FLOW-306": (
        "other kind of step",
        "A step names another one that is not of the kind it needs.",
        "What was held or paid could not be found again.",
    ),
    "FLOW-307": (
        "unknown fragment or family",
        "A fragment or a family is named that does not exist.",
        _STUCK,
    ),
    "FLOW-308": (
        "fragment within itself",
        "A fragment uses itself, directly or through others.",
        "The conversation would never end.",
    ),
    "FLOW-309": (
        "nothing to collect",
        "Papers are collected and the file lists none.",
        "The citizen would be asked for nothing.",
    ),
    "FLOW-310": (
        "unknown limit",
        "An outcome counts for a limit that the file does not declare.",
        "Guessing could go on for ever.",
    ),
    "FLOW-311": (
        "unknown officer",
        "A stage names an officer the department does not have.",
        "The case would lie on nobody's desk.",
    ),
    "FLOW-312": (
        "name twice",
        "Two steps or ends have the same name, or had it before.",
        "Nobody could tell which of the two is meant.",
    ),
    "FLOW-313": (
        "left out as if done",
        "A step with only_if has a good outcome that leads elsewhere than to the next step, which is where it goes when it is left out.",
        "A citizen could be told that a payment was made, or a form sent, that never was.",
    ),
    "FLOW-314": (
        "word of the language",
        "A step is called by a word that means something else in conditions.",
        "Conditions could not speak of it.",
    ),
    "FLOW-315": ("never reached", "Nothing leads to a step.", "No citizen would ever come there."),
    "FLOW-316": (
        "end never reached",
        "Nothing leads to an end.",
        "It is probably missing somewhere as a target.",
    ),
    "FLOW-317": (
        "unknown template",
        "A message template is named that was not approved.",
        "A citizen could not be told anything after 24 hours.",
    ),
    "FLOW-318": (
        "unknown help desk",
        "An end hands over to a desk that no department has.",
        "Nobody would take over.",
    ),
    "FLOW-319": (
        "unknown personal answer",
        "An answer is called personal that nobody asks.",
        "It could not be kept or erased as promised.",
    ),
    "FLOW-320": (
        "promise not kept",
        "A fragment gives an answer it does not ask.",
        "Services that use it would lack this answer.",
    ),
    "FLOW-321": (
        "ends and outcomes differ",
        "The ends of a fragment are not its outcomes.",
        _STUCK,
    ),
    "FLOW-322": (
        "no reasons",
        "An officer may decide something that needs a reason, and there is no list of reasons.",
        "The citizen would not learn why.",
    ),
    "FLOW-323": ("unknown life event", "A life event is named that catalog.yaml has not.", _UNSEEN),
    "FLOW-324": (
        "no office times",
        "A stage counts by a kind of place that catalog.yaml has no office times for.",
        "Its time limit could not be counted as that office works.",
    ),
    "FLOW-325": (
        "cannot be searched",
        "An answer is called searchable that no case of the register holds.",
        "An officer could not find a citizen's case by it.",
    ),
    "FLOW-326": (
        "asked again, and ended",
        "An answer officers may ask again makes a call anew that may lead to an end.",
        "The case would lapse although it lies before officers.",
    ),
    "FLOW-327": ("unknown group", "A group is named that the department has not.", _UNSEEN),
    "FLOW-328": (
        "empty group",
        "No service belongs to a group of the department's menu.",
        "The menu leaves it out.",
    ),
    "FLOW-329": (
        "end asked again",
        "A way back names an end, and only a step can be asked again.",
        "The case would end although the citizen could still put it right.",
    ),
    "FLOW-331": (
        "not needed",
        "Something is given that nothing needs.",
        "It is probably meant for something else, which is missing.",
    ),
    "FLOW-332": (
        "needed",
        "Something that is needed is not given.",
        "The department could not be asked.",
    ),
    "FLOW-333": (
        "does not fit",
        "What is given is not of the type that is needed.",
        "The department would refuse it.",
    ),
    "FLOW-334": (
        "approval not named",
        "A certificate is issued after officers approved, and does not name their approval.",
        "It would be issued although the register holds no approval.",
    ),
    "FLOW-335": (
        "account not named",
        "A payment does not say whose account it is, where another of the service does.",
        "The money would go to the state, and whoever it is meant for would wait for it.",
    ),
    "FLOW-341": (
        "answer that may be missing",
        "An answer is read where a citizen can come without it.",
        "The case would break off there with an apology.",
    ),
    **GRAPH,
}

FLOW_CODES: Mapping[str, Words] = {
    **FILE,
    **STEP,
    **FLOW,
    **VALUE_CODES,
}
