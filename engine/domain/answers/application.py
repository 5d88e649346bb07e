"""`type: application`: the number of a case of ours, such as INC-261122-7F3K2P, as its owner types it from paper or memory."""

from __future__ import annotations

from engine.domain.answers.code import GAP, CodeAnswer

APPLICATION = CodeAnswer(
    "application",
    rf"([A-Z][A-Z0-9]{{0,2}}){GAP}([0-9]{{6}}){GAP}([2-9A-HJ-NP-Z]{{6}})",
    len("INC-261122-7F3K2P"),
    between="-",
)
