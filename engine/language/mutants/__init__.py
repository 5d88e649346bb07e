"""Makes a flow wrong on purpose, in one place at a time, so that one can see which faults nothing notices."""
