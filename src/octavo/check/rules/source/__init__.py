"""Rules about a text as its author wrote it."""
