"""Turns a CPU second of our interpreter: trace on, state to JSON bytes and back between every two turns."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from time import process_time

import orjson

from bench.dialogue import ANSWERS, MANY, SERVICE, directory, many_questions, program
from engine.domain.event import MessageArrived, Started
from engine.domain.message import TapIn, TextIn
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import sessions_needed, take_turn
from engine.interpreter.machine import advance

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def converse(book, conversations: int) -> tuple[int, int]:
    """Hold so many conversations; return turns taken and the largest stored state."""
    turns = largest = 0
    opening = MessageArrived(TapIn(f"m.svc:{SERVICE}", ""))
    events = [MessageArrived(TextIn(text)) for text in ANSWERS]
    for _ in range(conversations):
        turn = take_turn(
            book, Conversation("sample", "en", greeted=True), {}, opening, NOW, "k3m9x2p4q7w8r5t6"
        )
        for event in events:
            stored = orjson.dumps(
                [
                    turn.conversation.to_json(),
                    *(session.to_json() for session in turn.sessions.values()),
                ]
            )
            largest = max(largest, len(stored))
            first, *rest = orjson.loads(stored)
            conversation = Conversation.from_json(first)
            sessions = {each[0]: Session.from_json(each) for each in rest}
            sessions_needed(conversation, event)
            turn = take_turn(book, conversation, sessions, event, NOW, "unused")
            turns += 1
        (session,) = turn.sessions.values()
        assert (session.state, session.at) == ("ended", "done"), (session.at, session.state)
    return turns, largest


def one_case(enquiry, conversations: int) -> tuple[int, int]:
    """Hold the same conversations with `advance` alone: one case, without language, menu and other cases around it."""
    turns = largest = 0
    events = [MessageArrived(TextIn(text)) for text in ANSWERS]
    for _ in range(conversations):
        session = Session("k3m9x2p4q7w8r5t6", SERVICE, enquiry.digest, "en")
        session = advance(enquiry, session, Started(), NOW).session
        for event in events:
            stored = orjson.dumps(session.to_json())
            largest = max(largest, len(stored))
            session = advance(enquiry, Session.from_json(orjson.loads(stored)), event, NOW).session
            turns += 1
        assert (session.state, session.at) == ("ended", "done"), (session.at, session.state)
    return turns, largest


def state_after(answers: int) -> int:
    """Return the bytes of a case's stored state after so many names were answered."""
    asking = many_questions(answers)
    session = Session("k3m9x2p4q7w8r5t6", MANY, asking.digest, "en")
    session = advance(asking, session, Started(), NOW).session
    for _ in range(answers):
        session = advance(asking, session, MessageArrived(TextIn("Ravi Kumar")), NOW).session
    assert session.at == "last", session.at
    return len(orjson.dumps(session.to_json()))


def main() -> None:
    """Print one line of JSON. Arguments: how many conversations, and `case` to leave the conversation around the case out."""
    conversations = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    enquiry = program()
    hold, what = (one_case, enquiry) if "case" in sys.argv else (converse, directory(enquiry))
    hold(what, 50)
    before = process_time()
    turns, largest = hold(what, conversations)
    used = process_time() - before
    print(
        json.dumps(
            {
                "engine": "mana mitra",
                "turns": turns,
                "turns_per_cpu_s": round(turns / used),
                "state_bytes": largest,
                "state_20_bytes": state_after(20),
            }
        )
    )


if __name__ == "__main__":
    main()
