"""Mana Mitra: government services as conversations."""
