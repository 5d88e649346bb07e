"""A whole pretend world over real HTTP, so that any service can be tried without real people."""
