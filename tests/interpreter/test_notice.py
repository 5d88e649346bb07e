"""What the state's policies take for granted of the engine: the notice comes before every question, the amount with every link to pay,
and who asks for help at a question is told which help desk answers, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.domain.effect import Send
from engine.domain.event import Replied, Started
from engine.domain.message import LinkOut
from engine.domain.session import Session
from engine.interpreter.machine import advance
from engine.language.catalogue import Catalogue
from tests import real
from tests.interpreter.test_edges import PAY, Talk, program_of

NOW = datetime(2026, 1, 5, 4, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue that ships."""
    return real.loaded().catalogue


def test_it_says_what_details_are_for_before_the_first_question(catalogue: Catalogue) -> None:
    told = 0
    for program in catalogue.programs.values():
        for language in program.languages if program.why else ():
            session = Session("case", program.service, program.digest, language)

            outcome = advance(program, session, Started(), NOW)

            bodies = [each.message.body for each in outcome.effects if isinstance(each, Send)]
            first = (*bodies, *outcome.session.said)[0]
            assert program.why[language] in first, f"{program.service} in {language}: {first}"
            told += 1
    assert told > 2 * len(catalogue.programs) * 0.8


def test_it_says_which_help_desk_answers_and_keeps_the_question(catalogue: Catalogue) -> None:
    for program in catalogue.programs.values():
        desks = {end.desk["en"] for end in program.ends.values() if end.desk}
        talk = Talk(program)
        stood = (talk.case.at, talk.case.turn)

        effects = talk.type("help")

        (answer,) = [each.message for each in effects if isinstance(each, Send)]
        assert any(desk in answer.body for desk in desks), f"{program.service}: {answer.body}"
        assert (talk.case.at, talk.case.turn) == stood


def test_it_says_the_amount_with_the_link_to_pay() -> None:
    talk = Talk(program_of({**PAY, "outcomes": {**PAY["outcomes"], "paid": "done"}}))
    key = talk.case.pending

    effects = talk.happen(Replied("case1", key, "link", {"url": "https://pay.example/1"}))

    (link,) = [each.message for each in effects if isinstance(each, Send)]
    assert isinstance(link, LinkOut)
    assert "₹100" in link.body
