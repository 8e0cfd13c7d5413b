"""The files around the examples of rules: an article with settings, a book, and a book made for mdBook."""

from __future__ import annotations

ONE = "# One\n\nText of the first chapter.\n"
TWO = "# Two\n\nText of the second chapter.\n"


def article(text: str = "Text.\n", **keys: str) -> dict[str, str]:
    """Return an article, `x.md`, with further keys in its header."""
    header = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return {"x.md": f"---\ntitle: A Title\nauthor: Ann Author\nlang: en\n{header}---\n\n{text}"}


def book(*, chapters: str = "", **texts: str) -> dict[str, str]:
    """Return a book, `x`, with a file for each text; `chapters` lists them in YAML, by default in their order."""
    listed = chapters or f"[{', '.join(f'{name}.md' for name in texts)}]"
    gap = "" if listed.startswith("\n") else " "
    files = {f"x/{name}.md": text for name, text in texts.items()}
    return {"x/book.yaml": f"title: A Title\nauthor: Ann Author\nlang: en\nchapters:{gap}{listed}\n", **files}


def mdbook(
    one: str = "# One\n\nWords.\n",
    *,
    summary: str = "- [One](one.md)\n",
    toml: str = '[book]\ntitle = "A Title"\nlanguage = "en"\n',
) -> dict[str, str]:
    """Return a book made for mdBook, `x`, with one chapter."""
    return {"x/book.toml": toml, "x/src/SUMMARY.md": summary, "x/src/one.md": one}
