"""Speed and memory as ratios against a baseline timed in the same run. Figures, not tests."""
