"""`make bench`: time octavo against WeasyPrint and Pandoc, each command in turn.

usage: python -m benchmarks [--times N] [--of PATH]… [source] [article] [pandoc] [growth] [edit] [checked] [validated]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import article, book, editing, source_agreement, validating
from benchmarks.timing import cores, parallel_speed


def main() -> None:
    """Print the tables that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument(
        "tables", nargs="*", choices=[[], "source", "article", "pandoc", "growth", "edit", "checked", "validated"]
    )
    parser.add_argument("--of", action="append", type=Path, help="a publication to compare with its source")
    arguments = parser.parse_args()
    if arguments.tables == ["source"]:
        source_agreement.over(arguments.of or [*(article.ROOT / "source").glob("*.md"), article.ROOT / "source/guide"])
        return
    wanted = arguments.tables or ["article", "pandoc", "growth", "edit", "checked", "validated"]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cores()} cores, {arguments.times} turns; medians and ratios")
    print(f"all cores together do {parallel_speed():.2f} times the work of one")
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
            _table(name, Path(folder), arguments.times)


def _table(name: str, folder: Path, times: int) -> None:
    if name == "article":
        (folder / "source").mkdir()
        for file in (article.ROOT / "source").glob("the-light*"):
            (shutil.copytree if file.is_dir() else shutil.copy)(file, folder / "source" / file.name)
        article.write_baseline(folder / "baseline", folder)
        article.against_weasyprint(folder, times)
    elif name == "pandoc":
        book.against_pandoc(folder, times)
    elif name == "edit":
        editing.against_a_clean_build(folder, times)
    elif name == "checked":
        editing.with_rules(folder, times)
    elif name == "validated":
        validating.unchanged(folder, times)
    else:
        book.as_books_grow(folder, min(times, 3))


main()
