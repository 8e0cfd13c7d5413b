"""Rules about printed pages."""
