"""nginx in front of a running web process lets in what it should, unchanged, and nothing else."""

from __future__ import annotations

import hmac
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.processes import free_ports
from engine.domain.limits import WEBHOOK_BODY_BYTES
from tests.deploy.town import town

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
SECRET = b"sandbox-app-secret"
pytestmark = pytest.mark.skipif(
    NGINX is None,
    reason="no nginx on this machine: deploy/nginx.conf was not tried in front of the web",
)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[str]:
    """Return the address of nginx; one of the two web processes behind it is there."""
    folder = tmp_path_factory.mktemp("front")
    with town(folder, str(folder / "mitra.db")) as made:
        made.start("sandbox", "web", "worker")
        made.until_ready()
        plain, secure, nobody = free_ports(3)
        text = (repository / "deploy" / "nginx.conf").read_text("utf-8")
        for old, new in (
            ("127.0.0.1:8001", f"127.0.0.1:{nobody}"),
            ("127.0.0.1:8002", f"127.0.0.1:{made.web_port}"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
            ("listen [::]:80;", ""),
            ("listen [::]:443 ssl;", ""),
            ("/etc/mitra/tls", str(folder)),
        ):
            text = text.replace(old, new)
        (folder / "mitra.conf").write_text(text, "utf-8")
        process = start(folder)
        address = f"https://127.0.0.1:{secure}"
        limit = time.monotonic() + 60
        while time.monotonic() < limit and ask(address, "/desk") == 0:
            time.sleep(0.05)
        yield address
        process.terminate()
        process.wait(60)


def start(folder: Path) -> subprocess.Popen[bytes]:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=sample",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"], check=True, capture_output=True,
    )  # fmt: skip
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{each}_temp_path {folder}/{each};" for each in names)
    inside = f"{places} access_log {folder}/access.log; include {folder}/mitra.conf;"
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; events {{}} http {{ {inside} }}", "utf-8"
    )
    assert NGINX is not None
    return subprocess.Popen(
        [NGINX, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    )


def ask(front: str, path: str, body: bytes | None = None, signed: bool = True) -> int:
    """Return the status of one request, 0 where nobody answers."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    headers = {"Host": "mitra.example.gov.in", "Content-Type": "application/json"}
    if body is not None and signed:
        headers["X-Hub-Signature-256"] = "sha256=" + hmac.digest(SECRET, body, "sha256").hex()
    request = urllib.request.Request(front + path, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60, context=trusting) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/webhook/whatsapp", 403),
        ("/desk", 200),
        ("/c/0000000000000000", 404),
        ("/scan", 200),
        ("/scan.webmanifest", 200),
        ("/verify/worker.js", 200),
        ("/verify/0/page.js", 404),
        ("/metrics", 404),
        ("/readyz", 404),
        ("/healthz", 404),
        ("/phone", 404),
    ],
)
def test_it_lets_in_what_is_for_the_public(front: str, path: str, expected: int) -> None:
    assert ask(front, path) == expected


@pytest.mark.parametrize(
    ("size", "expected"), [(7_000, 200), (9_000_000, 413)], ids=["a code", "too large"]
)
def test_a_program_may_ask(front: str, size: int, expected: int) -> None:
    assert ask(front, "/verify", b'{"code": "' + b"1" * size + b'"}') == expected


@pytest.mark.parametrize(
    ("size", "signed", "expected"),
    [(500, True, 200), (500, False, 401), (WEBHOOK_BODY_BYTES, True, 200), (WEBHOOK_BODY_BYTES + 1, True, 413)],
    ids=["small", "unsigned", "the largest", "too large"],
)  # fmt: skip
def test_a_webhooks_body_comes_through_byte_for_byte(
    front: str, size: int, signed: bool, expected: int
) -> None:
    body = (b"\xe0\xb0\xa8" * size)[:size]

    assert ask(front, "/webhook/whatsapp", body, signed) == expected
