"""Commands beside a running engine say what a change means for its cases, try old conversations again, and say why a message was sent."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from engine.cli import database
from engine.cli.main import cli
from engine.runtime.keys import case_owner
from tests.cli.held import BESIDE, SAMPLES, Held, lines
from tests.runtime.homes import HOMES

PHONES = [f"91980000000{number}" for number in range(1, 6)]


@pytest.fixture(params=HOMES)
def held(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Held]:
    """Return a town where four people asked for a card's state, one of them to the end, and one chose a time."""
    monkeypatch.chdir(tmp_path)
    made = Held(tmp_path, HOMES[request.param])
    monkeypatch.setenv("MITRA_MASTER_KEY_FILE", str(made.key))
    monkeypatch.delenv("MITRA_DATABASE", raising=False)
    for folder in (SAMPLES, BESIDE):
        shutil.copytree(folder, tmp_path / "catalog", dirs_exist_ok=True)
    made.say(PHONES[0], "english", "card", "1234")
    made.say(PHONES[1], "english", "card", "9999", "1234")
    made.say(PHONES[2], "english", "card", "9999")
    made.say(PHONES[3], "english", "card")
    made.say(PHONES[4], "english", "visit", "Morning")
    yield made
    made.close()


def catalog(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def change(path: str, old: str, new: str) -> None:
    place = Path("catalog") / path
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


DIFFS = [
    ("other words", "sample/card.yaml", "Please send", "Kindly send", "sample.card: 2 under way: 2 would lose nothing"),
    ("another form of answer", "sample/card.yaml", "digits(4)", "digits(4..5)", "2 would be asked again (card: 2)"),
    ("another way", "sample/card.yaml", "unavailable: later_please", "unavailable: desk", "2 stay in the version they began with"),
    ("another option", "sample/visit.yaml", "evening: {", "night: {", "sample.visit: 1 under way: 1 would be asked again (time: 1)"),
]  # fmt: skip


@pytest.mark.parametrize("row", DIFFS, ids=lambda row: row[0])
def test_diff_counts_the_cases_under_way(held: Held, row: tuple[str, str, str, str, str]) -> None:
    _, path, old, new, said = row
    change(path, old, new)

    told = catalog("diff", str(SAMPLES), "catalog", "--database", held.database)

    assert told.exit_code == 0, told.output
    assert said in told.output
    assert "Cases under way: 3" in told.output


def test_replay_walks_what_was_held_and_says_where_it_would_stop(held: Held) -> None:
    written = catalog(
        "replay",
        "record",
        "--database",
        held.database,
        "--since",
        "2026-11-01",
        "--out",
        "held.jsonl",
    )
    same = catalog("replay", "held.jsonl")
    change("sample/card.yaml", "digits(4)", "digits(5)")
    other = catalog("replay", "held.jsonl")
    one = catalog("replay", "held.jsonl", "--service", "sample.visit")

    assert written.exit_code == 0, written.output
    assert "5 conversations written" in written.output
    assert same.exit_code == 0, same.output
    assert "5 conversations walked: 0 would go otherwise." in same.output
    assert other.exit_code == 1
    assert "2 would now be stopped at card: the answer is refused" in other.output
    assert one.exit_code == 0
    kept = Path("held.jsonl").read_text(encoding="utf-8")
    assert not [each for each in ("1234", "9999", *PHONES) if each in kept]
    assert {each["service"] for each in lines(Path("held.jsonl"))} == {
        "sample.card",
        "sample.visit",
    }


def test_why_names_file_and_line_and_hides_answers(held: Held) -> None:
    [(case,)] = held.town.rows(
        "SELECT id FROM session WHERE state = 'ended' ORDER BY changed LIMIT 1"
    )
    [(seq,)] = held.town.rows(
        "SELECT max(seq) FROM outbox WHERE kind = 'Send' AND session = ?", case
    )
    [(provider,)] = held.town.rows("SELECT provider FROM outbox WHERE seq = ?", seq)

    hidden = catalog("why", provider, "--database", held.database)
    shown = catalog("why", str(seq), "--database", held.database, "--show-answers")

    assert hidden.exit_code == 0, hidden.output
    line = (SAMPLES / "sample/card.yaml").read_text("utf-8").splitlines().index("ends:") + 2
    assert f"sample/card.yaml:{line}  told, en: The card is" in hidden.output
    assert "status (office.card): found" in hidden.output
    assert "active" not in hidden.output
    assert "the one in force here" in hidden.output
    assert "The card is active." in shown.output


@pytest.mark.parametrize(
    "told",
    yaml.safe_load((Path(__file__).parent / "why.yaml").read_text("utf-8")),
    ids=lambda told: str(told["said"][1]),
)
def test_why_shows_what_conditions_read_and_calls_gave_then(
    held: Held, told: dict[str, Any]
) -> None:
    held.say("919800000009", *told["said"])
    sent = [
        seq
        for (seq,) in held.town.rows(
            "SELECT seq FROM outbox WHERE kind = 'Send' AND session = "
            "(SELECT session FROM outbox WHERE kind = 'Send' AND session <> '' ORDER BY seq DESC LIMIT 1) ORDER BY seq"
        )
    ]
    pages = [
        catalog("why", str(seq), "--database", held.database, "--show-answers").output
        for seq in sent
    ]
    for row in told["messages"]:
        found = [(seq, page) for seq, page in zip(sent, pages, strict=True) if row["words"] in page]
        seq, page = found[row.get("nth", 1) - 1]
        assert [line for line in row["lines"] if line not in page] == [], f"{row['it']}\n{page}"
        hidden = catalog("why", str(seq), "--database", held.database).output
        assert [each for each in row.get("masked", ()) if each in hidden] == []


def test_why_reads_no_values_of_an_erased_case(held: Held) -> None:
    held.say("919800000009", "english", "hall", "Small", "40")
    [(case, person)] = held.town.rows(
        "SELECT id, person FROM session ORDER BY changed DESC LIMIT 1"
    )

    before = _weighed(held, person)
    with held.town.store.transaction():
        held.town.store.execute("keys.drop", (case_owner(case),))

    assert {"room": "small", "people": 40} in before
    assert _weighed(held, person) == []


def _weighed(held: Held, person: str) -> list[object]:
    with database.look(held.database) as looking:
        return [each.values for turn in looking.turns_of(person) for each in turn.weighed]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why", "wamid.nobody"), "No message is called"),
        (("diff", "nosuch"), "neither a folder nor a revision"),
        (("diff", "catalog/catalog.yaml"), "is a file"),
        (("replay", "catalog/catalog.yaml"), "catalog.yaml:1: "),
    ],
)
def test_what_will_not_do_is_one_line(held: Held, words: tuple[str, ...], said: str) -> None:
    extra = ("--database", held.database) if words[0] == "why" else ()

    told = catalog(*words, *extra)

    assert told.exit_code == 2
    assert said in told.output


def test_a_database_of_another_kind_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_bytes(b"k" * 32)
    (tmp_path / "key").chmod(0o400)
    monkeypatch.setenv("MITRA_MASTER_KEY_FILE", str(tmp_path / "key"))
    with sqlite3.connect("other.db") as connection:
        connection.execute("CREATE TABLE something (else_ TEXT)")
    connection.close()

    missing = catalog("why", "1", "--database", "nowhere.db")
    other = catalog("why", "1", "--database", "other.db")

    assert missing.exit_code == other.exit_code == 2
    assert "There is no database at nowhere.db" in missing.output
    assert "made by another release" in other.output
