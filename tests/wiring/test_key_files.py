"""The sandbox makes its master key once; production takes none that is missing, short or open to others."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from engine.settings import SettingsError, read
from engine.wiring.key_files import master_key
from tests.web.conftest import PRODUCTION


def test_it_makes_the_sandboxs_key_once_for_us_alone(tmp_path: Path) -> None:
    settings = read({}, tmp_path)
    key = master_key(settings)
    assert len(key) == 32
    assert master_key(settings) == key
    assert stat.S_IMODE(settings.master_key_file.stat().st_mode) == 0o600
    assert [path.name for path in settings.master_key_file.parent.iterdir()] == ["master.key"]


@pytest.mark.parametrize(("content", "mode"), [(b"short", 0o600), (b"k" * 32, 0o644), (None, 0)])
def test_it_refuses_a_key_that_is_missing_short_or_open_to_others(
    content: bytes | None, mode: int, tmp_path: Path
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(SettingsError):
        master_key(read({**PRODUCTION, "MITRA_MASTER_KEY_FILE": str(path)}, tmp_path))
