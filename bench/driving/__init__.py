"""Drives every service of the catalogue through everything that runs: webhook, worker, departments, payments, officers."""
