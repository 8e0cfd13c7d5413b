"""`make bench`: octavo against WeasyPrint and Pandoc by themselves, run by turns.

usage: python -m benchmarks [--times N] [article] [pandoc] [growth] [edit] [checked] [judged]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import article, book, editing, judging
from benchmarks.timing import cores, worth


def main() -> None:
    """Print the tables asked for; without any named, all."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--times", type=int, default=5)
    ask.add_argument("tables", nargs="*", choices=[[], "article", "pandoc", "growth", "edit", "checked", "judged"])
    asked = ask.parse_args()
    wanted = asked.tables or ["article", "pandoc", "growth", "edit", "checked", "judged"]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cores()} cores, {asked.times} turns; medians, and the spread of the ratios")
    print(f"all cores at once do {worth():.2f} times the work of one, before the tables")
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="octavo-bench-") as aside:
            _table(name, Path(aside), asked.times)


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
        editing.checked_after(folder, times)
    elif name == "judged":
        judging.again(folder, times)
    else:
        book.as_it_grows(folder, min(times, 3))


main()
