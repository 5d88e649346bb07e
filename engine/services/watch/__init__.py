"""What an operator watches: how much waits, for how long, and whether the workers are alive. Counts only, read from the store."""
