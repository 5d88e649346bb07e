"""The page of switches: what the pretend platform can do to us, each with a sentence and one button, and one to end it all."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from aiohttp import web

from engine.sandbox.pages import Pages, refuse_strangers
from engine.sandbox.whatsapp.refusals import KINDS
from engine.sandbox.whatsapp.switches import GROUPS, SHOWN, Switches
from engine.sandbox.whatsapp.world import World

PATH = "/control/whatsapp"


class Switchboard:
    """`GET /control/whatsapp` shows the switches, `POST` takes the form of one of them, or `reset`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages = Pages(Path(__file__).parent / "pages")

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the page."""
        return [
            web.get(PATH, self._show),
            web.post(PATH, self._switch),
            web.get(f"{PATH}.css", self._pages.style("control.css")),
        ]

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return self._page()

    async def _switch(self, request: web.Request) -> web.StreamResponse:
        refuse_strangers(request)
        form = dict(parse_qsl((await request.read()).decode("utf-8", "replace")))
        if "reset" in form:
            self._world.apply(Switches())
            raise web.HTTPSeeOther(PATH)
        try:
            wanted = {name: _read(name, value) for name, value in form.items()}
            self._world.apply(self._world.switches.changed(wanted))
        except ValueError as wrong:
            return self._page(str(wrong), 400)
        raise web.HTTPSeeOther(f"{PATH}#{next(iter(form), '')}")

    def _page(self, wrong: str = "", status: int = 200) -> web.Response:
        now, usual = self._world.switches.plain(), Switches().plain()
        groups = {
            title: [
                {
                    "name": name,
                    "shown": SHOWN[name],
                    "value": now[name],
                    "on": now[name] != usual[name],
                }
                for name in names
            ]
            for title, names in GROUPS.items()
        }
        codes = {code: kind.title for code, kind in sorted(KINDS.items())}
        on = sum(now[name] != usual[name] for name in now)
        return self._pages.show(
            "control.html", status, groups=groups, codes=codes, wrong=wrong, on=on
        )


def _read(name: str, written: str) -> object:
    """Return a form's value as the switch takes it. Raises ValueError."""
    kind = type(Switches().plain().get(name))
    if kind is bool:
        return written == "on"
    if kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            raise ValueError(f"{name} has to be a number, not “{written[:20]}”") from None
    return written
