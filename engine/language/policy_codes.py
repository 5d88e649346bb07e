"""The codes of findings about the state's policies: what is wrong and why it matters.

Each is (title, what, why) as in `engine.language.codes`, which lists them all. Every finding of this block names the policy it comes
from, as `_shared/policies.yaml` calls it, and gives the reason that stands there.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

_STRANGER = "A stranger could read or receive what a citizen wrote to us."
_UNASKED = "A citizen would give away personal details without knowing what for."

POLICY_CODES: Mapping[str, Words] = {
    "POLICY-1001": (
        "issued too early",
        "There is a way to a certificate or ticket on which nothing was paid, or no officer has approved.",
        "A document would be in the world that nobody stands for, or that others had to pay for.",
    ),
    "POLICY-1002": (
        "personal question too early",
        "A personal detail is asked on a way on which the citizen was not told what for, or has not agreed.",
        _UNASKED,
    ),
    "POLICY-1003": (
        "amount not told",
        "There is a way to a payment on which its amount stood in no message before.",
        "A citizen would learn the price only when the link to pay is there.",
    ),
    "POLICY-1004": (
        "personal answer not declared",
        "An answer of a type that is always about a person is not among the service's personal answers.",
        "Nobody would have said what it is for or when it is erased.",
    ),
    "POLICY-1005": (
        "no purpose",
        "A service has personal answers and names none of the state's purposes for them.",
        "Nobody could prove that they are used for nothing else.",
    ),
    "POLICY-1006": (
        "unknown purpose",
        "A purpose is named that _shared/policies.yaml does not have.",
        "Nobody could prove what personal details are used for.",
    ),
    "POLICY-1007": (
        "kept too long",
        "A service keeps its cases longer than the state allows.",
        "What is kept longer than needed can be lost or misused longer.",
    ),
    "POLICY-1008": (
        "for another purpose",
        "A personal answer, or what was worked out from it, is given to a system that is not declared for the service's purpose.",
        "A citizen's details would be used for what nobody told about.",
    ),
    "POLICY-1009": (
        "not safe to ask twice",
        "An operation changes something outside, and neither takes our key nor can be looked up.",
        "After a lost reply a citizen could be booked or entered twice, or not at all.",
    ),
    "POLICY-1010": (
        "desk without hours",
        "A help desk says neither when it answers nor on which number.",
        "A citizen who is handed over would not know when and how to reach anybody.",
    ),
    "POLICY-1011": (
        "no way to a person",
        "A question gives up, or a case goes to officers, and no way leads from there to a help desk or to another officer.",
        "A citizen who cannot get on would be left alone.",
    ),
    "POLICY-1012": (
        "reply kept for others",
        "An operation whose replies are kept for whoever asks the same is asked with a personal answer.",
        _STRANGER,
    ),
    "POLICY-1013": (
        "personal words on a payment",
        "The title of a payment has a personal answer in it.",
        _STRANGER,
    ),
    "POLICY-1014": (
        "policy of nothing",
        "A policy names a fragment, or an outcome of one, that does not exist.",
        "Nothing would ever be proved by it.",
    ),
    "POLICY-1015": (
        "time nobody knows",
        "Officers decide in a service whose header does not say how long it takes.",
        "A citizen would not know when to ask again.",
    ),
    "POLICY-1016": (
        "nobody to appeal to",
        "A refusal by officers leads to an end that names nobody to appeal to.",
        "A citizen who was wrongly refused would not know where to go.",
    ),
    "POLICY-1017": (
        "nobody is told that it is free",
        "Officers decide in a service in which nothing is paid, and no text says that there is no fee.",
        "Somebody could ask the citizen for money.",
    ),
}
