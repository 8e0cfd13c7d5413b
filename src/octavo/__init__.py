"""One Markdown text as a book: print, EPUB and HTML that say the same thing."""

__version__ = "0.1.0"
