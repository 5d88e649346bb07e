"""What a tester can do: add phones, act as a citizen, read along, move the clock, cause trouble.

The same handlers stand under `/control` for programs and under `/phone/api` for the phone page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import orjson
from aiohttp import web

from engine.sandbox.whatsapp.citizen import Citizen, next_messages
from engine.sandbox.whatsapp.config import Template, TemplateButton
from engine.sandbox.whatsapp.conversation import Phone
from engine.sandbox.whatsapp.courier import Courier
from engine.sandbox.whatsapp.figures import Figures
from engine.sandbox.whatsapp.graph import as_json
from engine.sandbox.whatsapp.media import DAY, RECEIVED_DAYS, check_file
from engine.sandbox.whatsapp.outgoing import digits_of
from engine.sandbox.whatsapp.reading import (
    Tree,
    as_list,
    as_number,
    as_text,
    as_tree,
    optional_text,
)
from engine.sandbox.whatsapp.refusals import Refused
from engine.sandbox.whatsapp.samples import SAMPLES
from engine.sandbox.whatsapp.switches import Switches
from engine.sandbox.whatsapp.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LISTED_PHONES = 50
WAIT_LONGEST = 60.0


class Console:
    """The handlers for testers."""

    def __init__(self, world: World, courier: Courier, citizen: Citizen) -> None:
        self._world = world
        self._courier = courier
        self._citizen = citizen

    def page_routes(self, prefix: str) -> list[web.RouteDef]:
        """Return what both the phone page and programs use."""
        phone = prefix + r"/phones/{phone:\d+}"
        return [
            web.get(prefix + "/phones", polite(self._list_phones)),
            web.post(prefix + "/phones", polite(self._add_phone)),
            web.post(phone + "/messages", polite(self._act)),
            web.get(phone + "/messages", polite(self._read)),
            web.post(prefix + "/media", polite(self._keep_file)),
            web.get(prefix + "/samples", polite(self._list_samples)),
            web.get(prefix + "/switches", polite(self._switches)),
            web.patch(prefix + "/switches", polite(self._switch)),
            web.delete(prefix + "/switches", polite(self._reset_switches)),
            web.post(prefix + "/clock", polite(self._advance_clock)),
        ]

    def control_routes(self) -> list[web.RouteDef]:
        """Return what only programs use."""
        return [
            *self.page_routes("/control"),
            web.post("/control/messages", polite(self._act_many)),
            web.get("/control/figures", polite(self._figures)),
            web.delete("/control/figures", polite(self._reset_figures)),
            web.post("/control/templates", polite(self._add_template)),
        ]

    def phone_of(self, request: web.Request) -> Phone:
        """Return the phone named in the path; answer 404 when there is none."""
        phone = self._world.phones.get(request.match_info["phone"])
        if phone is None:
            raise web.HTTPNotFound(text="no such phone")
        return phone

    async def _list_phones(self, request: web.Request) -> web.StreamResponse:
        config = self._world.config
        phones = [phone.summary() for phone in list(self._world.phones.values())[:LISTED_PHONES]]
        return as_json(
            {
                "epoch": self._world.nonce,
                "now": self._world.now(),
                "business": {
                    "name": config.business_name,
                    "number": config.display_phone_number,
                    "reachable": self._courier.verified,
                },
                "phones": phones,
            }
        )

    async def _add_phone(self, request: web.Request) -> web.StreamResponse:
        wish = await _tree(request)
        world = self._world
        number = digits_of(optional_text(wish, "number", "phone", 20))
        if not number:
            number = self._free_number()
        name = optional_text(wish, "name", "phone", 60) or f"Sample citizen {len(world.phones) + 1}"
        phone = world.add_phone(number, name, hides_number=wish.get("hides_number") is True)
        return as_json(phone.summary(), 201)

    def _free_number(self) -> str:
        last = 919000000000 + len(self._world.phones)
        return next(str(n) for n in range(last, last + 10**6) if self._is_free(str(n)))

    def _is_free(self, number: str) -> bool:
        return (
            number not in self._world.phones and number != self._world.config.display_phone_number
        )

    async def _act(self, request: web.Request) -> web.StreamResponse:
        entry = self._citizen.act(self.phone_of(request), await _tree(request))
        return as_json(entry.plain(), 201)

    async def _act_many(self, request: web.Request) -> web.StreamResponse:
        """Take `[{from, …action}]`; phones that do not exist yet are created."""
        actions = as_list(await _json(request), "the body")
        ids = []
        for at, item in enumerate(actions):
            action = as_tree(item, f"[{at}]")
            number = digits_of(as_text(action.get("from"), f"[{at}].from", 20))
            phone = self._world.add_phone(number, f"Sample citizen {number[-6:]}")
            ids.append(self._citizen.act(phone, action).id)
        return as_json({"ids": ids}, 201)

    async def _read(self, request: web.Request) -> web.StreamResponse:
        """Return the messages after number `after`, waiting up to `wait` seconds for the first."""
        phone = self.phone_of(request)
        after = int(as_number(request.query.get("after", "0"), "after", 0, 1e15))
        wait = as_number(request.query.get("wait", "0"), "wait", 0, WAIT_LONGEST)
        entries = await next_messages(self._world, phone, after, wait)
        return as_json(
            {
                "phone": phone.summary(),
                "typing": phone.typing_until > self._world.now(),
                "messages": [entry.plain() for entry in entries],
            }
        )

    async def _keep_file(self, request: web.Request) -> web.StreamResponse:
        """Store the raw body as a citizen's file; `?name=` is what the citizen calls it."""
        name = request.query.get("name", "file")[:240]
        content = await request.read()
        check_file(request.content_type, content)
        until = self._world.now() + RECEIVED_DAYS * DAY
        media = self._world.media.add(request.content_type, name, content, until)
        return as_json(media.plain(), 201)

    async def _list_samples(self, request: web.Request) -> web.StreamResponse:
        return as_json([sample.plain() for sample in SAMPLES.values()])

    async def _switches(self, request: web.Request) -> web.StreamResponse:
        return as_json(self._world.switches.plain())

    async def _switch(self, request: web.Request) -> web.StreamResponse:
        try:
            self._world.apply(self._world.switches.changed(await _tree(request)))
        except ValueError as wrong:
            raise Refused(100, str(wrong)) from None
        return as_json(self._world.switches.plain())

    async def _reset_switches(self, request: web.Request) -> web.StreamResponse:
        self._world.apply(Switches())
        return as_json(self._world.switches.plain())

    async def _advance_clock(self, request: web.Request) -> web.StreamResponse:
        """Move the pretend clock forward by `{advance_seconds}`; it never goes back."""
        wish = await _tree(request)
        seconds = as_number(wish.get("advance_seconds"), "advance_seconds", 0, 1e9)
        self._world.offset += seconds
        return as_json({"offset_seconds": self._world.offset, "now": self._world.now()})

    async def _figures(self, request: web.Request) -> web.StreamResponse:
        waiting = {"webhook_updates_waiting": self._courier.waiting}
        return as_json({**self._world.figures.plain(), **waiting})

    async def _reset_figures(self, request: web.Request) -> web.StreamResponse:
        self._world.figures = Figures()
        return as_json({"success": True})

    async def _add_template(self, request: web.Request) -> web.StreamResponse:
        """Enter a template: `{name, language, body, category?, status?, buttons?: [{text, url?}]}`."""
        wish = await _tree(request)
        rows = as_list(wish.get("buttons", []), "buttons")
        trees = [as_tree(row, "buttons[]") for row in rows]
        template = Template(
            as_text(wish.get("name"), "name", 512),
            as_text(wish.get("language"), "language", 20),
            as_text(wish.get("body"), "body", 1024),
            optional_text(wish, "category", "template", 40) or "utility",
            optional_text(wish, "status", "template", 40) or "approved",
            tuple(
                TemplateButton(
                    as_text(tree.get("text"), "buttons[].text", 25),
                    optional_text(tree, "url", "buttons[]", 2000),
                )
                for tree in trees
            ),
        )
        self._world.templates[template.name, template.language] = template
        return as_json({"status": template.status.upper()}, 201)


def polite(handler: Handler) -> Handler:
    """Answer a tester's slip with its sentence, and refuse pages of other origins."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            return as_json({"error": "only the phone page itself may do this"}, 403)
        try:
            return await handler(request)
        except Refused as refusal:
            return as_json({"error": refusal.details, "code": refusal.code}, 400)

    return handle


async def _json(request: web.Request) -> object:
    try:
        tree: object = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        raise Refused(100, "the body is not JSON") from None
    return tree


async def _tree(request: web.Request) -> Tree:
    return as_tree(await _json(request), "the body")
