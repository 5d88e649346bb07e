"""Dialogue tests on the pure interpreter: no store, no network, a world that answers as the test says."""
