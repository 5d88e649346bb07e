"""Conversations that were really held, with their answers put aside for stand-ins, walked through once more in a changed flow."""
