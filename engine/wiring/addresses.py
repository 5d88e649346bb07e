"""Where department systems are reached: in production what the settings say, in the sandbox the pretend world's own departments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.services.connectors.databases import SQLITE
from engine.settings import Settings

ENDING = "_URL"
DATABASE = "_DATABASE"
GATEWAY = "GATEWAY_URL"


class PretendAddresses(Mapping[str, str]):
    """Every system lives in the pretend world: `POWER_SPDCL_URL` is `…/departments/power/spdcl`, `NETWORK_DATABASE` the file
    `network.sqlite` among its databases. What the settings name goes before."""

    def __init__(self, world: str, given: Mapping[str, str], databases: Path) -> None:
        self._world = world
        self._given = given
        self._databases = databases

    def __getitem__(self, setting: str) -> str:
        if setting in self._given:
            return self._given[setting]
        if setting.endswith(DATABASE):
            name = setting.removesuffix(DATABASE).lower()
            return f"{SQLITE}{self._databases.absolute() / name}.sqlite"
        if not setting.endswith(ENDING):
            raise KeyError(setting)
        return f"{self._world}/departments/{setting.removesuffix(ENDING).lower().replace('_', '/')}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


def addresses(settings: Settings) -> Mapping[str, str]:
    """Return the address of each system by the name its connector's `setting` gives."""
    if settings.sandbox:
        given = {GATEWAY: f"{settings.sandbox_url}/payments", **settings.connectors}
        return PretendAddresses(settings.sandbox_url, given, pretend_databases(settings))
    return settings.connectors


def pretend_databases(settings: Settings) -> Path:
    """Return the folder of the pretend departments' databases: beside the sandbox's own key."""
    return settings.master_key_file.parent / "departments"
