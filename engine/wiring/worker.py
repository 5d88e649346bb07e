"""The worker process: the runtime with every handler and receiver in its place."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import click
from aiohttp import ClientSession

from engine import logs
from engine.channels.whatsapp.client import Account, Connections
from engine.channels.whatsapp.download import Downloads
from engine.channels.whatsapp.fetching import FetchMediaHandler
from engine.channels.whatsapp.handlers import Office, SendHandler
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
from engine.runtime.store.protocol import Store, StoreDown, WrongMaster, WrongRelease
from engine.runtime.worker import AnotherWorker, Worker, World
from engine.services.applications.handlers import Applications, LookAtClock
from engine.services.applications.help_desks import HelpDesks
from engine.services.applications.register import Register
from engine.services.certificates.changing import Changing
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.issuing.proofs import proof_of
from engine.services.certificates.keys.holding import key_set
from engine.services.certificates.kinds import ByType
from engine.services.certificates.render import MissingFontError, Press
from engine.services.certificates.verifying.handlers import Verifying
from engine.services.connectors.asking import Asker
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.services.connectors.handler import Connectors
from engine.services.connectors.remembering import Memory
from engine.services.payments.handlers import LookUpPayment, Payments
from engine.services.watch.heartbeat import Heartbeat
from engine.settings import Settings, SettingsError, refuse_samples
from engine.wiring.addresses import addresses
from engine.wiring.catalogue import Books, as_it_answers
from engine.wiring.finishing import finishing
from engine.wiring.gateway import DeclaredGateway
from engine.wiring.issuing import begin_sandbox, open_issuing, roots_of, watchers_of
from engine.wiring.measures import CountedClient, Measures
from engine.wiring.parts import CLOCK, RANDOM, OpenStore, alone, open_keys, open_store, open_work
from engine.wiring.prepared import PROJECT, load_program, look_through
from engine.wiring.press_room import press_room
from engine.wiring.processes import GIVE_UP
from engine.wiring.tallies import SendTally
from engine.wiring.watching import serve_numbers

CERTIFICATES = PROJECT / "templates" / "certificates"


def run_worker(settings: Settings) -> int:
    """Work until told to stop; return the exit code. What keeps it from starting is one clear line each."""
    logs.start(settings.log_format)
    try:
        with alone(settings):
            asyncio.run(_work(settings))
    except SettingsError as trouble:
        return _refuse(*trouble.problems)
    except (
        AnotherWorker,
        BadCatalogue,
        MissingFontError,
        StoreDown,
        WrongMaster,
        WrongRelease,
    ) as trouble:
        return _refuse(str(trouble))
    return 0


def _refuse(*lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return GIVE_UP


async def _work(settings: Settings) -> None:
    keys = open_keys(settings)
    store = open_store(settings, keys)
    http, graph, scheduler = Client(Reach(settings.sandbox)), Connections(), LoopScheduler()
    databases = Databases()
    try:
        numbers, measures = accounts(settings), Measures(CLOCK)
        outside = Outside(
            lines(settings, numbers, graph, measures),
            downloads(numbers, graph.files),
            http,
            databases,
            scheduler,
            measures,
        )
        worker = build(settings, store, keys, outside)
        end_numbers = serve_numbers(measures.registry, settings.worker_metrics)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, worker.stop)
        await worker.run()
        end_numbers()
    finally:
        await graph.close()
        await http.close()
        databases.close()
        store.close()


@dataclass(frozen=True, slots=True)
class Outside:
    """The worker's ways to other machines, and how it does things side by side."""

    lines: Lines
    downloads: Mapping[str, Downloads]
    http: Http
    databases: Databases
    scheduler: Scheduler
    measures: Measures


def accounts(settings: Settings) -> tuple[Account, ...]:
    """Return our numbers at WhatsApp; one token serves them all."""
    whatsapp = settings.whatsapp
    return tuple(
        Account(whatsapp.graph_url, number, whatsapp.access_token)
        for number in whatsapp.phone_number_ids
    )


def lines(
    settings: Settings, numbers: Sequence[Account], graph: Connections, measures: Measures
) -> Lines:
    """Return each number's way out."""
    clients = {each.phone_number_id: CountedClient(each, graph, measures.sent) for each in numbers}
    return Lines(clients, settings.whatsapp.rate)


def downloads(numbers: Sequence[Account], graph: ClientSession) -> Mapping[str, Downloads]:
    """Return each number's way to the files sent to it."""
    return {number.phone_number_id: Downloads(number, graph) for number in numbers}


def build(settings: Settings, store: OpenStore, keys: Keys, outside: Outside) -> Worker:
    """Return the worker, its catalogue read and in force. Raises BadCatalogue, SettingsError."""
    programs = Programs(store, load_program)
    books = Books(programs.pinned)
    prepare = partial(look_through, settings.catalog)
    live = LiveCatalog(settings.catalog, books.compile, programs, CLOCK, prepare)
    live.start()
    refuse_samples(settings, {card.service: card.state for card in books.cards})
    services = Services(settings, store, keys, books, outside)
    intake, partitions = open_work(settings, store)
    world = World(
        store=store,
        inbox=intake,
        partitions=partitions,
        keys=keys,
        clock=CLOCK,
        random=RANDOM,
        scheduler=outside.scheduler,
        handlers=outside.measures.handlers(services.handlers()),
        receivers={
            "decision": services.applications,
            "payment": services.payments,
            "standing": Changing(keys),
        },
        directory=lambda: as_it_answers(live.directory, services.troubled()),
        programs=programs,
        take_turn=outside.measures.turns(take_turn),
        sessions_needed=sessions_needed,
        apology=_apology,
        claimed=ReadMarks(outside.lines, outside.scheduler).claimed,
        heard=services.sender.heard,
        judge=services.sender.failed,
        batch=settings.batch,
        parting=services.certificates.parting,
    )
    heartbeat = Heartbeat(store, CLOCK, RANDOM, lambda: books.digest)
    if settings.sandbox:
        begin_sandbox(settings, store, services.issuing.ring, services.press.kinds, CLOCK)
    outside.measures.registry.register(SendTally(services.sender.tally, outside.lines, CLOCK))
    outside.measures.watch_log(lambda: services.issuing.forked)
    outside.measures.watch(services.breakers, lambda: (books.digest, len(books.cards)))

    def each_round() -> None:
        live.refresh()
        heartbeat.beat()
        services.issuing.step()

    return Worker(world, each_round)


def _apology(conversation: Conversation) -> Outgoing:
    return TextOut(phrase("trouble", conversation.language or "te"))


class Services:
    """Who performs each effect; a test compares this with the union of all effects."""

    def __init__(
        self, settings: Settings, store: Store, keys: Keys, books: Books, outside: Outside
    ) -> None:
        self._settings, self._store, self._keys, self._outside = settings, store, keys, outside
        self.applications = Applications(store, keys, CLOCK, books.office_time, books.roles)
        self.help_desks = HelpDesks(store, keys, CLOCK, books.office_time, books.help_desks)
        office = Office(self._open_file, store, CLOCK, outside.scheduler)
        self.sender = SendHandler(outside.lines, office)
        self._asker = asker = Asker(
            outside.http,
            outside.databases,
            addresses(settings),
            CLOCK,
            outside.scheduler,
            Memory(RANDOM.bytes(32)),
            told=outside.measures.asked,
        )
        self.connectors = Connectors(books.operation, asker, store, keys, CLOCK)
        self.payments = Payments(DeclaredGateway(books.operation, asker), store, CLOCK)
        self.press = Press(CERTIFICATES, lambda: books.catalogue.certificates)
        self.issuing = open_issuing(settings, store, keys, outside.http, outside.scheduler)
        self.certificates = Certificates(
            press=self.press,
            store=store,
            keys=keys,
            ring=self.issuing.ring,
            clock=CLOCK,
            random=RANDOM,
            public_url=settings.public_url,
            sandbox=settings.sandbox,
            approved=Register(store, keys).is_approved,
            proof=partial(proof_of, store),
            room=press_room(),
            **finishing(settings, CLOCK.now()),
        )
        self.verifying = Verifying(
            store=store,
            keys=keys,
            clock=CLOCK,
            public_url=settings.public_url,
            published=partial(key_set, store, roots_of(settings)),
            kinds=ByType(lambda: books.catalogue.certificates),
            watchers=watchers_of(settings),
        )

    def breakers(self) -> Mapping[str, bool]:
        """Return for each system that was asked whether it is being left in peace."""
        return {system: breaker.is_open for system, breaker in self._asker.breakers.items()}

    def troubled(self) -> frozenset[str]:
        """Return the departments' systems that do not answer just now."""
        return self._asker.troubled()

    def handlers(self) -> Mapping[type, Handler]:
        """Return the handler of each effect."""
        return {
            effect.Send: self.sender,
            FetchMedia: FetchMediaHandler(self._outside.downloads, self._keep_file, CLOCK),
            effect.Call: self.connectors,
            effect.Issue: self.certificates,
            effect.Verify: self.verifying,
            **dict.fromkeys(
                (effect.RequestPayment, effect.CancelPayment, effect.Refund, LookUpPayment),
                self.payments,
            ),
            **dict.fromkeys(
                (
                    effect.OpenCase,
                    effect.AskOfficers,
                    effect.AnswerOfficers,
                    LookAtClock,
                ),
                self.applications,
            ),
            **dict.fromkeys((effect.HandOver, effect.WentOn), self.help_desks),
        }

    def _open_file(self, media: str) -> Blob | None:
        return blobs.find(media, self._keys, self._store)

    def _keep_file(self, blob: Blob) -> Write:
        return blobs.keep(blob, self._keys, self._store, CLOCK.now())
