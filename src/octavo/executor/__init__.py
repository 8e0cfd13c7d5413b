"""Where work is done: in this process, or beside it in another."""
