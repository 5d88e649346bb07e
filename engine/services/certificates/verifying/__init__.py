"""Telling genuine certificates from others, and saying so."""
