"""About 430 pages: a clean build, and builds after an edit, against one render by WeasyPrint."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks import volume
from benchmarks.timing import BIN, Command, by_turns, clear, ratio, spread
from octavo.manuscript.set import set_manuscript
from octavo.model.jobs import serial
from octavo.press import fonts, styles
from octavo.press.pdf import dress
from octavo.source import layouts
from octavo.source.discover import discover

_EDITED = "chapter-003.md"
_numbers = count(1)


def against_a_clean_build(folder: Path, times: int) -> None:
    """Time a clean build, one render, and builds after an edit of one chapter, each in a new process."""
    volume.write(folder / "clean" / "book", 25)
    octavo = [BIN / "octavo", "build", "-q", "book"]
    by_turns({"first": Command(octavo, folder / "clean")}, 0)
    for name in ("word", "page", "heading", "nothing"):
        shutil.copytree(folder / "clean", folder / name)
        by_turns({"first": Command(octavo, folder / name)}, 0)
    _write_baselines(folder)
    weasyprint = [BIN / "weasyprint", "-q", "-s", "print.css"]
    runs = by_turns({
        "one render": Command([*weasyprint, "whole.html", "whole.pdf"], folder / "baseline"),
        "one tagged": Command(
            [*weasyprint, "--pdf-variant", "pdf/ua-1", "whole.html", "tagged.pdf"], folder / "baseline"
        ),
        "clean": Command(octavo, folder / "clean", lambda: clear(folder / "clean")),
        "one chapter": Command([*weasyprint, "chapter.html", "chapter.pdf"], folder / "baseline"),
        "word": Command(octavo, folder / "word", _editing(folder / "word", _change_word)),
        "page": Command(octavo, folder / "page", _editing(folder / "page", _add_page)),
        "heading": Command(octavo, folder / "heading", _editing(folder / "heading", _rename)),
        "nothing": Command(octavo, folder / "nothing"),
        "python": Command([BIN / "python", "-c", "pass"], folder),
    }, times)  # fmt: skip
    for name, each in runs.items():
        print(f"  {name:12} {each.median:6.2f} s, largest Python process {each.peak('python'):4.0f} MB")
    rows = (
        ("clean build (PDF, EPUB, HTML)", "one render (PDF)", "clean", "one render", "0.45"),
        ("clean build (PDF, EPUB, HTML)", "one render, tagged as octavo's is", "clean", "one tagged", ""),
        ("a word changed", "the clean build", "word", "clean", "0.10"),
        ("a word changed", "that chapter by WeasyPrint", "word", "one chapter", "2"),
        ("a page added", "a word changed", "page", "word", "1.5"),
        ("a heading renamed", "a word changed", "heading", "word", "2"),
    )
    for what, to, one, other, aim in rows:
        print(f"  {what}, against {to}: {ratio(runs[one], runs[other])}{aim and f'  aim {aim}'}")
    over = runs["nothing"].median - runs["python"].median
    print(f"  nothing changed, over 'python -c pass': {over:.2f} s  aim 0.3 s")
    memory = runs["clean"].peak("python") / runs["one render"].peak("python")
    print(f"  memory of the largest process, against one render: {memory:.2f}  aim 0.35")


def with_rules(folder: Path, times: int) -> None:
    """Time what octavo's own rules add to a build, for a new book and after an edit."""
    volume.write(folder / "clean" / "book", 25)
    build, check = ([BIN / "octavo", *words, "book"] for words in (("build", "-q"), ("check", "-q", "--own")))
    for name in ("new", "built", "checked"):
        shutil.copytree(folder / "clean", folder / name)
        by_turns({"first": Command(check if name == "checked" else build, folder / name)}, 0)
    runs = by_turns({
        "clean": Command(build, folder / "clean", lambda: clear(folder / "clean")),
        "new": Command(check, folder / "new", lambda: clear(folder / "new")),
        "built": Command(build, folder / "built", _editing(folder / "built", _change_word)),
        "checked": Command(check, folder / "checked", _editing(folder / "checked", _change_word)),
    }, times)  # fmt: skip
    for what, one, other, aim in (
        ("a book changed in a word: octavo's own rules", "checked", "built", "  aim 0.25"),
        ("a book never built: octavo's own rules", "new", "clean", ""),
    ):
        added = [
            (with_rules - without) / whole
            for with_rules, without, whole in zip(*(runs[name].seconds for name in (one, other, "clean")), strict=True)
        ]
        print(f"  {what}, over the build, against the clean build: {spread(added)}{aim}")


def _editing(folder: Path, edit: Callable[[str], str]) -> Callable[[], None]:
    file = folder / "book" / _EDITED

    def change() -> None:
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")

    return change


def _change_word(text: str) -> str:
    return re.sub(r"^The (?:\d+ )?", f"The {next(_numbers)} ", text, count=1, flags=re.MULTILINE)


def _add_page(text: str) -> str:
    more = " ".join(["The sheet folds the page, and the page keeps its margin."] * 45)
    return text.replace("\n\n", f"\n\n{more}\n\n", 1)


def _rename(text: str) -> str:
    return re.sub(r"^# .*? \{", f"# On Matter {next(_numbers)} {{", text, count=1)


def _write_baselines(folder: Path) -> None:
    """Write the book, and its third chapter, as one HTML page each, with the styles that octavo gives to WeasyPrint."""
    base = folder / "baseline"
    base.mkdir()
    found, _ = discover([folder / "clean" / "book"], folder)
    publication, _ = layouts.read(found[0], folder)
    assert publication is not None
    manuscript, _ = set_manuscript(publication, serial)
    assert manuscript is not None
    sheet = styles.for_publication("print", publication, manuscript)
    rules = []
    for face in sheet.faces:
        (base / f"{face.name}.ttf").write_bytes(fonts.static_face(face))
        rules.append(fonts.rule(face, f"{face.name}.ttf"))
    (base / "print.css").write_text("".join(rules) + sheet.css, encoding="utf-8")
    for resource in manuscript.resources:
        shutil.copy(resource.file, base / resource.name)
    pages = [
        dress.dress(dress.DressContext.of(publication), galley, lambda _letter: True).html
        for galley in manuscript.galleys
    ]
    third = next(row for row, galley in enumerate(manuscript.galleys) if galley.chapter == Path(_EDITED).stem)
    whole: Any = etree.fromstring(pages[0])
    for page in pages[1:]:
        body: Any = etree.fromstring(page).find("body")
        body.tag = "div"
        body.set("style", "break-before:page")
        whole.find("body").append(body)
    for name, html in (("whole", etree.tostring(whole, encoding="unicode")), ("chapter", pages[third])):
        text = html.replace("res:", "").replace("<head>", '<head><meta charset="utf-8"/>')
        (base / f"{name}.html").write_text(f"<!doctype html>{text}", encoding="utf-8")
