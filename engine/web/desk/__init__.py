"""The officers' desk: sign in, see what waits for you, open a case, decide. Plain pages that work without a script."""
