"""From an approved application to a paper in hand: signed, logged, drawn, kept, and only then handed over."""
