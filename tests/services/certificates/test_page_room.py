"""A paper never outgrows its page: what `catalog validate` lets pass is drawn, with the longest values in the widest letters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from engine.language.page_room import PAGE_MM, page_mm, room_mm
from engine.services.certificates import CertificateRecord, Press
from engine.services.certificates.kinds import CertificateKind, kind_of
from tests.services.certificates.test_page import KINDS, LONG, full

Record = Callable[..., CertificateRecord]
ONE_PAGE = re.compile(rb"/Type */Page\b(?!s)")


def filled(press: Press, seed: int) -> CertificateKind:
    """Return a kind of fields drawn by lot, as many as its page has room for."""
    chance = random.Random(seed)
    declared = press.kinds["income_certificate"].declared
    fields = {"applicant": declared["fields"]["applicant"]}
    if chance.random() < 0.3:
        fields["photograph"] = press.kinds["hall_ticket"].declared["fields"]["photograph"]
    times = chance.choice([1, 2, 3])
    statement = {language: words * times for language, words in declared["statement"].items()}

    def made() -> CertificateKind:
        said = {"certificate": f"drawn_{seed}", "fields": dict(fields), "statement": statement}
        return kind_of({**declared, **said})

    for number in range(40):
        name = f"field_{number}"
        fields[name] = field_of(chance)
        if page_mm(made()) > PAGE_MM:
            del fields[name]
    return made()


def field_of(chance: random.Random) -> dict[str, Any]:
    def label() -> dict[str, str]:
        return {"te": "వివరం " * chance.randint(1, 5), "en": "Particular " * chance.randint(1, 4)}

    shape = chance.choice(["text", "text", "text", "list", "rows", "money"])
    if shape == "text":
        return {"label": label(), "most": chance.choice([10, 40, 80, 160, 300])}
    if shape == "list":
        most = chance.choice([20, 40, 80, 100])
        return {"label": label(), "lines": chance.randint(1, 12), "most": most}
    if shape == "money":
        return {"label": label(), "as": "money"}
    columns = {
        f"column_{number}": {"label": label(), "most": chance.choice([5, 10, 20, 40, 70])}
        for number in range(chance.randint(1, 5))
    }
    return {"label": label(), "as": "rows", "lines": chance.randint(1, 8), "columns": columns}


@pytest.mark.parametrize("words", ["widest Latin", "widest Telugu", "ur"])
@pytest.mark.parametrize("seed", range(8))
def test_what_has_room_is_drawn(seed: int, words: str, press: Press, record: Record) -> None:
    kind = filled(press, seed)

    pdf = press.pdf(full(kind, record(), LONG[words]), kind)

    assert page_mm(kind) > PAGE_MM * 0.9, "as full as it may be"
    assert len(ONE_PAGE.findall(pdf)) == 1


@pytest.mark.parametrize("name", KINDS)
def test_the_kinds_in_force_have_room(name: str, press: Press) -> None:
    kind = press.kinds[name]

    assert page_mm(kind) <= room_mm(kind)
    assert room_mm(kind) == PAGE_MM or room_mm(kind) - page_mm(kind) < 10, "no more than is proved"
