"""Where anybody sees whether a certificate is genuine: the page behind the code, the scanner that works without a network, the question
that departments' programs ask."""
