"""Where the author's files are, and what they say about themselves."""
