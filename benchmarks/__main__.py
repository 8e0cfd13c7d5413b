"""`make bench`: octavo against the plain `weasyprint` command, on the essay of source/.

usage: python -m benchmarks [--times N]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Command, by_turns, cores, ratio
from octavo.manuscript.set import set_chapter
from octavo.press import fonts, styles
from octavo.press.pdf import dress
from octavo.source import layouts
from octavo.source.discover import discover

ROOT = Path(__file__).resolve().parents[1]
ESSAY = "the-light-that-finds-us.md"
BIN = Path(sys.executable).parent


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--times", type=int, default=7)
    times = ask.parse_args().times
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "source", folder / "source")
        write_baseline(folder / "baseline", folder)
        article(folder, times)


def article(folder: Path, times: int) -> None:
    """An article, cold and up to date, against WeasyPrint and against an empty Python."""
    octavo = [BIN / "octavo", "build", "-q"]
    cold = Command(octavo, folder, lambda: clear(folder))
    plain = Command([BIN / "weasyprint", "-q", "page.html", "page.pdf", "-s", "print.css"], folder / "baseline")
    runs = by_turns({"octavo": cold, "weasyprint": plain}, times)
    by_turns({"octavo": Command(octavo, folder)}, 1)
    again = by_turns(
        {"octavo": Command(octavo, folder), "python": Command([BIN / "python", "-c", "pass"], folder)}, times
    )
    over = again["octavo"].median - again["python"].median
    own, pandoc, base = runs["octavo"].peak("python"), runs["octavo"].peak("pandoc"), runs["weasyprint"].peak("python")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cores()} cores, {times} turns; medians, and the spread of the ratios")
    print(f"the essay, cold: octavo (PDF, EPUB, HTML) {runs['octavo'].median:.2f} s, weasyprint (PDF) "
          f"{runs['weasyprint'].median:.2f} s")  # fmt: skip
    print(f"  (a) time, against the weasyprint command:      {ratio(runs['octavo'], runs['weasyprint'])}   aim 1.3")
    print(f"  (b) nothing changed, over 'python -c pass':    {over:.2f} s   aim 0.3 s")
    print(f"  (c) memory of the largest process, against it: {own / base:.2f}   aim 1.3 ({own:.0f} MB, {base:.0f} MB);")
    print(f"      Pandoc, while it reads the text:             {pandoc / base:.2f}   ({pandoc:.0f} MB)")


def clear(folder: Path) -> None:
    """Make the next build a cold one."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    shutil.rmtree(folder / ".octavo", ignore_errors=True)


def write_baseline(folder: Path, cwd: Path) -> None:
    """The same HTML and styles that octavo gives to WeasyPrint, as files that the plain command can read."""
    folder.mkdir()
    found, _ = discover([cwd / "source" / ESSAY], cwd)
    publication, _ = layouts.read(found[0], cwd)
    assert publication is not None
    galley, _ = set_chapter(publication, publication.chapters[0])
    assert galley is not None
    sheet = styles.for_publication("print", publication)
    paper = dress.dress(publication, galley, lambda _letter: True)
    rules = []
    for face in sheet.faces:
        (folder / f"{face.name}.ttf").write_bytes(fonts.static_face(face))
        rules.append(fonts.rule(face, f"{face.name}.ttf"))
    for resource in galley.resources:
        shutil.copy(resource.file, folder / resource.name)
    page = paper.html.replace("res:", "").replace("<head>", '<head><meta charset="utf-8"/>')
    (folder / "page.html").write_text(f"<!doctype html>{page}", encoding="utf-8")
    (folder / "print.css").write_text("".join(rules) + sheet.css, encoding="utf-8")


main()
