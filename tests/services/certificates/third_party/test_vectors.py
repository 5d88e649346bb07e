"""Test vectors that other projects wrote, run against our formats: what our profile accepts must pass, all the rest must be refused.

They are not kept here. `MITRA_CERTIFICATE_VECTORS` names a folder with one folder for each set below; without it everything is skipped.

| set | where it comes from | what must be accepted | outside our profile, and so refused |
|---|---|---|---|
| cose-wg | github.com/cose-wg/Examples | the signature of EdDSA-sig-01 (Ed25519) | every envelope (1) |
| claim169 | github.com/idpass/claim-169 | the signature and the claims of ed25519-signed | every envelope (1); unsigned, encrypted |
| merkle | github.com/transparency-dev/merkle | every proof said to be right | from an empty tree (2); hashes that have not 32 bytes |
| ed25519 | github.com/C2SP/CCTV | nothing is asked | keys and signatures of low order or in a second spelling (3) |
| status-list | draft-ietf-oauth-status-list | lists of two bits | 1, 4, 8 bits; signed with ES256; as JWT |
| c2sp | github.com/C2SP/C2SP | the key, notes and checkpoints of the specifications | notes of keys that are not told |

(1) Our header holds the algorithm and a key id of 8 bytes, both protected, and nothing else. Theirs have a key id of two bytes or none,
unprotected or together with other entries, or other algorithms (ES256, PS256, Ed448, HMAC), several signers, no tag. (2) From an empty
tree nothing needs to be proved; we compare sizes before we ask. (3) Projects differ about these; the strictest answer is ours.
Not run: certificates of the European Union (another format), Data Integrity proofs (JSON), ML-DSA cosignatures.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import zlib
from pathlib import Path
from typing import Any

import base45
import cbor2
import pytest
from cbor2 import CBORTag
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from engine.services.certificates.keys import key_id
from engine.services.certificates.log.checkpoint import read_checkpoint
from engine.services.certificates.log.merkle import (
    HASH_BYTES,
    proves_consistency,
    proves_inclusion,
)
from engine.services.certificates.log.note import BadNote, open_note, read_key
from engine.services.certificates.status import STANDINGS, open_status_list
from engine.services.certificates.status.listing import (
    ISSUED,
    KIND,
    LIST,
    SUBJECT,
    TTL,
    StatusList,
)
from engine.services.certificates.token import Malformed, open_token, seal_token
from engine.services.certificates.token.cbor import encode
from engine.services.certificates.token.claims import ISSUED as ISSUED_AT
from engine.services.certificates.token.claims import NAME, PERSON
from engine.services.certificates.token.sign1 import MOST_BYTES, Opened
from tests.services.certificates.sample_state import ISSUED as NOW
from tests.services.certificates.sample_state import sample_state

VARIABLE = "MITRA_CERTIFICATE_VECTORS"
FOLDER = Path(os.environ.get(VARIABLE) or "no folder")
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"the third parties' vectors are not here: {VARIABLE} names their folder",
)


def files(name: str, pattern: str) -> list[Path]:
    """Return the files of a set. None is a failure of the test that asks: a set must not vanish unseen."""
    found = sorted(FOLDER.joinpath(name).rglob(pattern))
    assert found, f"{FOLDER / name} has no {pattern}"
    return found


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def refused(envelope: bytes) -> bool:
    try:
        open_token(envelope, most=100_000)
    except Malformed:
        return True
    return False


def verified(envelope: bytes, public: bytes) -> bool:
    """Tell whether our check of signatures holds this one for right, whatever is in the header."""
    parts = cbor2.loads(envelope)
    protected, _, payload, signature = parts.value if isinstance(parts, CBORTag) else parts
    return Opened(b"", payload, protected, signature).verified(public)


# -- COSE -------------------------------------------------------------------------------------------------------------


def test_no_envelope_of_the_cose_examples_is_taken_for_ours() -> None:
    taken = [
        path.name
        for path in files("cose-wg", "*.json")
        if not refused(bytes.fromhex(read(path)["output"]["cbor"]))
    ]
    assert taken == []


def test_the_ed25519_example_of_cose_is_verified_and_no_changed_one() -> None:
    example = read(FOLDER / "cose-wg/eddsa-examples/eddsa-sig-01.json")
    envelope = bytes.fromhex(example["output"]["cbor"])
    public = bytes.fromhex(example["input"]["sign0"]["key"]["x_hex"])
    assert verified(envelope, public)
    _, _, payload, signature = cbor2.loads(envelope).value
    for part in (payload, signature):
        place = envelope.index(part)
        for bit in range(8 * len(part)):
            changed = bytearray(envelope)
            changed[place + bit // 8] ^= 1 << bit % 8
            assert not verified(bytes(changed), public)


# -- Claim 169 --------------------------------------------------------------------------------------------------------


def token_in(code: str) -> bytes:
    """Return the envelope in a code of Claim 169; nothing where it holds none."""
    try:
        return zlib.decompress(base45.b45decode(code))
    except (ValueError, zlib.error):
        return b""


def test_no_envelope_of_claim_169_is_taken_for_ours() -> None:
    taken = [path.name for path in files("claim169", "*.json") if not refused(token_in(read(path)["qr_data"]))]  # fmt: skip
    assert taken == []


def test_the_signed_person_of_claim_169_is_read_under_our_numbers() -> None:
    example = next(
        read(path) for path in files("claim169", "*.json") if path.stem == "ed25519-signed"
    )
    envelope = token_in(example["qr_data"])
    assert verified(envelope, bytes.fromhex(example["signing_key"]["public_key_hex"]))
    claims = cbor2.loads(cbor2.loads(envelope).value[2])
    assert claims[PERSON][NAME] == example["expected_claim169"]["fullName"]
    assert claims[ISSUED_AT] == example["expected_cwt_meta"]["issuedAt"]


# -- the log ----------------------------------------------------------------------------------------------------------


def unpacked(said: str | None) -> bytes:
    return base64.b64decode(said or "")


def test_proofs_of_consistency_are_judged_as_they_should_be() -> None:
    counts = dict.fromkeys((True, False), 0)
    for path in files("merkle/testdata/consistency", "*.json"):
        row = read(path)
        older, newer = row["size1"], row["size2"]
        roots = unpacked(row["root1"]), unpacked(row["root2"])
        right = not row["wantErr"] and older > 0 and {*map(len, roots)} == {HASH_BYTES}
        proof = [*map(unpacked, row["proof"] or ())]
        assert proves_consistency(older, newer, *roots, proof) == right, path
        counts[right] += 1
    assert min(counts.values()) >= 5


def test_proofs_of_inclusion_are_judged_as_they_should_be() -> None:
    counts = dict.fromkeys((True, False), 0)
    for path in files("merkle/testdata/inclusion", "*.json"):
        row = read(path)
        leaf, root = unpacked(row["leafHash"]), unpacked(row["root"])
        right = not row["wantErr"] and len(leaf) == len(root) == HASH_BYTES
        proof = [*map(unpacked, row["proof"] or ())]
        assert proves_inclusion(row["leafIdx"], row["treeSize"], leaf, proof, root) == right, path
        counts[right] += 1
    assert min(counts.values()) >= 5


EXAMPLE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}")


def notes_in(text: str) -> list[str]:
    """Return the signed notes among a specification's examples."""
    return [each for each in EXAMPLE.findall(text) if "\n\n— " in each]


def test_the_notes_of_the_specifications_are_read() -> None:
    keys, notes = set(), []
    for path in files("c2sp", "*.md"):
        text = path.read_text("utf-8")
        keys |= {read_key(found) for found in KEY.findall(text)}
        notes += notes_in(text)
    assert keys
    assert len(notes) >= 4
    ours = [note for note in notes if any(f"— {key.name} " in note for key in keys)]
    assert ours
    for note in ours:
        assert open_note(note, keys).signed
        with pytest.raises(BadNote):
            open_note(note.replace("e", "a", 1), keys)
    for note in (note for note in notes if note not in ours):
        with pytest.raises(BadNote):
            open_note(note, keys)


def test_the_checkpoints_of_the_specifications_are_read() -> None:
    texts = [path.read_text("utf-8") for path in files("c2sp", "*.md")]
    notes = set(itertools.chain.from_iterable(map(notes_in, texts)))
    heads = [note.partition("\n\n")[0] + "\n" for note in notes]
    sizes = {read_checkpoint(head).size for head in heads if head.startswith("example.com/behind")}
    assert sizes == {20_852_163}


# -- signatures -------------------------------------------------------------------------------------------------------


def accepted(row: dict[str, Any]) -> bool:
    try:
        VerifyKey(bytes.fromhex(row["key"])).verify(row["msg"].encode(), bytes.fromhex(row["sig"]))
    except BadSignatureError:
        return False
    return True


WEAK = {"low_order_A", "non_canonical_A", "low_order_R", "non_canonical_R", "low_order_residue"}


def test_no_weak_signature_is_accepted() -> None:
    """Keys that fit every text, and signatures that can be written in two ways, are refused by the library that we rely on."""
    rows = [row for path in files("ed25519", "ed25519vectors.json") for row in read(path)]
    weak = [row for row in rows if WEAK & {*(row["flags"] or ())}]
    assert len(weak) > 500
    assert [row["number"] for row in weak if accepted(row)] == []


# -- status lists -----------------------------------------------------------------------------------------------------

URI = "https://v.ap.gov.example/.well-known/status/1"


def lists() -> dict[str, dict[str, Any]]:
    """Return the encoded lists of the draft, by the names of their files."""
    found = {}
    for path in files("status-list", "status_list_encoding*_cbor.md"):
        written = "".join(path.read_text("utf-8").rpartition("encoded:")[2].split())
        found[path.stem] = cbor2.loads(bytes.fromhex(written))
    return found


def opened(listed: dict[str, Any]) -> StatusList:
    """Return a list of theirs, signed by our key for lists."""
    state = sample_state()
    key = state.secret["status"]
    claims = {SUBJECT: URI, ISSUED: NOW, TTL: 3600, LIST: listed}
    envelope = seal_token(encode(claims), key, key_id(bytes(key.verify_key)), KIND)
    return open_status_list(envelope, URI, state.published)


def test_lists_of_two_bits_are_read_and_no_others() -> None:
    for name, listed in lists().items():
        if listed["bits"] != 2:
            with pytest.raises(Malformed):
                opened(listed)
            continue
        raw = zlib.decompress(listed["lst"])
        numbers = [byte >> shift & 3 for byte in raw[:64] for shift in (0, 2, 4, 6)]
        found = opened(listed)
        assert [found.at(place) for place in range(len(numbers))] == [STANDINGS[each] for each in numbers], name  # fmt: skip


def test_the_short_list_says_what_the_draft_says() -> None:
    """Section 4.1 of the draft: the statuses 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3."""
    found = opened(lists()["status_list_encoding2_cbor"])
    said = [STANDINGS.index(found.at(place)) for place in range(12)]
    assert said == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize("name", ["status_list_cwt", "referenced_token_cwt", "status_list_jwt_raw"])
def test_signed_examples_of_the_draft_are_not_taken_for_ours(name: str) -> None:
    written = "".join((FOLDER / f"status-list/examples/{name}.md").read_text("utf-8").split())
    content = written.encode() if "jwt" in name else bytes.fromhex(written)
    with pytest.raises(Malformed):
        open_status_list(content, "https://example.com/statuslists/1", sample_state().published)
    with pytest.raises(Malformed):
        open_token(content, most=MOST_BYTES)
