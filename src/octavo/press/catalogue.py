"""The presses: one line for each output format."""
