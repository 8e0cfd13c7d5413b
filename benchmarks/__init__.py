"""Benchmarks: speed and memory as ratios to a baseline that is timed in the same run. They are figures, not tests."""
