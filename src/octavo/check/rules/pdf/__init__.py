"""Rules about a finished PDF."""
