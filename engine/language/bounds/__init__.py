"""How little and how much a service can take: turns of the citizen, messages of ours, calls, bytes, and time without a word."""
