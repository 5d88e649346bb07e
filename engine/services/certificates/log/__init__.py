"""The public log: every certificate is in it before anybody gets it, and nobody can take one out unseen."""
