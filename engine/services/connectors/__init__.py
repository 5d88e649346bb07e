"""Calls to department systems: what a connector file declares, done over HTTP, with every reply checked before anyone believes it."""
