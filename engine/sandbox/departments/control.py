"""The switches of the pretend departments: a page for a visitor, the same over HTTP for a program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from engine.sandbox.departments.database import DatabaseSystem
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import MODES, Reply, Switch, System, body_of
from engine.sandbox.pages import Pages, refuse_strangers

TITLES: Mapping[str, Words] = {
    "ok": Words("బాగుంది", "Works"),
    "slow": Words("ఆలస్యం", "Slow"),
    "down": Words("స్పందన లేదు", "Down"),
    "garbage": Words("అర్థంలేని జవాబు", "Garbage"),
}


class Control:
    """`GET /control` shows switches and samples; `POST /control/<system>` takes `{"mode": "down"}` or `{"reset": true}`, or a form.

    `GET /control/systems` tells all of them at once, `GET /control/<system>` one, as JSON.
    """

    def __init__(self, systems: Mapping[str, tuple[System, Switch]]) -> None:
        self._systems = systems
        self._pages = Pages(Path(__file__).parent / "pages")

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; other parts of the sandbox have theirs under `/control` too."""
        system = "/control/{system:" + "|".join(self._systems) + "}"
        return [
            web.get("/control", self._show),
            web.get("/control/control.css", self._pages.style("control.css")),
            web.get("/control/systems", self._tell_all),
            web.get(system, self._tell),
            web.post(system, self._switch),
        ]

    async def _show(self, request: web.Request) -> web.StreamResponse:
        systems = [
            {"name": name, "title": system.title, "mode": switch.mode, "samples": system.samples()}
            for name, (system, switch) in self._systems.items()
        ]
        return self._pages.show(
            "control.html",
            systems=systems,
            modes=[{"name": mode, "title": TITLES[mode]} for mode in MODES],
            reset=Words("మొదటికి మార్చు", "Start afresh"),
            what=Words("ఏమి జరుగుతుంది", "What happens"),
            type=Words("ఇది పంపండి", "Type this"),
        )

    async def _tell_all(self, request: web.Request) -> web.StreamResponse:
        modes = [{"name": mode, "title": TITLES[mode].plain()} for mode in MODES]
        return Reply(
            200, {"modes": modes, "systems": list(map(self._told, self._systems))}
        ).response()

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        return Reply(200, self._told(request.match_info["system"])).response()

    def _told(self, name: str) -> dict[str, Any]:
        system, switch = self._systems[name]
        samples = [
            {"what": sample.what.plain(), "values": list(sample.values)}
            for sample in system.samples()
        ]
        return {
            "name": name,
            "title": system.title.plain(),
            "mode": switch.mode,
            "samples": samples,
        }

    async def _switch(self, request: web.Request) -> web.StreamResponse:
        refuse_strangers(request)
        system, switch = self._systems[request.match_info["system"]]
        raw = await request.read()
        by_form = not raw.lstrip().startswith(b"{")
        wish = dict(parse_qsl(raw.decode("utf-8", "replace"))) if by_form else body_of(raw) or {}
        mode, reset = wish.get("mode", switch.mode), wish.get("reset") in (True, "true")
        if mode not in MODES or not (reset or "mode" in wish):
            return Reply(400, {"error": f"mode is one of {', '.join(MODES)}"}).response()
        switch.mode = mode
        if isinstance(system, DatabaseSystem):
            system.behave(mode)
        if reset:
            system.reset()
        if by_form:
            raise web.HTTPSeeOther(f"/control#{system.name}")
        return Reply(200, {"mode": switch.mode}).response()
