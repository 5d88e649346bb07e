"""It keeps citizens out of the log."""

from __future__ import annotations

import pytest
import structlog

from engine.logs import only_places, start, who, without_citizens


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"event": "sent", "wait": 3}, {"event": "sent", "wait": 3}),
        ({"text": "నా పేరు రవి"}, {"text": "…"}),
        ({"why": "to +919000000001 failed"}, {"why": "to +…01 failed"}),
        ({"url": "https://x/?token=1"}, {"url": "…"}),
        ({"case": "REV-2026-000123"}, {"case": "REV-2026-000123"}),
        (
            {"timestamp": "2026-01-05T10:00:00.123456789Z"},
            {"timestamp": "2026-01-05T10:00:00.123456789Z"},
        ),
    ],
)
def test_it_shows(fields, shown):
    assert without_citizens(None, "info", dict(fields)) == shown


def test_it_gives_a_person_a_name_that_means_nothing_elsewhere():
    assert who("919000000001", b"a") == who("919000000001", b"a")
    assert who("919000000001", b"a") != who("919000000001", b"b")
    assert "919" not in who("919000000001", b"a")


def test_it_tells_where_something_broke_and_not_what_was_said():
    try:
        raise ValueError("నా పేరు రవి")
    except ValueError:
        event = only_places(None, "error", {"event": "broke", "exc_info": True})
    assert event["kind"] == "ValueError"
    assert "test_logs.py" in event["places"][-1]
    assert "రవి" not in str(event)


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_it_writes_one_line_an_event(form, capsys):
    start(form)
    try:
        structlog.get_logger().info("inbox.down", phone="919000000001", rows=3)
        written = capsys.readouterr().err
    finally:
        structlog.reset_defaults()
    assert written.count("\n") == 1
    assert "inbox.down" in written
    assert "919000000001" not in written
