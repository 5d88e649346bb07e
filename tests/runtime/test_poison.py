"""A turn that fails costs nobody else an answer, is tried three times, and ends as a dead letter with an apology."""

from __future__ import annotations

from engine.domain.event import Replied
from engine.domain.message import TextIn
from engine.runtime import codec
from engine.runtime.ports import Alias, Arrival, MessageBody, QuarantineBody, Received, Write
from tests.runtime.pretend import Town, reduce


def test_it_buries_a_failing_turn_and_apologises(town: Town) -> None:
    town.write("911", "a", "bug", "b")
    town.write("922", "x")
    town.work()
    assert town.phone.sent == [("911", "1 a"), ("922", "1 x")]
    for _ in range(3):
        town.clock.forward(31)
        town.work()
    assert town.phone.heard_by("911") == ["1 a", "sorry", "2 b"]
    ((kind, about, why),) = town.rows("select kind, about, why from dead_letter")
    assert (kind, about) == ("turn", "MessageArrived")
    assert "ValueError" in why
    assert "a bug in a service" not in why


def test_it_keeps_the_order_of_what_arrives_while_a_turn_is_put_off(town: Town) -> None:
    failures = 0

    def sometimes(directory, conversation, sessions, event, now, new_id):
        nonlocal failures
        if getattr(getattr(event, "message", None), "text", "") == "weak" and failures < 2:
            failures += 1
            raise RuntimeError
        return reduce(directory, conversation, sessions, event, now, new_id)

    object.__setattr__(town.worker.turns._dialogue, "take_turn", sometimes)
    town.write("911", "weak", "b")
    town.work()
    town.write("911", "c")
    town.work()
    assert town.phone.sent == []
    town.clock.forward(3)
    town.work()
    town.write("911", "d")
    town.work()
    town.clock.forward(31)
    town.work()
    assert town.phone.heard_by("911") == ["1 weak", "2 b", "3 c", "4 d"]


def test_it_remembers_what_was_put_off_across_a_restart(town: Town) -> None:
    town.write("911", "bug", "b")
    town.work()
    town.restart()
    town.write("911", "c")
    town.work()
    assert town.phone.sent == []
    for _ in range(3):
        town.clock.forward(31)
        town.work()
    assert town.phone.heard_by("911") == ["sorry", "1 b", "2 c"]


def test_it_buries_what_cannot_be_read(town: Town) -> None:
    good = town.arrival("911", "a")
    bad = Arrival("message", "wa:bad", (Alias("phone", "911"),), b"{}", town.clock.now())
    unknown = Arrival(
        "message", "wa:odd", (Alias("phone", "911"),), b'{"_": "Nonsense"}', town.clock.now()
    )
    nobody = Arrival(
        "message",
        "wa:no",
        (),
        codec.encode(MessageBody(TextIn("x"), town.clock.now())),
        town.clock.now(),
    )
    odd = Arrival(
        "quarantine", "wa:q", (), codec.encode(QuarantineBody("not JSON", "…")), town.clock.now()
    )
    stray = Arrival(
        "carrier_pigeon", "wa:p", (), codec.encode(QuarantineBody("x", "y")), town.clock.now()
    )
    town.inbox.append([bad, unknown, nobody, good, odd, stray])
    town.work()
    assert town.phone.sent == [("911", "1 a")]
    assert len(town.rows("select 1 from dead_letter")) == 5


class Gateway:
    """Receives payments: it may fail, write nonsense, or name cases."""

    def __init__(self, *answers: Received | Exception) -> None:
        self.answers = list(answers)
        self.heard: list[bytes] = []

    def receive(self, arrival: Arrival, store, now) -> Received:
        self.heard.append(arrival.body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def payment(town: Town, name: str = "pay:1") -> Arrival:
    return Arrival("payment", name, (), b'{"amount": 5}', town.clock.now())


def test_it_passes_what_a_receiver_says_on_to_the_case(make_town) -> None:
    town = make_town()
    town.write("911", "open")
    town.work()
    ((session,),) = town.rows("select id from session")
    write = Write("counters.add", ("paid", "x", 1))
    town.receivers["payment"] = Gateway(Received((Replied(session, "k", "paid"),), (write,)))
    town.inbox.append([payment(town), payment(town)])
    town.work()
    assert town.phone.heard_by("911") == ["1 opened", "2 paid"]
    assert town.rows("select name from counter") == [("paid",)]


def test_it_asks_a_failing_receiver_three_times(make_town) -> None:
    gateway = Gateway(RuntimeError(), RuntimeError(), Received())
    town = make_town(receivers={"payment": gateway})
    town.inbox.append([payment(town)])
    for _ in range(4):
        town.work()
        town.clock.forward(6)
    assert gateway.heard == [b'{"amount": 5}'] * 3
    assert town.rows("select 1 from dead_letter") == []


def test_it_buries_an_arrival_whose_receiver_always_fails(make_town) -> None:
    gateway = Gateway(*[RuntimeError()] * 9)
    town = make_town(receivers={"payment": gateway})
    town.inbox.append([payment(town)])
    for _ in range(6):
        town.work()
        town.clock.forward(6)
    assert len(gateway.heard) == 3
    assert town.rows("select kind, about from dead_letter") == [("arrival", "payment")]


def test_it_finds_the_one_that_breaks_a_batch_and_answers_the_others(make_town) -> None:
    """A write that breaks a rule of the database makes the whole transaction fail; only its own arrival pays for it."""
    bad = Write("counters.add", (None, None, None))
    gateway = Gateway(*[Received((), (bad,))] * 9)
    town = make_town(receivers={"payment": gateway})
    town.write("911", "a")
    town.inbox.append([payment(town)])
    town.write("911", "b")
    town.write("922", "x")
    town.work(60)
    assert town.phone.heard_by("911") == ["1 a", "2 b"]
    assert town.phone.heard_by("922") == ["1 x"]
    assert town.rows("select kind, about from dead_letter") == [("arrival", "payment")]
