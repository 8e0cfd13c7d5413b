"""Rules about a whole publication."""
