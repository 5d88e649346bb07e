"""Runs a program as a dialogue: pure functions from an event to what is said, asked of the world, and remembered."""
