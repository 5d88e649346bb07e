"""What deploy/ holds can be carried out: the programs that will read each file accept it, and it fits the engine as it is."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml

from engine.cli.main import COMMANDS, cli
from engine.domain.limits import WEBHOOK_BODY_BYTES
from engine.settings import read

ROOT = Path(__file__).parents[2]
UNITS = (
    "mitra-web@.service",
    "mitra-worker@.service",
    "mitra-backup.service",
    "mitra-backup.timer",
)
PORTS = {"mitra-web@.service": "8001", "mitra-worker@.service": "9101"}
MOST_EXPOSED = 25
"""Of 100, in systemd's own reckoning; a unit that closes nothing has 96."""
NO_SYSTEMD = "no systemd-analyze on this machine: the units were not verified"
NO_NGINX = "no nginx on this machine: deploy/nginx.conf was not tried"


@pytest.fixture
def deploy(repository: Path) -> Path:
    return repository / "deploy"


def run(*command: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200, **more)  # type: ignore[call-overload,no-any-return]


# -- systemd -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def units(deploy: Path, tmp_path: Path) -> Path:
    """Return the units as they lie on a machine, with programs that are there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip(NO_SYSTEMD)
    for each in (deploy / "systemd").iterdir():
        text = each.read_text("utf-8").replace("/opt/mitra/current", str(deploy.parent))
        name = each.name.replace("@.", f"@{PORTS.get(each.name, '')}.")
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_systemd_takes_every_unit(units: Path) -> None:
    done = run("systemd-analyze", "verify", *(str(each) for each in units.iterdir()))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", [each for each in UNITS if each.endswith("service")])
def test_a_unit_is_closed_as_far_as_the_engine_allows(units: Path, unit: str) -> None:
    place = units / unit.replace("@.", f"@{PORTS.get(unit, '')}.")

    done = run(
        "systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(place)
    )

    assert done.returncode == 0, done.stdout


def test_a_unit_starts_a_command_that_there_is(deploy: Path) -> None:
    for name, port in PORTS.items():
        line = re.search(
            r"^ExecStart=\S+/catalog (.*)$",
            (deploy / "systemd" / name).read_text("utf-8"),
            re.MULTILINE,
        )
        assert line is not None
        understood(shlex.split(line[1].replace("%i", port)))


# -- nginx ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mtls", [False, True], ids=["plain", "with client certificates"])
def test_nginx_takes_its_configuration(deploy: Path, tmp_path: Path, mtls: bool) -> None:
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip(NO_NGINX)
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=sample",
        "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem"))  # fmt: skip
    shutil.copy(tmp_path / "fullchain.pem", tmp_path / "meta-outbound-api-ca.pem")
    text = (deploy / "nginx.conf").read_text("utf-8").replace("/etc/mitra/tls", str(tmp_path))
    (tmp_path / "mitra.conf").write_text(text.replace("#mtls ", "") if mtls else text, "utf-8")
    places = "".join(
        f"{each}_temp_path {tmp_path}/{each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ {places} access_log off; include {tmp_path}/mitra.conf; }}",
        "utf-8",
    )

    done = run(
        nginx,
        "-t",
        "-e",
        str(tmp_path / "error.log"),
        "-p",
        str(tmp_path),
        "-c",
        str(tmp_path / "nginx.conf"),
    )

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_nginx_lets_through_what_the_webhook_takes(deploy: Path) -> None:
    text = (deploy / "nginx.conf").read_text("utf-8")
    webhook = text[text.index("location = /webhook/whatsapp") :]

    sizes = {
        name: int(size) * 1024**2
        for name, size in re.findall(r"(client_\w+_size) (\d+)m;", webhook)
    }

    assert sizes == {
        "client_max_body_size": WEBHOOK_BODY_BYTES,
        "client_body_buffer_size": WEBHOOK_BODY_BYTES,
    }


# -- containers ----------------------------------------------------------------------------------------------------------


def test_compose_starts_commands_that_there_are(deploy: Path) -> None:
    services = yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))["services"]

    ours = {name: each for name, each in services.items() if "build" in each}

    assert set(ours) == {"web", "web-two", "worker"}
    for each in ours.values():
        assert each["command"][0] == "catalog"
        understood([str(word) for word in each["command"][1:]])
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]
        assert (deploy / each["build"]["context"] / each["build"]["dockerfile"]).is_file()


def test_the_image_holds_all_that_the_engine_needs(
    deploy: Path, repository: Path, tmp_path: Path
) -> None:
    copied = re.findall(
        r"^COPY (.+) (\S+)$", (deploy / "Containerfile").read_text("utf-8"), re.MULTILINE
    )
    for sources, target in copied:
        for source in sources.split():
            place = tmp_path / target / (source if target == "./" else "")
            if (repository / source).is_dir():
                shutil.copytree(
                    repository / source, place, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(repository / source, place)
    code = "import sys; from engine.cli.main import run; import engine; print(engine.__file__); sys.exit(run(sys.argv[1:]))"

    done = run(
        sys.executable,
        "-c",
        code,
        "validate",
        "revenue",
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )

    assert str(tmp_path) in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


# -- settings ------------------------------------------------------------------------------------------------------------


def filled_in(deploy: Path, folder: Path) -> Path:
    """Return the example with something in every place to be filled in."""
    example = (deploy / "mitra.env.example").read_text("utf-8")
    place = folder / "mitra.env"
    place.write_text(re.sub(r"<([\w.-]+)>", r"\1", example), "utf-8")
    return place


def told(path: Path) -> dict[str, str]:
    """Return the settings as systemd reads them."""
    lines = (line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#")
    return {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}


def test_the_example_of_the_settings_is_enough_for_production(deploy: Path, tmp_path: Path) -> None:
    found = read(told(filled_in(deploy, tmp_path)))

    assert found.mode == "production"
    assert found.on_postgres
    assert found.connectors == {"GATEWAY_URL": "https://gateway.example.in"}


def test_the_example_names_every_setting(deploy: Path, repository: Path) -> None:
    source = (repository / "engine/settings.py").read_text("utf-8")
    known = set(re.findall(r'told(?:\.get\(|\[)"([A-Z_]+)"', source)) - {"MITRA_SANDBOX_URL"}
    example = (deploy / "mitra.env.example").read_text("utf-8")

    assert known <= set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))


def test_a_shell_reads_the_settings_as_systemd_does(deploy: Path, tmp_path: Path) -> None:
    place = filled_in(deploy, tmp_path)

    done = run("sh", "-c", f"set -a; . {place}; env", env={"PATH": os.environ["PATH"]})

    assert done.stderr == ""
    assert set(told(place).items()) <= {
        tuple(line.split("=", 1)) for line in done.stdout.splitlines()
    }


# -- commands in the documents -----------------------------------------------------------------------------------------


def understood(words: list[str]) -> None:
    """Fail where `catalog` would not understand these words."""
    context = click.Context(cli, info_name="catalog")
    command: click.Command = cli
    while isinstance(command, click.Group):
        assert words[0] in command.list_commands(context), words
        name, *words = words
        command = (
            import_module(f"engine.cli.{name}").COMMAND
            if command is cli
            else command.commands[name]
        )
    command.make_context(command.name, list(words), resilient_parsing=False)


def commands_of(text: str) -> list[list[str]]:
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (line.split("#")[0] for block in blocks for line in block.splitlines())
    found = (
        re.search(rf"(?:^|[ /])catalog ((?:{'|'.join(COMMANDS)})\b[^;&|']*)", line)
        for line in lines
    )
    return [shlex.split(each[1]) for each in found if each]


@pytest.mark.parametrize(
    "page",
    [*sorted(ROOT.glob("docs/production/*.md")), ROOT / "deploy/README.md"],
    ids=lambda page: page.stem,
)
def test_a_page_names_what_there_is(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), f"{page.name} leads to {link}"
    (tmp_path / "catalog").mkdir()
    (tmp_path / "OLD-FOLDER").mkdir()
    monkeypatch.chdir(tmp_path)
    for words in commands_of(text):
        understood(words)


def test_every_page_can_be_reached(repository: Path) -> None:
    pages = repository / "docs" / "production"
    index = (pages / "README.md").read_text("utf-8")

    missing = [
        page.name
        for page in pages.glob("*.md")
        if page.name != "README.md" and f"({page.name})" not in index
    ]

    assert not missing


# -- prometheus ----------------------------------------------------------------------------------------------------------


def test_prometheus_takes_its_configuration_and_the_rules(deploy: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip(
            "no promtool on this machine: deploy/alerts.yaml was not read by Prometheus itself"
        )

    done = run(promtool, "check", "config", str(deploy / "prometheus.yaml"))

    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_reads_every_process_the_guide_starts(deploy: Path, repository: Path) -> None:
    jobs = yaml.safe_load((deploy / "prometheus.yaml").read_text("utf-8"))["scrape_configs"]
    read_ports = {
        target.rpartition(":")[2]
        for job in jobs
        for each in job["static_configs"]
        for target in each["targets"]
    }
    guide = (repository / "docs/production/processes.md").read_text("utf-8")

    assert set(re.findall(r"mitra-(?:web|worker)@(\d+)", guide)) == read_ports
