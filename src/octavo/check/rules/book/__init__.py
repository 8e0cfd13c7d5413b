"""Rules about a whole manuscript."""
