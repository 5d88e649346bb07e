"""Keeps every promise made to a citizen through crashes: inbox, turns, outbox, timers, persons, keys, store."""
