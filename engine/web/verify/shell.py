"""What the pages carry along to check certificates by themselves: the pinned root keys, the words, the labels, their own files.

Their files are served under a name that changes with any of them, so that a browser may keep them for ever and never mixes two releases.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Response, make_response

from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.verifying.saying import words
from engine.services.certificates.verifying.verdict import ANSWERS
from engine.web.site import Site

FILES: Final = Path(__file__).parents[1] / "static" / "verify"
WORKER: Final = "worker.js"
DECODER: Final = ("vendor/zxing-wasm/", "decoder.js")
"""Files that only the scanner needs; they are kept when it is first opened, not by everybody who checks one certificate."""
ENDINGS: Final = (".js", ".css", ".svg", ".png", ".wasm")

STANDINGS: Final = {
    "valid": {"te": "చెల్లుతుంది", "en": "Valid"},
    "revoked": {"te": "రద్దు చేశారు", "en": "Revoked"},
    "suspended": {"te": "తాత్కాలికంగా నిలిపివేశారు", "en": "Suspended for now"},
    "expired": {"te": "గడువు ముగిసింది", "en": "Expired"},
    "replaced": {"te": "దీని బదులు కొత్త పత్రం ఇచ్చారు", "en": "Replaced by a newer one"},
}
_POLICY: Final = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


@dataclass(frozen=True, slots=True)
class Shell:
    """The files of the pages and what is written into them. Read once, when the application is made."""

    site: Site
    files: tuple[str, ...] = field(init=False)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        paths = sorted(path for path in FILES.rglob("*") if path.suffix in ENDINGS)
        print_ = sha256()
        for path in paths:
            print_.update(path.relative_to(FILES).as_posix().encode() + b"\0" + path.read_bytes())
        names = tuple(path.relative_to(FILES).as_posix() for path in paths)
        object.__setattr__(self, "files", tuple(name for name in names if name != WORKER))
        object.__setattr__(self, "version", print_.hexdigest()[:12])

    @property
    def folder(self) -> str:
        """Return where the files are served."""
        return f"/verify/{self.version}/"

    def kept(self, scanner: bool = False) -> list[str]:
        """Return what a browser keeps for the time without a network. scanner: what only the scanner needs."""
        found = [self.folder + name for name in self.files if name.startswith(DECODER) is scanner]
        return found if scanner else ["/scan", "/static/site.css", "/scan.webmanifest", *found]

    def context(self, *types: str) -> dict[str, Any]:
        """Return what the templates need. types: of certificates whose labels the page may have to show, all where none is named."""
        site = self.site
        return {
            "folder": self.folder,
            "preloaded": [self.folder + name for name in self.files if _preloaded(name)],
            "known": self._known(types),
            "host": site.settings.public_url.partition("://")[2],
            "report": site.settings.report_url,
            "sample": site.settings.sandbox,
        }

    def answer(self, page: str, status: int = 200, *, scanner: bool = False) -> Response:
        """Return a page that may run our own script and nothing else. scanner: it may use the camera, and run the decoder."""
        script = "script-src 'self' 'wasm-unsafe-eval'" if scanner else "script-src 'self'"
        response = make_response(page, status)
        response.headers["Content-Security-Policy"] = "; ".join((*_POLICY, script))
        if scanner:
            allowed = "camera=(self), geolocation=(), microphone=(), payment=()"
            response.headers["Permissions-Policy"] = allowed
        return response

    def _known(self, types: Collection[str]) -> Mapping[str, Any]:
        """Return what the script is told."""
        checking = self.site.checking
        kinds = {kind.type: kind for kind in checking.kinds().values()}
        return {
            "version": self.version,
            "issuer": self.site.settings.public_url,
            "roots": [key.hex() for key in checking.roots.public],
            "threshold": checking.roots.threshold,
            "witnesses": [str(key) for key in checking.watchers.keys.values()],
            "quorum": checking.watchers.quorum,
            "answers": {reason: str(answer) for reason, answer in ANSWERS.items()},
            "words": words(),
            "standings": STANDINGS,
            "kinds": {type_: _kind(kinds[type_]) for type_ in types or kinds if type_ in kinds},
            "decoder": self.kept(scanner=True),
        }


def _preloaded(name: str) -> bool:
    """Tell whether every page begins with this file; asked for at once, they come side by side and not one after the other."""
    return name.endswith(".js") and "/" not in name and name not in ("decoder.js", "scan.js")


def _kind(kind: CertificateKind) -> Mapping[str, Any]:
    fields = {
        str(field.token): {"label": field.label, "as": field.shown_as, "shown": field.shown}
        for field in kind.fields
        if field.token
    }
    return {"title": kind.title, "office": kind.office, "fields": fields}
