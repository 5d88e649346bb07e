"""Drives the pretend phone as a citizen would: reads what came, taps, picks from lists, types, attaches."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 60_000


class Phone:
    """One phone page. Whatever is done waits first for an answer to what was done before."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        expect(page.get_by_test_id("composer")).to_be_enabled(timeout=PATIENCE_MS)
        self._last = 0

    # -- what the citizen sees ----------------------------------------------------------------------------------------

    def answered(self, inside: str = "") -> Locator:
        """Return the newest message that came since the citizen last did something. inside: a test id it must hold."""
        js = """([after, inside]) => [...document.querySelectorAll('[data-testid=bubble][data-direction=in]')]
            .filter(each => Number(each.dataset.n) > after && (!inside || each.querySelector(`[data-testid=${inside}]`)))
            .map(each => each.dataset.n).pop()"""
        found = self.page.wait_for_function(js, arg=[self._last, inside], timeout=PATIENCE_MS)
        return self.page.locator(f'[data-testid=bubble][data-n="{found.json_value()}"]')

    def words(self) -> str:
        """Return what the newest message says."""
        return self.answered().inner_text()

    def says(self) -> list[str]:
        """Return everything on the screen that came to the citizen."""
        return self.page.locator("[data-testid=bubble][data-direction=in]").all_inner_texts()

    # -- what the citizen does ----------------------------------------------------------------------------------------

    def type(self, words: str) -> None:
        """Write and send."""
        if self._last:
            self.answered()
        self.page.get_by_test_id("composer").fill(words)
        self._done(lambda: self.page.get_by_test_id("send").click())

    def tap(self, key: str = "", title: str = "") -> None:
        """Tap the button whose id ends so, or whose title this is."""
        buttons = self.answered("reply-button").get_by_test_id("reply-button")
        self._done(lambda: self._one(buttons, key, title).click())

    def pick(self, key: str = "", title: str = "") -> None:
        """Open the newest list and send the row whose id ends so, or whose title this is."""
        self.answered("list-open").get_by_test_id("list-open").click()
        self._one(self.page.get_by_test_id("list-row"), key, title).click()
        self._done(lambda: self.page.get_by_test_id("list-send").click())

    def choose(self, key: str = "", title: str = "") -> None:
        """Tap the button or pick the row, whichever the newest message has: few options are buttons, more are a list."""
        listed = self.answered().get_by_test_id("list-open").count()
        self.pick(key, title) if listed else self.tap(key, title)

    def _one(self, offers: Locator, key: str, title: str) -> Locator:
        if title:
            return offers.filter(has_text=title).first
        return offers.and_(self.page.locator(f'[data-id$="{key}"]')).first

    def attach(self, sample: str, kind: str = "document") -> None:
        """Send one of the ready files. kind: `photo` or `document`."""
        self.answered()
        self.page.get_by_test_id("attach").click()
        self.page.get_by_test_id(f"attach-{kind}").click()
        self._done(lambda: self.page.locator(f'[data-testid=sample][data-key="{sample}"]').click())

    def _done(self, act: object) -> None:
        """Do something and remember the message it became."""
        ours = "[data-testid=bubble][data-direction=out]"
        before = self.page.locator(ours).count()
        act()  # type: ignore[operator]
        expect(self.page.locator(ours)).to_have_count(before + 1, timeout=PATIENCE_MS)
        self._last = int(self.page.locator(ours).last.get_attribute("data-n") or 0)
