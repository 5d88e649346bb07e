"""Whoever scans a code is told what it is: in a browser, on the page behind the code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from engine.services.certificates.keys import countersign, draft_key_set, key_id
from engine.services.certificates.register import Kept
from engine.services.certificates.status import StatusList, seal_status_list
from engine.services.certificates.token import Claims, Link, open_token, seal_token, write_link
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.services.certificates.verifying.saying import words
from engine.services.certificates.verifying.telling import told
from engine.services.certificates.verifying.verdict import ANSWERS
from engine.web.site import Published
from engine.web.verify.pages import GUESSES
from tests.services.certificates.counter import NOW, ROOT, URL
from tests.web.verify.conftest import PATIENCE_MS
from tests.web.verify.office import REPORT, Office

pytestmark = pytest.mark.browser

CODES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("codes.yaml").read_text("utf-8")
)
FORGER = SigningKey(b"f" * 32)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="en-IN", viewport={"width": 360, "height": 740})
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


def said(page: Page) -> str:
    """Return why the page says what it says, once it does."""
    page.wait_for_selector("#verdict[data-reason]")
    return str(page.locator("#verdict").get_attribute("data-reason"))


def folder_of(page: Page) -> str:
    """Return where the page's own scripts lie."""
    return str(page.locator("script[type=module]").get_attribute("src")).rpartition("/")[0] + "/"


class Forge:
    """Does to a genuine certificate what a row of codes.yaml says."""

    def __init__(self, office: Office, kept: Kept, other: Kept) -> None:
        self.office, self.kept, self.other = office, kept, other

    def link(self, change: str) -> str:
        links = {
            "": lambda: self.office.link(self.kept),
            "path": lambda: self.office.link(self.kept, at=self.other.id),
            "unknown_path": lambda: self.office.link(self.kept, at="0" * 16),
            "name": lambda: self.office.link(
                self.kept, self.kept.token.replace(b"Lakshmi", b"Lakshme")
            ),
            "longer": lambda: self.office.link(self.kept, self.kept.token + b"\0"),
            "half": lambda: self.office.link(
                self.kept, self.kept.token[: len(self.kept.token) // 2]
            ),
            "letters": lambda: self.office.link(self.kept, b"") + "<script>alert(1)</script>",
            "megabyte": lambda: self.office.link(self.kept, b"") + "1" * 1_000_000,
            "nested": lambda: self.office.link(self.kept, b"\x81" * 2_000 + b"\x01"),
            "forger": lambda: self.signed(FORGER, self.kid("Revenue")),
            "own_key": lambda: self.signed(FORGER, key_id(bytes(FORGER.verify_key))),
            "department": lambda: self.signed(self.secret("Endowments"), self.kid("Endowments")),
            "unlogged": lambda: self.ours(number="REV-INC-2026-999999-X"),
        }
        return links[change]()

    def kid(self, name: str) -> bytes:
        return self.office.counter.key(name).kid

    def secret(self, name: str) -> SigningKey:
        return self.office.counter.ring.secret(self.kid(name))

    def declare(self, **of_key: Any) -> None:
        """Publish that the key of the revenue department stands otherwise."""
        counter = self.office.counter
        with counter.store.transaction():
            counter.ring.change(replace(counter.key("Revenue"), **of_key))
        counter.publish_keys()

    def claims(self) -> Claims:
        return Claims.from_bytes(open_token(self.kept.token).payload)

    def signed(self, key: SigningKey, kid: bytes, **other: Any) -> str:
        payload = replace(self.claims(), **other).to_bytes()
        return self.office.link(self.kept, seal_token(payload, key, kid))

    def unknown(self) -> str:
        """Return what an insider's certificate would hold, of which the register knows nothing."""
        claims = replace(self.claims(), id=b"\0" * 10)
        token = seal_token(claims.to_bytes(), self.secret("Revenue"), self.kid("Revenue"))
        return self.office.link(self.kept, token, at="0" * 16)

    def ours(self, **other: Any) -> str:
        return self.signed(self.secret("Revenue"), self.kid("Revenue"), **other)

    def wire(self, what: str) -> dict[str, Published | None]:
        """Return what stands in the place of our published files."""
        counter = self.office.counter
        listed = StatusList(
            f"{URL}/.well-known/status/1", int(NOW.timestamp()), 43_200, b"\0" * 32_768
        )
        elsewhere = replace(listed, uri=f"{URL}/.well-known/status/2")
        set_ = draft_key_set(counter.key_set())
        forged = {
            "": {},
            "forged_list": {"status/1": seal_status_list(listed, FORGER)},
            "other_list": {"status/1": seal_status_list(elsewhere, self.secret("Lists"))},
            "forged_keys": {"keys": countersign(set_, FORGER)},
            "cut_keys": {"keys": set_[:200]},
        }[what]
        return {path: Published(content, "application/cose") for path, content in forged.items()}


def test_it_says_of_every_code_what_it_is(
    office: Office, browser: Browser, kept: Kept, other: Kept
) -> None:
    forge, wrong = Forge(office, kept, other), []
    context = browser.new_context(locale="en-IN", service_workers="block")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    for row in CODES:
        office.stand(kept, row.get("stand", "valid"))
        office.forged = forge.wire(row.get("wire", ""))
        office.counter.clock.at = NOW + timedelta(days=row.get("days", 0))
        if "stolen_after" in row:
            forge.declare(state="bad", bad_after=row["stolen_after"])
        page.goto("about:blank")
        page.goto(forge.link(row.get("change", "")), wait_until="commit")
        reason = said(page)
        shows = "Lakshmi" in page.locator("#verdict").inner_text()
        believed = ANSWERS[row["says"]] in ("genuine", "lapsed") or row["says"] == "no_status"
        if (reason, shows) != (row["says"], believed):
            wrong.append((row["it"], reason, shows))
        page.evaluate("caches.delete('mitra-trust')")
        if "stolen_after" in row:
            forge.declare(state="active", bad_after=None)
    office.forged, office.counter.clock.at = {}, NOW
    office.stand(kept, "valid")
    context.close()
    assert not wrong


def test_it_shows_what_was_signed_and_no_more(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    page = context.new_page()
    page.goto(office.link(kept))
    assert said(page) == "good"
    shown = page.locator("#verdict").inner_text()
    for words_ in (
        kept.number, "Lakshmi Devi Nandigama", "లక్ష్మీదేవి నందిగామ", "₹96,000", "1985", "Income Certificate",
        "Revenue Department", "23-11-2026", "23-11-2030", f"entry {kept.logged}", "Valid",
    ):  # fmt: skip
        assert words_ in shown
    assert "04-07" not in shown
    assert "0704" not in shown
    expect(page.locator(".report")).to_have_attribute("href", REPORT)
    expect(page.locator(".where")).to_contain_text("mitra.example")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_it_shows_a_whole_date_of_birth_where_its_kind_says_so(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    """The same on the page, to a department's program, in the chat and at the terminal."""
    before = office.kinds
    income = before["income_certificate"]
    fields = tuple(
        replace(each, shown="whole") if each.name == "born" else each for each in income.fields
    )
    office.kinds = {**before, income.name: replace(income, fields=fields)}
    try:
        page = context.new_page()
        page.goto(office.link(kept))
        assert said(page) == "good"
        shown = page.locator("#verdict").inner_text()
        asked = page.request.post(f"{office.address}/verify", data={"code": write_link(URL, kept.id, kept.token)}).json()  # fmt: skip
    finally:
        office.kinds = before
    facts = {fact["number"]: fact["value"] for fact in asked["certificate"]["facts"]}
    counter = office.counter
    enquiry = Enquiry(URL, counter.store, counter.keys, counter.key_set(), office.watchers)
    finding = enquiry.of_token(Link(kept.id, kept.token), int(NOW.timestamp()))
    whole = told(finding, replace(income, fields=fields), "en")

    assert "04-07-1985" in shown
    assert facts[8] == "04-07-1985"
    assert "04-07-1985" in whole
    assert "Year of birth: 1985" in told(finding, income, "en")
    assert "04-07" not in told(finding, income, "en")


@pytest.mark.parametrize("older", [True, False], ids=["older list", "no list"])
def test_the_worse_of_list_and_register_counts(
    office: Office, context: BrowserContext, other: Kept, older: bool
) -> None:
    """The register knows of a revocation first, and a list may not be had. What the register said is not put to the list's older hour."""
    before = context.request.get(f"{office.address}/.well-known/status/1")
    held = Published(before.body(), before.headers["content-type"])
    office.forged = {"status/1": held if older else None}
    office.stand(other, "revoked")
    try:
        page = context.new_page()
        page.goto(office.link(other))
        assert said(page) == "revoked"
        expect(page.locator("#verdict")).to_contain_text("రిజిస్టరులో ఉన్న స్థితి")
    finally:
        office.forged = {}
        office.stand(other, "valid")


def test_whoever_asked_too_often_is_told_that_and_not_that_there_is_no_network(
    office: Office, context: BrowserContext, kept: Kept, other: Kept
) -> None:
    """As by the scanner, whose page is there already. What nobody knows is not called genuine meanwhile."""
    for place in range(GUESSES):
        context.request.get(f"{office.address}/c/{place:016}.json")
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    hasten(page)
    page.goto(office.link(kept))
    assert said(page) == "good", "a real one is no guess"
    script = """async ([folder, code]) => {
        const [check, sheet] = await Promise.all(["check.js", "sheet.js"].map((name) => import(folder + name)));
        const { found, around } = await check.checkCode(code, sheet.known());
        sheet.showVerdict(found, around, sheet.known());
    }"""
    asked = [folder_of(page), Forge(office, kept, other).unknown().replace(office.address, URL)]
    page.evaluate(script, asked)
    reason, words_ = said(page), page.locator("#verdict").inner_text()
    office.counter.clock.wait(minutes=1)
    page.evaluate(script, asked)
    after = said(page)
    office.counter.clock.wait(minutes=-1)

    assert (reason, after) == ("busy_register", "not_logged")
    assert "asked too many times from here" in words_


BUSY: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("busy.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("row", BUSY, ids=lambda row: str(row["it"]))
def test_where_the_proxy_lets_nobody_through(
    row: dict[str, Any], office: Office, browser: Browser, kept: Kept, other: Kept
) -> None:
    """The proxy's answer is not ours: no words, no header. Nothing was kept before."""
    context = browser.new_context(locale="en-IN", service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    page, asked = context.new_page(), []
    page.clock.set_fixed_time(NOW)
    hasten(page)

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        if asked.count(route.request.url) <= row["refused"]:
            route.fulfill(status=429, content_type="text/html", body="<h1>429</h1>")
        else:
            route.continue_()

    page.route(re.compile(row["path"]), refuse)
    page.goto(Forge(office, kept, other).link(row.get("change", "")))

    assert said(page) == row["says"]
    shown = page.locator("#verdict").inner_text()
    for words_ in row["shown"]:
        assert words_ in shown
    assert max(asked.count(url) for url in asked) <= 4, "asked politely"
    context.close()


def hasten(page: Page) -> None:
    """Let the pauses between one asking and the next be over twenty times as fast, once the page's clock is set."""
    page.add_init_script(
        "const wait = setTimeout; globalThis.setTimeout = (go, ms, ...more) => wait(go, ms / 20, ...more);"
    )


def checked_before(office: Office, context: BrowserContext, kept: Kept) -> Page:
    """Return a page on which a certificate was checked, and that is kept for a time without a network."""
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(office.link(kept))
    assert said(page) == "good"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(CARRIED)
    return page


def test_lists_and_keys_kept_before_are_used_where_the_proxy_lets_nobody_through(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    """The page itself is not to be had either: the one that is kept answers, and never calls it anything but what its signature says."""
    page = checked_before(office, context, kept)
    hasten(page)
    page.goto("about:blank")
    office.full = True
    try:
        page.goto(office.link(kept))
        assert said(page) == "busy_register"
    finally:
        office.full = False
    assert "Lakshmi Devi Nandigama" in page.locator("#verdict").inner_text()


@pytest.mark.parametrize("language", ["te", "en"])
def test_it_says_the_words_of_the_chat(
    language: str, office: Office, browser: Browser, kept: Kept
) -> None:
    """In the phone's language first; a button changes it, and the next page remembers."""
    context = browser.new_context(locale=f"{language}-IN")
    page = context.new_page()
    page.goto(office.link(kept))
    said(page)
    first, second = language, {"te": "en", "en": "te"}[language]
    for now in (first, second):
        page.locator(f"[data-language={now}]").click()
        headline = page.locator("#verdict h1").inner_text().strip()
        assert words()["answers"]["genuine"][now].endswith(headline)
        assert page.locator(".advice").inner_text().strip() == words()["reasons"]["good"][now]
    page.goto(f"{office.address}/c/{kept.id.lower()}")
    assert page.evaluate("document.documentElement.lang") == second
    context.close()


def test_what_is_signed_never_leaves_the_browser(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    page = context.new_page()
    link = office.link(kept)
    digits = link.partition("#")[2]
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(
            f"{request.url.partition('#')[0]} {request.headers} {request.post_data}"
        ),
    )
    before = len(office.asked)
    page.goto(link)
    assert said(page) == "good"
    page.wait_for_load_state("networkidle")
    everything = "\n".join([*office.asked[before:], *asked])
    assert digits[:40] not in everything
    assert "Lakshmi" not in everything
    assert "'referer': 'http" not in everything
    assert "HTTP_REFERER" not in everything
    assert page.url == link.partition("#")[0]
    assert digits[:40] not in page.evaluate(
        "JSON.stringify(history.state) + JSON.stringify(localStorage) + location.href"
    )


def test_a_second_code_in_the_same_window_is_checked_as_well(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    page = context.new_page()
    page.goto(office.link(kept))
    assert said(page) == "good"
    page.evaluate("location.hash = '12345'")
    page.wait_for_selector("#verdict[data-reason=unreadable]")


def test_an_answer_that_comes_late_never_stands_for_another_code(
    office: Office, context: BrowserContext, kept: Kept, other: Kept
) -> None:
    """The register is slow to answer for the first code; the second one is another paper."""
    page = context.new_page()
    held: list[Route] = []
    page.route(f"**/c/{kept.id.lower()}.json", lambda route: held.extend([route]))
    page.goto(office.link(kept), wait_until="commit")
    page.wait_for_selector("#verdict .checking")
    page.wait_for_function("() => location.hash === ''")
    page.evaluate("location.hash = 'letters'")
    page.wait_for_selector("#verdict[data-reason=unreadable]")
    assert len(held) == 1
    with page.expect_response(lambda answer: answer.url.endswith(".json")):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert page.locator("#verdict").get_attribute("data-reason") == "unreadable"


NAMES = {
    "is a script": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "turns the direction": ("Ravi \u202egro.live\u202c Kumar", "Ravi gro.live Kumar"),
    "hides letters": ("Ra\u200bvi\ufeff Kumar\u2066", "Ravi Kumar"),
    "needs its joiners": ("క్\u200cష \u0c95\u0ccd\u200d", "క్\u200cష \u0c95\u0ccd\u200d"),
    "is decomposed": ("Zoe\u0301", "Zo\u00e9"),
    "has lines": ("Ravi\nKumar\tRao", "Ravi Kumar Rao"),
}  # fmt: skip


def test_a_name_is_shown_as_a_name(office: Office, context: BrowserContext, kept: Kept) -> None:
    page, wrong = context.new_page(), []
    page.goto(f"{office.address}/c/{kept.id}")
    script = """async ([folder, name]) => {
        const sheet = await import(folder + "sheet.js");
        const told = {...sheet.known()};
        const person = new Map([[4, name]]), around = {standing: "valid", listed: 1, logged: 0, since: "2026-11-23"};
        const claims = {type: "REV-INC", number: "N", issued: 1, expires: null, officer: "", person, fields: new Map()};
        sheet.showVerdict({reason: "good", claims, key: {name: "Revenue"}}, around, told);
        return document.querySelector("#verdict .whose dd").textContent;
    }"""
    folder = folder_of(page)
    page.on("dialog", lambda dialog: wrong.append(("alert", dialog.message)))
    for it, (name, shown) in NAMES.items():
        found = page.evaluate(script, [folder, name])
        if found != shown:
            wrong.append((it, found))
    assert not wrong


def test_what_has_no_name_any_more_is_shown_with_its_number(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    """A page that knows nothing of its kind: it was opened for another certificate, or the kind is gone."""
    page = context.new_page()
    page.route(lambda url: "/C/" in url, _without_kinds)
    page.goto(office.link(kept))
    assert said(page) == "good"
    shown = page.locator("#verdict").inner_text()
    for words_ in (
        "Lakshmi Devi Nandigama",
        "Detail 13",
        "Guntur",
        words()["labels"]["changed"]["en"],
    ):
        assert words_ in shown
    assert "undefined" not in shown


def _without_kinds(route: Route) -> None:
    answer = route.fetch()
    before, begin, rest = answer.text().partition('id="known">')
    known, end, after = rest.partition("</script>")
    bare = json.dumps({**json.loads(known), "kinds": {}})
    route.fulfill(response=answer, body=before + begin + bare + end + after)


def test_a_page_from_before_works_without_a_network(
    office: Office, context: BrowserContext, kept: Kept, other: Kept
) -> None:
    """Once any certificate was checked, another one is checked without a network; nothing of the first one is kept."""
    page = checked_before(office, context, kept)
    context.set_offline(True)
    page.goto(office.link(other))
    assert said(page) == "good"
    expect(page.locator("#verdict")).to_contain_text("Somebody Else")
    expect(page.locator("#verdict")).to_contain_text("for want of a network")
    page.clock.set_fixed_time(NOW + timedelta(days=1))
    page.goto(office.link(kept))
    assert said(page) == "old_status"
    stored = page.evaluate(STORED)
    assert not [url for url in stored if re.search(r"/c/|#", url, re.IGNORECASE)]
    assert f"{office.address}/.well-known/status/1" in stored


CARRIED = "async () => (await caches.keys()).some((name) => name.startsWith('mitra-pages')) && !!(await caches.match('/scan'))"
STORED = """async () => {
    const found = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(request.url);
    return found;
}"""


def test_an_older_key_set_or_list_never_takes_the_place_of_a_newer_one(
    office: Office, context: BrowserContext, kept: Kept, other: Kept
) -> None:
    forge, page = Forge(office, kept, other), context.new_page()
    page.goto(office.link(kept))
    assert said(page) == "good"
    older = replace(office.counter.key_set(), number=0, keys=())
    before = StatusList(
        f"{URL}/.well-known/status/1", int(NOW.timestamp()) - 80_000, 43_200, b"\0" * 32_768
    )
    office.forged = {
        "keys": Published(countersign(draft_key_set(older), ROOT), "application/cose"),
        "status/1": Published(seal_status_list(before, forge.secret("Lists")), "application/cwt"),
    }
    page.goto("about:blank")
    page.goto(office.link(kept))
    assert said(page) == "good"
    office.forged = {}


def test_a_hostile_token_is_refused_at_once(
    office: Office, context: BrowserContext, kept: Kept
) -> None:
    page = context.new_page()
    page.goto(f"{office.address}/c/{kept.id}")
    folder = folder_of(page)
    script = """async (folder) => {
        const {judge} = await import(folder + "judge.js");
        const {fromDigits} = await import(folder + "link.js");
        const keys = {keys: [], goodUntil: 0};
        const hostile = {
            nested: new Uint8Array(2048).fill(0x81), million: Uint8Array.of(0x9a, 0, 0x0f, 0x42, 0x40),
            huge: new Uint8Array(5_000_000), endless: new Uint8Array(2048).fill(0x9f), long: Uint8Array.of(0x5b, 0, 0, 0, 1, 0, 0, 0, 0),
        };
        const slow = {};
        for (const [name, token] of Array(5).fill(Object.entries(hostile)).flat()) {
            const begun = performance.now();
            const {reason} = await judge(token, keys, {now: 1});
            slow[name] = [reason, Math.min(performance.now() - begun, slow[name]?.[1] ?? Infinity)];
        }
        for (let turn = 0; turn < 5; turn += 1) {
            const begun = performance.now();
            try { fromDigits("1".repeat(1_000_000)); } catch {
                slow.digits = ["unreadable", Math.min(performance.now() - begun, slow.digits?.[1] ?? Infinity)];
            }
        }
        return slow;
    }"""
    found = page.evaluate(script, folder)
    assert {reason for reason, _ in found.values()} == {"unreadable"}
    assert max(spent for _, spent in found.values()) < 50


def test_it_needs_no_script_to_say_what_the_register_holds(
    office: Office, browser: Browser, kept: Kept
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(office.link(kept))
    shown = page.locator("main").inner_text()
    for words_ in (
        kept.number,
        "Valid",
        "చెల్లుతుంది",
        "23-11-2030",
        f"entry {kept.logged}",
        "mitra.example",
    ):
        assert words_ in shown
    for secret in ("Lakshmi", "96,000", "1985", "Venkata"):
        assert secret not in page.content()
    context.close()


CONTRAST = """() => {
    const light = (colour) => {
        const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map((each) => each / 255)
            .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (!/, 0\\)$|transparent/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const faint = [];
    for (const element of document.querySelectorAll("body *")) {
        const words = [...element.childNodes].filter((each) => each.nodeType === 3 && each.data.trim());
        if (!words.length || !element.checkVisibility()) continue;
        const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
        if ((one + 0.05) / (other + 0.05) < 4.5) faint.push([words[0].data.trim().slice(0, 30), (one + 0.05) / (other + 0.05)]);
    }
    return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_sunlight_and_at_night_on_a_narrow_phone(
    scheme: Any, office: Office, browser: Browser, kept: Kept, other: Kept
) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for every word; nothing is wider than the phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, service_workers="block"
    )
    page, forge = context.new_page(), Forge(office, kept, other)
    for change, stands in (("", "valid"), ("", "revoked"), ("name", "valid"), ("own_key", "valid")):
        office.stand(kept, stands)
        page.goto("about:blank")
        page.goto(forge.link(change))
        said(page)
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    for path in (f"/c/{kept.id}", "/c/0", "/scan"):
        page.goto(office.address + path)
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    office.stand(kept, "valid")
    context.close()
