"""Where work is done: worker processes."""
