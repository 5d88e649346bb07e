"""A further language lies beside its service; a translation whose text has changed is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.checks.stale import translations_of
from engine.language.reading import read_files
from engine.language.schema import Schemas
from engine.language.translations import accepted, read_lock, write_lock
from tests.language.catalogues import at_a_glance, project, schemas

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "sidecars.yaml").read_bytes(), "sidecars.yaml").node
)
SERVICE, HINDI, LOCK = "revenue/tried.yaml", "revenue/_tried.hi.yaml", "revenue/_translations.lock"
WRITTEN = """\
service: revenue.tried
title: {te: "సేవ", en: "Service"}
short: {te: "సేవ", en: "Service"}
find: {te: ["ప్రయత్నం"], en: ["tried"]}
kind: information
source: {title: "Sample", read_on: 2026-11-01, state: sample}
languages: [te, en, hi]
defaults: {give_up: desk}
steps:
  - id: name
    ask: {te: "పేరు?", en: "Name?"}
    title: {te: "పేరు", en: "Name"}
    type: name
  - id: pick
    choose: {te: "ఏది?", en: "Which?"}
    options:
      one: {te: "ఒకటి", en: "One", also: ["1st"]}
      two: {te: "రెండు", en: "Two", note: {te: "ఎక్కువ", en: "More"}, then: told}
  - id: told
    say: {te: "{{ name }} గారు.", en: "{{ name }}."}
    then: done
ends:
  done: {result: success, say: {te: "ధన్యవాదాలు.", en: "Thank you."}}
  desk: {result: handoff, to: revenue_helpdesk, say: {te: "అధికారి.", en: "An officer."}}
"""
TRANSLATED = """\
translates: revenue.tried
language: hi
state: drafted
title: "सेवा"
short: "सेवा"
find: ["सेवा"]
steps:
  name: {ask: "नाम?", title: "नाम"}
  pick: {choose: "कौन?", options: {one: "एक", two: {label: "दो", note: "अधिक"}}}
  told: "{{ name }} जी।"
ends:
  done: "धन्यवाद।"
  desk: "अधिकारी।"
"""


def files(service: str = WRITTEN, hindi: str = TRANSLATED) -> dict[str, bytes]:
    return {**project("base"), SERVICE: service.encode(), HINDI: hindi.encode()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_is_looked_at_as_the_service_is(row: dict[str, Any]) -> None:
    assert not row["from"] or TRANSLATED.count(row["from"]) == 1
    changed = files(hindi=TRANSLATED.replace(row["from"], row["to"]) if row["from"] else TRANSLATED)

    found = [each for each in load(changed, schemas()).findings if each.code != "TEXT-511"]

    assert {each.path for each in found} <= {HINDI}
    said = {at_a_glance(each, changed).split("\n")[0] for each in found}
    assert {each.split(" ")[0] for each in said} == {each.split(" ")[0] for each in row["finds"]}
    if all(
        each.startswith(("TEXT-50", "TEXT-51", "FLOW", "FILE", "SHAPE")) for each in row["finds"]
    ):
        assert said == set(row["finds"])


def test_it_speaks_the_further_language() -> None:
    program = load(files(), schemas()).catalogue.programs["revenue.tried"]

    assert program.title["hi"] == "सेवा"
    assert program.find["hi"] == ("सेवा",)
    assert program.by_id["told"].text["hi"]({"name": "सीता"}) == "सीता जी।"
    assert program.by_id["pick"].options[1].note["hi"]({}) == "अधिक"
    assert HINDI in program.sources


def test_it_has_another_name_when_a_translation_changes() -> None:
    first = load(files(), schemas()).catalogue.programs["revenue.tried"].digest
    other = load(files(hindi=TRANSLATED.replace("धन्यवाद", "शुक्रिया")), schemas())

    assert other.catalogue.programs["revenue.tried"].digest != first


def test_it_finds_a_translation_without_a_service_or_a_language() -> None:
    lonely = {
        **project("base"),
        "revenue/_nothing.hi.yaml": TRANSLATED.replace("tried", "nothing").encode(),
    }
    unnamed = files(service=WRITTEN.replace("languages: [te, en, hi]\n", ""))

    assert [each.code for each in load(lonely, schemas()).findings] == ["FILE-102"]
    assert [each.code for each in load(unnamed, schemas()).findings] == ["TEXT-533"]


def test_it_finds_words_that_stand_beside_the_service_too() -> None:
    twice = files(service=WRITTEN.replace('en: "Name?"', 'en: "Name?", hi: "नाम?"'))

    assert [at_a_glance(each, twice) for each in load(twice, schemas()).findings] == ["TEXT-512 hi"]


# -- older translations ------------------------------------------------------------------------------------------------


def locked(
    content: dict[str, bytes], *, lock: bytes = b"", file: str = "", step: str = ""
) -> bytes:
    """Return the lock file once everything, or one step of a file, was accepted."""
    read = read_files(content, Schemas(schemas()))
    now = [each for _, each in translations_of(read, "revenue")]
    return write_lock(accepted(read_lock(lock), now, file, step, every=not file)).encode()


def stale(content: dict[str, bytes], lock: bytes) -> list[str]:
    found = load({**content, LOCK: lock}, schemas()).findings
    return [
        f"{each.path} {each.severity} {each.span.line}" for each in found if each.code == "TEXT-541"
    ]


def test_it_warns_of_every_translation_of_a_changed_text() -> None:
    lock = locked(files())
    changed = files(service=WRITTEN.replace("ధన్యవాదాలు.", "చాలా ధన్యవాదాలు."))

    assert stale(files(), lock) == []
    assert stale(changed, lock) == [f"{HINDI} warning 12", f"{SERVICE} warning 23"]


def test_it_is_content_when_the_translation_changes_too() -> None:
    lock = locked(files())
    both = WRITTEN.replace("ధన్యవాదాలు.", "చాలా ధన్యవాదాలు.").replace("Thank you.", "Many thanks.")

    assert stale(files(service=both), lock) == [f"{HINDI} warning 12"]


def test_it_is_content_when_a_step_is_accepted() -> None:
    lock = locked(files())
    changed = files(service=WRITTEN.replace("పేరు?", "మీ పేరు?").replace("ఏది?", "ఏది కావాలి?"))
    after = locked(changed, lock=lock, file="tried.yaml", step="name")

    assert [line.split()[-1] for line in stale(changed, lock)] == ["8", "9", "11", "15"]
    assert [line.split()[-1] for line in stale(changed, after)] == ["9", "15"]


def test_it_writes_the_same_lock_again_line_by_line() -> None:
    lock = locked(files())
    lines = lock.decode().splitlines()[1:]

    assert write_lock(read_lock(lock)).encode() == lock
    assert lines == sorted(lines)
    assert locked(files(), lock=lock) == lock


RENAMED = WRITTEN.replace("id: name", "id: caller\n    former_ids: [name]").replace(
    "{{ name }}", "{{ caller }}"
)
RENAMED_HINDI = TRANSLATED.replace("name:", "caller:").replace("{{ name }}", "{{ caller }}")


def test_it_knows_the_translations_of_a_renamed_step() -> None:
    lock = locked(files())
    same = files(RENAMED, RENAMED_HINDI)
    changed = files(RENAMED.replace("పేరు?", "మీ పేరు?"), RENAMED_HINDI)

    assert stale(same, lock) == []
    assert stale(changed, lock) == [f"{HINDI} warning 8", f"{SERVICE} warning 12"]


def test_it_forgets_the_former_name_when_the_step_is_accepted() -> None:
    after = read_lock(
        locked(
            files(RENAMED, RENAMED_HINDI), lock=locked(files()), file="tried.yaml", step="caller"
        )
    )

    places = {key.place for key in after}
    assert {"steps.caller.ask", "steps.caller.title", "steps.pick.choose"} <= places
    assert not {"steps.name.ask", "steps.name.title"} & places
