"""The essay of source/ against the `weasyprint` command."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.timing import BIN, Command, by_turns, clear, ratio
from octavo.manuscript.set import set_manuscript
from octavo.model.jobs import serial
from octavo.press import fonts, styles
from octavo.press.pdf import dress
from octavo.source import layouts
from octavo.source.discover import discover

ROOT = Path(__file__).resolve().parents[1]
ESSAY = "the-light-that-finds-us.md"


def against_weasyprint(folder: Path, times: int) -> None:
    """Time a clean build of an article against WeasyPrint, and one that is up to date against an empty Python."""
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
    print(f"the essay, cold: octavo (PDF, EPUB, HTML) {runs['octavo'].median:.2f} s, weasyprint (PDF) "
          f"{runs['weasyprint'].median:.2f} s")  # fmt: skip
    print(f"  (a) time, against the weasyprint command:      {ratio(runs['octavo'], runs['weasyprint'])}   aim 1.3")
    print(f"  (b) nothing changed, over 'python -c pass':    {over:.2f} s   aim 0.3 s")
    print(f"  (c) memory of the largest process, against it: {own / base:.2f}   aim 1.3 ({own:.0f} MB, {base:.0f} MB);")
    print(f"      Pandoc, while it reads the text:             {pandoc / base:.2f}   ({pandoc:.0f} MB)")


def write_baseline(folder: Path, cwd: Path) -> None:
    """Write the HTML and styles that octavo gives to WeasyPrint as files that the `weasyprint` command can read."""
    folder.mkdir()
    found, _ = discover([cwd / "source" / ESSAY], cwd)
    publication, _ = layouts.read(found[0], cwd)
    assert publication is not None
    manuscript, _ = set_manuscript(publication, serial)
    assert manuscript is not None
    galley = manuscript.galleys[0]
    sheet = styles.for_publication("print", publication)
    paper = dress.dress(dress.DressContext.of(publication), galley, lambda _letter: True)
    rules = []
    for face in sheet.faces:
        (folder / f"{face.name}.ttf").write_bytes(fonts.static_face(face))
        rules.append(fonts.rule(face, f"{face.name}.ttf"))
    for resource in galley.resources:
        shutil.copy(resource.file, folder / resource.name)
    page = paper.html.replace("res:", "").replace("<head>", '<head><meta charset="utf-8"/>')
    (folder / "page.html").write_text(f"<!doctype html>{page}", encoding="utf-8")
    (folder / "print.css").write_text("".join(rules) + sheet.css, encoding="utf-8")
