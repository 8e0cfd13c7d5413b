"""A generated book: EPUB and HTML against Pandoc's EPUB, and print as the book grows."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import volume
from benchmarks.timing import BIN, Command, by_turns, clear, ratio
from octavo.tools import pandoc


def against_pandoc(folder: Path, times: int) -> None:
    """Time the EPUB and HTML of about 500 pages, both read back, against Pandoc's EPUB alone, and its HTML."""
    book = folder / "five-hundred"
    volume.write(book, 25)
    names = sorted(file.name for file in book.glob("*.md"))
    plain = [pandoc.path(), "--metadata", "title=A Book of Measures", *names]
    runs = by_turns({
        "octavo": Command([BIN / "octavo", "build", "-q", book, "--to", "epub,html"], folder, lambda: clear(folder)),
        "pandoc epub": Command([*plain, "-o", folder / "plain.epub"], book),
        "pandoc html": Command([*plain, "-s", "--mathml", "-o", folder / "plain.html"], book),
    }, times)  # fmt: skip
    print(f"a book of 25 chapters, EPUB and HTML: octavo {runs['octavo'].median:.2f} s, pandoc's EPUB "
          f"{runs['pandoc epub'].median:.2f} s, its HTML {runs['pandoc html'].median:.2f} s")  # fmt: skip
    print(f"  (d) time, against Pandoc's EPUB alone:         {ratio(runs['octavo'], runs['pandoc epub'])}   aim 1.5")


def as_books_grow(folder: Path, times: int) -> None:
    """Time print, per page, in books of about 50, 500 and 5,000 pages."""
    each: dict[str, list[float]] = {}
    pages: dict[str, int] = {}
    for name, chapters in (("50", 3), ("500", 25), ("5000", 280)):
        volume.write(folder / f"pages-{name}", chapters)
    commands = {
        name: Command(
            [BIN / "octavo", "build", "-q", folder / f"pages-{name}", "--to", "pdf", "--report", f"{name}.json"],
            folder,
            lambda: clear(folder),
        )
        for name in ("50", "500", "5000")
    }
    runs = by_turns(commands, times, warm=False)
    for name in commands:
        report = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        pages[name] = report["publications"][0]["editions"][0]["pages"]
        each[name] = [1000 * seconds / pages[name] for seconds in runs[name].seconds]
    print("print as a book grows, milliseconds per page, and memory of the largest process:")
    for name, own in each.items():
        print(f"  {pages[name]:5} pages: {sorted(own)[len(own) // 2]:5.1f} ms, {runs[name].peak('python'):5.0f} MB")
