"""Pretend department systems over real HTTP: electricity companies, temples, the examinations office, the household register.

Every row is a sample, made from declared distributions and the same at every start; see `engine/sandbox/departments/data/`.
"""

from __future__ import annotations

from collections.abc import Mapping

PATHS: Mapping[str, str] = {
    "POWER_SPDCL_URL": "/departments/power/spdcl",
    "POWER_EPDCL_URL": "/departments/power/epdcl",
    "POWER_CPDCL_URL": "/departments/power/cpdcl",
    "TEMPLE_URL": "/departments/temple",
    "SSC_URL": "/departments/ssc",
    "REVENUE_URL": "/departments/revenue",
}
"""Where the systems lie in the sandbox, by the settings that the catalogue's connectors name."""


def addresses(sandbox_url: str) -> dict[str, str]:
    """Return the address of each connector's setting. sandbox_url: without a slash at the end."""
    return {setting: sandbox_url + path for setting, path in PATHS.items()}
