"""`type: vehicle`: the registration number of a vehicle, such as AP 39 AB 1234, TS 08 C 5678 or 22 BH 1234 AA.

The letters of the states are those notified under section 41(6) of the Motor Vehicles Act 1988; the Bharat series (year, BH, four
digits, one or two letters without I and O) came with the Central Motor Vehicles (Twentieth Amendment) Rules 2021, G.S.R. 594(E).
"""

from __future__ import annotations

from engine.domain.answers.code import GAP, CodeAnswer

_STATES = "AN|AP|AR|AS|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB"
_OF_A_STATE = rf"(?:{_STATES}){GAP}[0-9]{{1,2}}{GAP}[A-Z]{{0,3}}{GAP}[0-9]{{4}}"
_BHARAT = rf"[2-9][0-9]{GAP}BH{GAP}[0-9]{{4}}{GAP}[A-HJ-NP-Z]{{1,2}}"

VEHICLE = CodeAnswer(
    "vehicle",
    rf"(?:{_OF_A_STATE}|{_BHARAT})",
    11,
    {"ఏపీ": "AP", "ఏపి": "AP", "టీఎస్": "TS", "టీజీ": "TG"},
)
