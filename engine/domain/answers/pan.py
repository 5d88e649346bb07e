"""`type: pan`: a permanent account number of the Income Tax Department.

Five letters, four digits, one letter; the fourth letter says what the holder is, P for a person (Income Tax Department, "Know your
PAN", https://www.incometax.gov.in; Income-tax Rules 1962, rule 114).
"""

from __future__ import annotations

from engine.domain.answers.code import GAP, CodeAnswer

PAN = CodeAnswer("pan", rf"[A-Z]{{3}}[ABCFGHJLPT][A-Z]{GAP}[0-9]{{4}}{GAP}[A-Z]", 10)
