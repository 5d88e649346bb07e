"""A few students get their hall tickets as thousands do in the measurement; what goes wrong there is said."""

from __future__ import annotations

from pathlib import Path

from bench.crowd import Crowd
from bench.load import Load
from bench.rush import Wanted, promises, run

NOWHERE = ("127.0.0.1", 9, "/")


def test_each_student_has_one_paper_that_verifies(tmp_path: Path) -> None:
    done = run(Wanted("a few", 4, 10.0), tmp_path)

    assert not done.faults
    assert done.checked == 1
    assert 0 < done.reply_p50 <= done.reply_p99
    assert 0 < done.paper_p50 <= done.paper_p99
    assert {"web", "worker", "database", "sandbox", "load generator"} <= set(done.cpu_ms)


def test_a_paper_that_is_missing_or_doubled_is_said() -> None:
    crowd = Crowd(3, 0.0, Load(1.0), NOWHERE, "secret")
    first, second, _ = crowd.students
    crowd.papers[first] = ["EDU-HTK-2026-1.pdf"]
    crowd.papers[second] = ["EDU-HTK-2026-1.pdf", "EDU-HTK-2026-2.pdf"]

    assert list(promises(crowd)) == [
        "2 students without exactly one paper",
        "a paper was handed over twice",
    ]
