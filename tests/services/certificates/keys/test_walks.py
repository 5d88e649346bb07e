"""Keys change and are stolen while certificates are issued: walk by walk of walks.yaml, with the real log, lists and witnesses."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey

from engine.runtime.doors import HttpReply
from engine.runtime.ports import Done, Result, Retry
from engine.services.certificates import register
from engine.services.certificates.identity import certificate_id
from engine.services.certificates.issuing.proofs import CHECKPOINT, note_at, reading
from engine.services.certificates.issuing.saying import status_uri
from engine.services.certificates.issuing.witnessing import Watchers, Witnessing
from engine.services.certificates.log.audit import audit
from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.note import COSIGNED, BadNote, NoteKey
from engine.services.certificates.log.proof import LogPolicy
from engine.services.certificates.log.witness import Witness
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.status import StatusList, open_status_list, seal_status_list
from engine.services.certificates.token import Claims, Link, Malformed, open_token, seal_token
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.settings import read
from engine.wiring.signing import KeyOffice
from tests.services.certificates.counter import ORIGIN, ROOT, URL, YEAR_S, Counter, role
from tests.services.certificates.issuing.bureau import ToTheEnd
from tests.services.homes import SqliteHome

WALKS = yaml.safe_load(Path(__file__).with_name("walks.yaml").read_text(encoding="utf-8"))
DAY_S = 86_400
LIST = status_uri(URL, 1)


class Witnesses:
    """The witnesses of a walk, each of which really decides; they are asked without a network."""

    def __init__(self) -> None:
        self.logs: tuple[NoteKey, ...] = ()
        self._seen: dict[str, dict[str, Checkpoint]] = {}

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float
    ) -> HttpReply:
        name = url.split("/")[2]
        witness, seen = Witness(name, _secret(name), {ORIGIN: self.logs}), self._seen
        answer = witness.add_checkpoint(body.decode(), seen.setdefault(name, {}), 1_764_000_000)
        if answer.seen is not None:
            seen[name][ORIGIN] = answer.seen
        return HttpReply(answer.status, {}, answer.body.encode())


def _secret(name: str) -> SigningKey:
    return SigningKey(name.encode().ljust(32, b"."))


class Walk:
    """An installation and those around it. Each method is one word of walks.yaml."""

    def __init__(self, folder: Path, press: Press, *, alone: bool) -> None:
        self.counter = counter = Counter(SqliteHome(folder), press, keys=False, alone=alone)
        counter.clock.at = datetime.now(UTC)
        settings = read({"MITRA_ROOT_KEYS": f"1 of {bytes(ROOT.verify_key).hex()}"})
        self.office = KeyOffice(settings, counter.store, counter.keys)
        self.witnesses, self.watchers = Witnesses(), Watchers()
        self.scheduler = ToTheEnd()
        self.kept: dict[str, str] = {}
        for each in (("Revenue", "certificate", "REV-INC"), ("Lists", "status"), ("Log", "log")):
            self.make(each)
        self.publish(True)
        self.tell("Log")
        self.watch([])

    def close(self) -> None:
        self.scheduler.close()
        self.counter.store.close()

    # -- the key office ----------------------------------------------------------------------------------------------

    def make(self, said: tuple[str, ...]) -> None:
        name, purpose, *types = said
        start = int(self.counter.clock.at.timestamp()) - DAY_S
        days = {
            "not_before": start,
            "sign_until": start + YEAR_S + len(self.office.everything()[0]),
        }
        with self.counter.store.transaction():
            self.counter.ring.create(role(name, purpose, tuple(types), **days))

    def publish(self, _: bool) -> None:
        self.counter.publish_keys()

    def retire(self, name: str) -> None:
        assert self.office.retire(name).sign_until <= datetime.now(UTC).timestamp()

    def stolen(self, name: str) -> None:
        self.office.stolen(name, None)

    def destroy(self, name: str) -> None:
        self.office.destroy(self.office.find(name))

    # -- the workers -------------------------------------------------------------------------------------------------

    def works(self, _: bool = True) -> None:
        self.counter.clock.wait(seconds=100)
        self.counter.sequencer.step()
        self.counter.standings.step()
        self.witnessing.step()

    def issue(self, cases: list[str]) -> None:
        for case in cases:
            assert isinstance(self._tried(case), Done)

    def waits(self, case: str) -> None:
        assert isinstance(self._tried(case), Retry)

    def _tried(self, case: str) -> Result:
        for _ in range(4):
            result = self.counter.deliver(case)
            if isinstance(result, Done):
                break
            self.works()
        return result

    def watch(self, names: list[str], enough: int = 0) -> None:
        keys = {f"https://{each}": _witness(each) for each in names}
        counter, self.watchers = self.counter, Watchers(keys, enough)
        self.witnessing = Witnessing(
            counter.store, self.witnesses, self.scheduler, counter.clock, self.watchers
        )

    def tell(self, name: str) -> None:
        self.witnesses.logs += (self._log_key(name),)

    def _log_key(self, name: str) -> NoteKey:
        return NoteKey(ORIGIN, self.counter.key(name).public)

    # -- everybody else ----------------------------------------------------------------------------------------------

    def says(self, expected: dict[str, str]) -> None:
        found = {}
        for case in expected:
            kept = self._kept(case)
            found[case] = self._verdict(Link(kept.id, kept.token))
        assert found == expected

    def lists(self, believed: bool) -> None:
        rows = self.counter.store.rows("published.get", ("status/1",))
        assert self._believed(bytes(rows[0][0])) == believed

    def forge(self, name: str, says: str) -> None:
        key = self.counter.key(name)
        real = Claims.from_bytes(open_token(self._kept("a").token).payload)
        claims = replace(real, id=b"0123456789")
        token = seal_token(claims.to_bytes(), self.counter.ring.secret(key.kid), key.kid)
        assert self._verdict(Link(certificate_id(claims.id), token)) == says

    def forge_list(self, name: str, taken: bool) -> None:
        secret = self.counter.ring.secret(self.counter.key(name).kid)
        listed = StatusList(LIST, self._now(), 100, bytes(32_768))
        assert self._believed(seal_status_list(listed, secret)) == taken

    def keep(self, name: str) -> None:
        self.kept[name] = note_at(self.counter.store, CHECKPOINT)

    def audit(self, names: list[str], says: str, earlier: tuple[str, ...] = ()) -> None:
        witnesses, quorum = tuple(self.watchers.keys.values()), self.watchers.quorum
        policy = LogPolicy(tuple(map(self._log_key, names)), witnesses, quorum)
        notes = [self.kept[each] for each in earlier]
        try:
            found = audit(reading(self.counter.store), policy, notes)
        except BadNote:
            assert says == "other key"
            return
        too_few = len(found.seen) < quorum
        assert len(found.troubles) == too_few, found.troubles
        assert says == ("too few" if too_few else "whole")

    def _kept(self, case: str) -> Kept:
        found = register.of_effect(f"{case}/1", self.counter.keys, self.counter.store)
        assert found is not None
        return found

    def _verdict(self, link: Link) -> str:
        counter = self.counter
        enquiry = Enquiry(URL, counter.store, counter.keys, counter.key_set(), self.watchers)
        return enquiry.of_token(link, self._now()).verdict.reason

    def _believed(self, content: bytes) -> bool:
        try:
            return open_status_list(content, LIST, self.counter.key_set()).at(0) == "valid"
        except Malformed:
            return False

    def _now(self) -> int:
        return int(self.counter.clock.at.timestamp())


def _witness(name: str) -> NoteKey:
    return NoteKey(name, bytes(_secret(name).verify_key), COSIGNED)


@pytest.mark.parametrize("row", WALKS, ids=lambda row: row["it"])
def test_a_walk(row: dict[str, Any], tmp_path: Path, press: Press) -> None:
    walk = Walk(tmp_path, press, alone=not any("watch" in line for line in row["walk"]))
    with closing(walk):
        for line in row["walk"]:
            (word, what), *more = line.items()
            getattr(walk, word)(what, **dict(more))
