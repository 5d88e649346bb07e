"""Several workers at one PostgreSQL database take turns at the log: one log, every entry once."""

from __future__ import annotations

import threading
from pathlib import Path

from engine.services.certificates.issuing.proofs import HEAD, KEY, note_at, reading
from engine.services.certificates.log.audit import audit
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.log.note import read_key
from engine.services.certificates.log.proof import LogPolicy
from engine.services.certificates.render import Press
from tests.services.certificates.counter import Counter
from tests.services.homes import PostgresHome

WORKERS, EACH, PATIENCE_S = 4, 90, 120


def work(counter: Counter, name: str, seen: set[str], together: threading.Barrier) -> None:
    for number in range(EACH):
        together.wait(PATIENCE_S)
        print_ = fingerprint(f"{name}{number}".encode())
        line = Entry("issued", "REV-INC", "2026-11-22", "", b"12345678", print_).to_bytes()
        with counter.store.transaction():
            counter.store.execute("certlog.enter", ("", line, 0))
        counter.sequencer.step()
        seen.add(note_at(counter.store, HEAD))
    while counter.store.rows("certlog.waits"):
        counter.sequencer.step()


def test_the_log_never_forks(tmp_path: Path, press: Press) -> None:
    home, together = PostgresHome(tmp_path), threading.Barrier(WORKERS)
    counters = [Counter(home, press, keys=not number) for number in range(WORKERS)]
    seen: list[set[str]] = [set() for _ in counters]
    threads = [
        threading.Thread(target=work, args=(counter, f"w{number}.", seen[number], together))
        for number, counter in enumerate(counters)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)

    store = counters[0].store
    policy = LogPolicy((read_key(note_at(store, KEY)),))
    found = audit(reading(store), policy, {note for each in seen for note in each if note})
    assert not found.troubles
    assert found.checkpoint.size == WORKERS * EACH
    assert [len(each) for each in seen] == [EACH] * WORKERS, "a step left out what had been entered"
    for counter in counters:
        counter.store.close()
    home.close()
