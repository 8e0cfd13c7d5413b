"""Whether every word of the author's files is in the galleys, and no other.

Nothing here uses Pandoc or the code that sets the manuscript: the author's files are scanned by `scan.py`, galleys are
read by `galley_words.py`, and what the two say is compared word for word.
"""
