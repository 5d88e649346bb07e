"""The fact-check pack of a service: what a department reads and signs before its service goes live."""
