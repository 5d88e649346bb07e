"""The browser decides as the server does: the same tables of attacks and of links, row by row, and every single flipped bit."""

from __future__ import annotations

from typing import Any

import pytest
from nacl.signing import SigningKey
from playwright.sync_api import Browser, Page

from engine.services.certificates.keys import (
    KeySet,
    Roots,
    countersign,
    draft_key_set,
    key_id,
    open_key_set,
)
from engine.services.certificates.token import seal_token
from engine.services.certificates.verifying.verdict import Circumstances, judge
from tests.services.certificates.keys.test_moved import MOVED, moved
from tests.services.certificates.sample_state import SAMPLE, sample_state
from tests.services.certificates.status.test_listing import LIST_KEYS, URI, key_set, signed_on
from tests.services.certificates.token.test_attacks import ATTACKS, NOW, forged
from tests.services.certificates.token.test_links_and_digits import LINKS, hosts_of
from tests.services.certificates.verifying.test_witnessed import (
    DAY,
    PROOFS,
    TOKEN,
    expected,
    proof_for,
    published,
    watchers,
)
from tests.web.verify.office import Office

pytestmark = pytest.mark.browser

ROOTS = tuple(SigningKey(bytes([each]) * 32) for each in (1, 2, 3))
JUDGE = """async ([folder, keys, roots, rows]) => {
    const {judge} = await import(folder + "judge.js");
    const {openKeySet} = await import(folder + "keys.js");
    const {bytesOf} = await import(folder + "trust.js");
    const set = await openKeySet(bytesOf(keys), {keys: roots.map(bytesOf), threshold: 2});
    const said = [];
    for (const [token, around] of rows) {
        const {reason, claims, key} = await judge(bytesOf(token), set, {...around, id: bytesOf(around.id)});
        said.push([reason, claims ? claims.number : null, key ? key.name : null]);
    }
    return said;
}"""
KEY_SETS = """async ([folder, rows, roots]) => {
    const {openKeySet} = await import(folder + "keys.js");
    const {bytesOf} = await import(folder + "trust.js");
    const said = [];
    for (const [content, threshold] of rows) {
        try { said.push((await openKeySet(bytesOf(content), {keys: roots.map(bytesOf), threshold})).keys.length); }
        catch { said.push(null); }
    }
    return said;
}"""
PROVE = """async ([folder, token, rows]) => {
    const {provedEntry} = await import(folder + "register.js");
    const {readClaims} = await import(folder + "claims.js");
    const {openToken} = await import(folder + "sign1.js");
    const {openKeySet} = await import(folder + "keys.js");
    const {bytesOf} = await import(folder + "trust.js");
    const opened = openToken(bytesOf(token));
    const read = {claims: readClaims(opened.payload), kid: opened.kid, token: bytesOf(token)};
    const said = [];
    for (const [proof, day, watchers, keys, roots] of rows) {
        const set = await openKeySet(bytesOf(keys), {keys: roots.map(bytesOf), threshold: 2});
        const {entry, witnessed} = await provedEntry(proof, day, read, set, watchers);
        said.push([entry, witnessed]);
    }
    return said;
}"""
LISTS = """async ([folder, rows]) => {
    const {openStatusList} = await import(folder + "status.js");
    const {openKeySet} = await import(folder + "keys.js");
    const {bytesOf} = await import(folder + "trust.js");
    const said = [];
    for (const [content, uri, keys, roots] of rows) {
        const set = await openKeySet(bytesOf(keys), {keys: roots.map(bytesOf), threshold: 2});
        try { said.push((await openStatusList(bytesOf(content), uri, set)).issued > 0); }
        catch { said.push(false); }
    }
    return said;
}"""
READ = """async ([folder, rows]) => {
    const {readLink, NotOurs} = await import(folder + "link.js");
    const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return rows.map(([text, hosts]) => {
        try { const {id, token} = readLink(text, ...hosts); return {id, token: hex(token)}; }
        catch (trouble) { return trouble instanceof NotOurs ? {host: trouble.host} : {malformed: true}; }
    });
}"""
OLD_BROWSER = """() => {
    const importKey = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (form, key, how, ...rest) =>
        how.name === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError")) : importKey(form, key, how, ...rest);
}"""


@pytest.fixture(params=["its own Ed25519", "the library's"])
def page(request: pytest.FixtureRequest, browser: Browser, office: Office) -> Any:
    context = browser.new_context(service_workers="block")
    made = context.new_page()
    if request.param == "the library's":
        made.add_init_script(f"({OLD_BROWSER})()")
    made.goto(f"{office.address}/c/0")
    yield made
    context.close()


def folder(page: Page) -> str:
    return str(page.locator("script[type=module]").get_attribute("src")).rpartition("/")[0] + "/"


def known(published: KeySet | None = None) -> tuple[str, list[str]]:
    """Return a key set, the sample state's where none is given, signed by two of three root keys, and those keys."""
    content = draft_key_set(published or sample_state().published)
    for root in ROOTS[:2]:
        content = countersign(content, root)
    return content.hex(), [bytes(root.verify_key).hex() for root in ROOTS]


def own(page: Page) -> bool:
    """Tell whether this browser checks signatures itself."""
    return bool(page.evaluate("crypto.subtle.importKey.name"))


def around(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "now": row.get("now", NOW),
        "id": row.get("id", SAMPLE.id.hex()),
        "standing": row.get("standing", "valid"),
        "statusAge": row.get("status_age_s", 60),
        "statusTtl": 86_400,
        "logged": row.get("logged"),
        "witnessed": row.get("witnessed", True),
    }


def test_it_answers_every_attack_as_the_server_does(page: Page) -> None:
    rows = [[forged(row, sample_state()).hex(), around(row)] for row in ATTACKS]
    said = page.evaluate(JUDGE, [folder(page), *known(), rows])
    assert [reason for reason, _, _ in said] == [row["says"] for row in ATTACKS]
    loaded = "performance.getEntriesByType('resource').some((each) => each.name.includes('noble'))"
    assert page.evaluate(loaded) is not own(page)
    for row, (_, number, key) in zip(ATTACKS, said, strict=True):
        circumstances = Circumstances(
            now=around(row)["now"],
            id=bytes.fromhex(around(row)["id"]),
            standing=around(row)["standing"],
            status_age_s=around(row)["statusAge"],
            logged=around(row)["logged"],
            witnessed=around(row)["witnessed"],
        )
        verdict = judge(forged(row, sample_state()), sample_state().published, circumstances)
        assert number == (verdict.claims.number if verdict.claims else None)
        assert key == (verdict.key.name if verdict.key else None)


def test_it_knows_where_the_state_was_before(page: Page) -> None:
    token = forged({}, sample_state()).hex()
    said = [
        page.evaluate(JUDGE, [folder(page), *known(moved(row)), [[token, around({})]]])[0][0]
        for row in MOVED
    ]
    assert said == [row["says"] for row in MOVED]


@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.prove)])
def test_it_refuses_every_flipped_bit_as_the_server_does(page: Page, step: int) -> None:
    key = sample_state().secret["revenue"]
    token = seal_token(SAMPLE.to_bytes(), key, key_id(bytes(key.verify_key)))
    rows, expected = [], []
    for bit in range(0, len(token) * 8, step):
        flipped = bytearray(token)
        flipped[bit // 8] ^= 1 << bit % 8
        rows.append([bytes(flipped).hex(), around({})])
        seen = Circumstances(now=NOW, id=SAMPLE.id, standing="valid", status_age_s=60)
        expected.append(judge(bytes(flipped), sample_state().published, seen).reason)
    said = page.evaluate(JUDGE, [folder(page), *known(), rows])
    assert [reason for reason, _, _ in said] == expected
    assert "good" not in expected


def test_it_takes_a_key_set_only_from_enough_root_keys(page: Page) -> None:
    draft = draft_key_set(sample_state().published)
    once, twice = countersign(draft, ROOTS[0]), countersign(countersign(draft, ROOTS[0]), ROOTS[2])
    stranger = countersign(once, SigningKey(b"s" * 32))
    rows = [
        (twice, 2), (twice, 1), (once, 1), (once, 2), (once, 0), (stranger, 2), (draft, 1), (draft, 0), (twice, 3),
        (twice + b"\0", 1), (twice[:-1], 1), (twice[:40] + b"\1" + twice[41:], 1), (b"", 1),
    ]  # fmt: skip
    public = [bytes(root.verify_key) for root in ROOTS]
    expected = [_keys(content, Roots(tuple(public), threshold)) for content, threshold in rows]
    asked = [[content.hex(), threshold] for content, threshold in rows]
    assert (
        page.evaluate(KEY_SETS, [folder(page), asked, [each.hex() for each in public]]) == expected
    )
    assert expected[:5] == [5, 5, 5, None, 5]


def _keys(content: bytes, roots: Roots) -> int | None:
    try:
        return len(open_key_set(content, roots).keys)
    except ValueError:
        return None


def test_it_finds_in_every_proof_what_the_server_finds(page: Page) -> None:
    rows = []
    for row in PROOFS:
        watch = watchers(row)
        told = {"witnesses": [str(key) for key in watch.keys.values()], "quorum": watch.quorum}
        rows.append([proof_for(row), row.get("day", DAY), told, *known(published(row))])
    said = page.evaluate(PROVE, [folder(page), TOKEN.hex(), rows])
    assert {row["it"]: tuple(each) for row, each in zip(PROOFS, said, strict=True)} == {
        row["it"]: expected(row) for row in PROOFS
    }


def test_it_believes_the_lists_that_the_server_believes(page: Page) -> None:
    rows = [[signed_on(row).hex(), URI, *known(key_set(row))] for row in LIST_KEYS]
    said = page.evaluate(LISTS, [folder(page), rows])
    assert {row["it"]: each for row, each in zip(LIST_KEYS, said, strict=True)} == {
        row["it"]: row["taken"] for row in LIST_KEYS
    }


def test_it_reads_every_link_as_the_server_does(page: Page) -> None:
    rows = [[row["text"], hosts_of(row)] for row in LINKS]
    said = page.evaluate(READ, [folder(page), rows])
    told = ("text", "former")
    expected = [{name: value for name, value in row.items() if name not in told} for row in LINKS]
    assert said == expected
