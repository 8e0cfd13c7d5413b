"""Rules about a finished EPUB."""
