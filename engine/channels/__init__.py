"""The ways a citizen reaches us; one folder or module for each, and siblings never import each other."""
