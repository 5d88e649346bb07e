"""The worker process: the runtime with every handler and receiver in its place."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from dataclasses import dataclass

import click
from aiohttp import ClientSession

from engine import logs
from engine.channels.whatsapp.client import Account, GraphClient, connect
from engine.channels.whatsapp.handlers import FetchMediaHandler, SendHandler
from engine.channels.whatsapp.lines import Lines
from engine.channels.whatsapp.marks import ReadMarks
from engine.domain import effect
from engine.domain.message import Outgoing, TextOut
from engine.domain.session import Conversation
from engine.interpreter.dialogue import sessions_needed, take_turn
from engine.interpreter.phrases import phrase
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.catalog_dir import BadCatalogue, LiveCatalog
from engine.runtime.doors import Http, LoopScheduler, Scheduler
from engine.runtime.keys import Keys
from engine.runtime.ports import FetchMedia, Handler, Write
from engine.runtime.programs import Programs
from engine.runtime.store.protocol import Store, StoreDown, WrongMaster
from engine.runtime.worker import AnotherWorker, Worker, WorkerLock, World
from engine.services.applications.handlers import Applications, LookAtClock
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.render import Press
from engine.services.connectors.asking import Asker
from engine.services.connectors.client import Client
from engine.services.connectors.egress import Reach
from engine.services.connectors.handler import Connectors
from engine.services.payments.gateway import SandboxGateway
from engine.services.payments.handlers import LookUpPayment, Payments
from engine.settings import Settings, SettingsError, refuse_samples
from engine.wiring.addresses import addresses, gateway_address
from engine.wiring.catalogue import PROJECT, Books, load_program
from engine.wiring.parts import CLOCK, RANDOM, files, open_inbox, open_keys, open_store
from engine.wiring.processes import GIVE_UP

CERTIFICATES = PROJECT / "templates" / "certificates"


def run_worker(settings: Settings) -> int:
    """Work until told to stop; return the exit code. What keeps it from starting is one clear line each."""
    logs.start(settings.log_format)
    try:
        lock = WorkerLock(files(settings).main)
        asyncio.run(_work(settings))
        lock.release()
    except SettingsError as trouble:
        return _refuse(*trouble.problems)
    except (AnotherWorker, BadCatalogue, StoreDown, WrongMaster) as trouble:
        return _refuse(str(trouble))
    return 0


def _refuse(*lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return GIVE_UP


async def _work(settings: Settings) -> None:
    keys = open_keys(settings)
    store = open_store(settings, keys)
    http, graph, scheduler = Client(Reach(settings.sandbox)), connect(), LoopScheduler()
    try:
        outside = Outside(lines(settings, graph), http, scheduler)
        worker = build(settings, store, keys, outside)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, worker.stop)
        await worker.run()
    finally:
        await graph.close()
        await http.close()
        store.close()


@dataclass(frozen=True, slots=True)
class Outside:
    """The worker's ways to other machines, and how it does things side by side."""

    lines: Lines
    http: Http
    scheduler: Scheduler


def lines(settings: Settings, graph: ClientSession) -> Lines:
    """Return our numbers at WhatsApp."""
    number = settings.whatsapp.phone_number_id
    account = Account(settings.whatsapp.graph_url, number, settings.whatsapp.access_token)
    return Lines({number: GraphClient(account, graph)})


def build(settings: Settings, store: Store, keys: Keys, outside: Outside) -> Worker:
    """Return the worker, its catalogue read and in force. Raises BadCatalogue, SettingsError."""
    programs = Programs(store, load_program)
    books = Books(programs.pinned)
    live = LiveCatalog(settings.catalog, books.compile, programs, CLOCK)
    live.start()
    refuse_samples(
        settings, {name: program.state for name, program in books.catalogue.programs.items()}
    )
    services = Services(settings, store, keys, books, outside)
    world = World(
        store=store,
        inbox=open_inbox(settings),
        keys=keys,
        clock=CLOCK,
        random=RANDOM,
        scheduler=outside.scheduler,
        handlers=services.handlers(),
        receivers={"decision": services.applications, "payment": services.payments},
        directory=lambda: live.directory,
        programs=programs,
        take_turn=take_turn,
        sessions_needed=sessions_needed,
        apology=_apology,
        claimed=ReadMarks(outside.lines, outside.scheduler).claimed,
        batch=settings.batch,
    )
    return Worker(world, live.refresh)


def _apology(conversation: Conversation) -> Outgoing:
    return TextOut(phrase("trouble", conversation.language or "te"))


class Services:
    """Who performs each effect; a test compares this with the union of all effects."""

    def __init__(
        self, settings: Settings, store: Store, keys: Keys, books: Books, outside: Outside
    ) -> None:
        self._settings, self._store, self._keys, self._outside = settings, store, keys, outside
        self.applications = Applications(
            store, keys, CLOCK, lambda: books.catalogue.calendar, books.roles
        )
        self.payments = Payments(
            SandboxGateway(outside.http, gateway_address(settings)), store, CLOCK
        )
        asker = Asker(outside.http, addresses(settings), CLOCK, outside.scheduler)
        self.connectors = Connectors(books.operation, asker, store, keys, CLOCK)
        press = Press(CERTIFICATES)
        self.certificates = Certificates(
            press, store, keys, CLOCK, RANDOM, settings.public_url, settings.sandbox
        )

    def handlers(self) -> Mapping[type, Handler]:
        """Return the handler of each effect."""
        return {
            effect.Send: SendHandler(self._outside.lines, self._open_file, CLOCK),
            FetchMedia: FetchMediaHandler(self._outside.lines, self._keep_file),
            effect.Call: self.connectors,
            effect.Issue: self.certificates,
            **dict.fromkeys(
                (effect.RequestPayment, effect.CancelPayment, effect.Refund, LookUpPayment),
                self.payments,
            ),
            **dict.fromkeys(
                (effect.OpenCase, effect.AskOfficers, effect.AnswerOfficers, LookAtClock),
                self.applications,
            ),
        }

    def _open_file(self, media: str) -> Blob | None:
        return blobs.find(media, self._keys, self._store)

    def _keep_file(self, blob: Blob) -> Write:
        return blobs.keep(blob, self._keys, self._store, CLOCK.now())
