"""Measures certificates by hall tickets: tokens signed and logged, and complete papers (signed, logged, drawn with photograph, code and
proof, kept) side by side.

`python -m bench.certificates papers 1000` is one of the processes; it prints its figures as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from math import ceil
from pathlib import Path

from bench.processes import ROOT
from engine.domain.effect import Issue
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.doors import LoopScheduler
from engine.runtime.keys import case_owner
from engine.runtime.ports import Done, Job, Write
from engine.runtime.store.protocol import Store
from engine.sandbox.departments.portraits import portrait
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.issuing.proofs import proof_of
from engine.services.certificates.issuing.saying import claims_of
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.token import seal_token
from engine.services.certificates.written import written_fields
from engine.services.connectors.client import Client
from engine.services.connectors.egress import Reach
from engine.settings import read
from engine.wiring.catalogue import certificates_of
from engine.wiring.issuing import Issuing, begin_sandbox, open_issuing
from engine.wiring.parts import CLOCK, RANDOM, open_keys, open_store
from engine.wiring.worker import CERTIFICATES

KIND, TYPE = "hall_ticket", "EDU-HTK"
PLACE = "జిల్లా పరిషత్ ఉన్నత పాఠశాల, తెనాలి (నమూనా) / ZP High School, Tenali (sample)"
FIELDS = {
    "examination": "పదో తరగతి పబ్లిక్ పరీక్షలు, మార్చి 2027 / SSC Public Examinations, March 2027",
    "candidate": "Sample Lakshmi Devi",
    "roll": "2712345678",
    "born": "2011-08-15",
    "school": PLACE,
    "centre": PLACE,
    "centre_code": "27123",
    "address": "పాఠశాల వీధి, తెనాలి (నమూనా) / School Street, Tenali (sample)",
    "papers": [{"name": "గణితం / Mathematics", "date": "2027-03-15", "time": "09:30 - 12:45"}] * 7,
}
FACES = tuple(portrait(str(number)) for number in range(20))
TOKENS, PAPERS, PROCESSES, PROOFS = 100_000, 2_000, 2, 200
BATCH = 50
"""Papers begun together, as the worker has many in hand."""
PAUSE_S = 0.005


@dataclass(frozen=True, slots=True)
class Issued:
    """signed, logged: tokens and log entries a second on one core; proof_ms: a proof in a log of so many entries; papers: complete ones,
    made by so many processes; per_second: all of them together; cpu_ms: processor time of one; p50, p99: ms from asking to having it,
    without the time it waits for others of its batch.
    """

    tokens: int
    signed: float
    logged: float
    proof_ms: float
    processes: int
    papers: int
    per_second: float
    cpu_ms: float
    p50: float
    p99: float


def measure(quick: bool) -> Issued:
    """Measure both parts."""
    tokens, papers = (5_000, 100) if quick else (TOKENS, PAPERS)
    signed, logged, proof_ms = _tokens(tokens)
    each = papers // PROCESSES
    command = [sys.executable, "-m", "bench.certificates", "papers", str(each)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    told = [json.loads(process.communicate()[0].splitlines()[-1]) for process in running]
    took = sorted(ms for one in told for ms in one["took_ms"])
    return Issued(
        tokens=tokens,
        signed=signed,
        logged=logged,
        proof_ms=proof_ms,
        processes=PROCESSES,
        papers=len(took),
        per_second=sum(each / one["seconds"] for one in told),
        cpu_ms=sum(one["cpu_s"] for one in told) / len(took) * 1000,
        p50=_at(took, 0.5),
        p99=_at(took, 0.99),
    )


def _tokens(count: int) -> tuple[float, float, float]:
    """Sign so many tokens, log them, and prove some of them; return both speeds and the time of a proof."""
    with _office() as (certificates, issuing, store):
        kind = certificates.press.kinds[KIND]
        key = issuing.ring.signer("certificate", int(time.time()), TYPE)
        assert key is not None
        secret, today = issuing.ring.secret(key.kid), datetime.now(UTC).date()
        printed = written_fields(kind, FIELDS)
        began = time.perf_counter()
        prints = []
        for serial in range(count):
            name = f"{TYPE}-{today.year}-{serial:06}-X"
            kept = Kept(
                serial=serial, id="000G40R40M30E209", number=name, session="s", kind=KIND, service="s", status="valid",
                issued_on=today, fields=printed, list=1, place=serial,
            )  # fmt: skip
            claims = claims_of(kept, kind, certificates.public_url, (), CLOCK.now())
            prints.append(fingerprint(seal_token(claims.to_bytes(), secret, key.kid)))
        signed = count / (time.perf_counter() - began)
        lines = [("", Entry("issued", TYPE, today.isoformat(), "", key.kid, each).to_bytes(), 0) for each in prints]  # fmt: skip
        began = time.perf_counter()
        with store.transaction():
            store.execute_many("certlog.enter", lines)
        left = count
        while left:
            left -= issuing.sequencer.step()
        logged = count / (time.perf_counter() - began)
        began = time.perf_counter()
        for number in range(PROOFS):
            certificates.proof(number * count // PROOFS)
        return signed, logged, (time.perf_counter() - began) / PROOFS * 1000


def papers(count: int) -> dict[str, object]:
    """Issue so many certificates, as one worker does: begun side by side, logged together, drawn and kept."""
    with _office() as (certificates, issuing, store):
        asyncio.run(_batch(certificates, issuing, store, "warm", 2))
        began, cpu, took = time.perf_counter(), time.process_time(), []
        for first in range(0, count, BATCH):
            many = min(BATCH, count - first)
            took += asyncio.run(_batch(certificates, issuing, store, str(first), many))
        return {
            "seconds": time.perf_counter() - began,
            "cpu_s": time.process_time() - cpu,
            "took_ms": took,
        }


async def _batch(
    certificates: Certificates, issuing: Issuing, store: Store, name: str, count: int
) -> list[float]:
    """Issue a batch; return how long each took by itself, in ms: signed and tried, logged, drawn and kept."""
    sessions = [f"{name}.{number}" for number in range(count)]
    with store.transaction():
        store.write([_photograph(each, certificates, store) for each in sessions])
    jobs = [_job(session) for session in sessions]
    took = []
    for job in jobs:
        began = time.perf_counter()
        result = await certificates.deliver(job)
        with store.transaction():
            store.write(result.writes)
        took.append(time.perf_counter() - began)
    began, left = time.perf_counter(), count
    while left:
        left -= issuing.sequencer.step()
        await asyncio.sleep(PAUSE_S if left else 0)
    waited = (time.perf_counter() - began) / count
    for place, job in enumerate(jobs):
        began = time.perf_counter()
        result = await certificates.deliver(job)
        assert isinstance(result, Done), result
        with store.transaction():
            store.write(result.writes)
        took[place] += waited + time.perf_counter() - began
    return [seconds * 1000 for seconds in took]


def _photograph(session: str, certificates: Certificates, store: Store) -> Write:
    """Return what puts the candidate's photograph away, as the board's reply does."""
    face = FACES[zlib.crc32(session.encode()) % len(FACES)]
    blob = Blob(f"face-{session}", case_owner(session), "image/jpeg", "photograph.jpg", face)
    return blobs.keep(blob, certificates.keys, store, CLOCK.now())


def _job(session: str) -> Job:
    fields = {**FIELDS, "photograph": {"media": f"face-{session}"}}
    effect = Issue(f"{session}/1", KIND, "education.ssc_hall_ticket", fields)
    return Job(effect.key, effect, "p1", session, (), "", 1, unsure=False, made=CLOCK.now())


@contextmanager
def _office() -> Iterator[tuple[Certificates, Issuing, Store]]:
    """Give what issues, on a database of its own on the disk."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as place:
        told = {
            "MITRA_DATABASE": f"{place}/mitra.db",
            "MITRA_MASTER_KEY_FILE": f"{place}/key",
            "MITRA_CATALOG": str(ROOT / "catalog"),
        }
        settings = read(told, Path(place))
        keys, kinds = open_keys(settings), certificates_of(ROOT / "catalog")
        store = open_store(settings, keys)
        http = Client(Reach(sandbox=True))
        issuing = open_issuing(settings, store, keys, http, LoopScheduler())
        begin_sandbox(settings, store, issuing.ring, kinds, CLOCK)
        certificates = Certificates(
            press=Press(CERTIFICATES, lambda: kinds),
            store=store,
            keys=keys,
            ring=issuing.ring,
            clock=CLOCK,
            random=RANDOM,
            public_url=settings.public_url,
            sandbox=True,
            approved=lambda _session, _approval: True,
            proof=partial(proof_of, store),
        )
        yield certificates, issuing, store
        store.close()


def _at(ordered: list[float], share: float) -> float:
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(papers(int(words[1])) if words[0] == "papers" else asdict(measure(True))))
