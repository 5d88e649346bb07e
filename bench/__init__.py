"""Measures speed as ratios in one run; `python -m bench` writes docs/benchmarks.md."""
