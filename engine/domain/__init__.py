"""The nouns everybody shares; standard library only, no I/O, and nothing here knows YAML, SQL or HTTP."""
