"""Rules about a chapter when it is set."""
