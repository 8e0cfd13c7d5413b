"""Rules about the Markdown text of a chapter."""
