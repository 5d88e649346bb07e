"""An office that issues certificates for real, its pages served on a port, and everything that reached the server."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from engine import settings as environment
from engine.domain.calendar import local_date
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.services.certificates import register
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.register import Kept, find
from engine.services.certificates.render import Press
from engine.services.certificates.token import write_link
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.web.app import create_app
from engine.web.metrics import Metrics
from engine.web.site import Checking, Published, Site
from engine.web.wsgi import proof, published, view_of
from tests.services.certificates.counter import ROOTS, URL, Counter
from tests.services.homes import SqliteHome

FIELDS = {
    "applicant": "Lakshmi Devi Nandigama",
    "applicant_te": "లక్ష్మీదేవి నందిగామ",
    "guardian": "Venkata Rao Nandigama",
    "born": "04-07-1985",
    "income": 9_600_000,
    "district": "Guntur",
}
REPORT = "mailto:fraud@mitra.example"


@dataclass
class Office:
    """counter: where certificates are issued; address: where the pages are; asked: what reached the server, as it was sent;
    forged: files under `/.well-known/` that somebody on the wire has put in the place of ours; watchers: who must have seen the log;
    down: whether every page is a 503; full: whether it is a 429 of the proxy's; kinds: what the pages know of papers.
    """

    counter: Counter
    address: str = ""
    asked: list[str] = field(default_factory=list)
    forged: dict[str, Published | None] = field(default_factory=dict)
    watchers: Watchers = field(default_factory=Watchers)
    down: bool = False
    full: bool = False
    kinds: Mapping[str, CertificateKind] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = self.counter.press.kinds

    def issue(self, session: str, fields: dict[str, Any] | None = None, **other: Any) -> Kept:
        self.counter.issue(session, fields=fields or FIELDS, **other)
        self.publish()
        kept = register.of_effect(f"{session}/1", self.counter.keys, self.counter.store)
        assert kept is not None
        return kept

    def publish(self) -> None:
        """Let the status lists say how everything stands now."""
        self.counter.clock.ticks += 100.0
        self.counter.standings.step()

    def stand(self, kept: Kept, status: str) -> None:
        with self.counter.store.transaction():
            self.counter.store.execute("certificates.stand", (status, kept.id, status))
        self.publish()

    def link(self, kept: Kept, token: bytes | None = None, at: str = "") -> str:
        """Return what the code holds, as it leads to the port the pages are served on."""
        return write_link(URL, at or kept.id, kept.token if token is None else token).replace(
            URL.upper(), self.address
        )

    def site(self, reader: Any) -> Site:
        def fresh() -> Keys:
            return Keys(b"c" * 32, SystemRandom())

        def fetch(path: str) -> Published | None:
            return self.forged[path] if path in self.forged else published(path, reader)

        def enquiry() -> Enquiry:
            return Enquiry(URL, reader, fresh(), self.counter.key_set(), self.watchers)

        return Site(
            settings=environment.read({"MITRA_PUBLIC_URL": URL, "MITRA_REPORT_URL": REPORT}),
            append=lambda _arrivals: None,
            now=self.counter.clock.now,
            metrics=Metrics(lambda: None),
            certificate=lambda id_: view_of(
                find(id_, fresh(), reader),
                self.kinds,
                local_date(self.counter.clock.now()),
            ),
            published=fetch,
            checking=Checking(
                ROOTS,
                lambda: self.kinds,
                enquiry,
                lambda entry: proof(entry, reader),
                self.watchers,
            ),
        )


class Quiet(WSGIRequestHandler):
    """Writes no log of its own."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, press: Press, watchers: Watchers | None = None) -> Iterator[Office]:
    """Give an office whose pages are served."""
    home = SqliteHome(folder)
    office = Office(Counter(home, press), watchers=watchers or Watchers())
    app = create_app(office.site(home.reader()))
    plain = app.wsgi_app

    def noting(environ: dict[str, Any], start: Any) -> Any:
        heads = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
        office.asked.append(f"{environ.get('REQUEST_URI')} {environ['QUERY_STRING']} {heads}")
        if office.down:
            start("503 Service Unavailable", [])
            return [b""]
        if office.full:
            start("429 Too Many Requests", [("Content-Type", "text/html")])
            return [b"<h1>429</h1>"]
        return plain(environ, start)

    server = make_server("127.0.0.1", 0, noting, threaded=True, request_handler=Quiet)
    office.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        office.counter.store.close()
