"""The keys of a sample state."""

from __future__ import annotations

import pytest

from tests.services.certificates.sample_state import SampleState, sample_state


@pytest.fixture(scope="session")
def state() -> SampleState:
    return sample_state()
