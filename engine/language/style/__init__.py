"""Plain words: what a state has agreed on about its texts, and where a text says it otherwise."""
