"""Finds dialogues that bring a service through every way it has, with the real interpreter in a scripted world. Pure."""
