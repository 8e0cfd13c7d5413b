"""An author's style sheet in all editions: own fonts and pictures, and what the sheet changes in print."""

from __future__ import annotations

import re

from octavo.press import fonts
from pictures import SMALL
from workshop import HEADER, Workshop, poppler

CSS = """@font-face { font-family: "Meadow"; font-weight: 300 700; src: local("X"), url("../fonts/meadow.ttf"); }
p { font-family: "Meadow", serif; }
p::first-letter { float: left; font-size: 3em; }
blockquote { background: url(leaf.png) no-repeat; }
em { color: red; display: none; }
h2 { text-transform: uppercase; }
.aside { visibility: hidden }
"""
TEXT = """They walked to the harbour before the sun was up, and *nobody* said a word.

## A section

> A quotation with a leaf behind it.

::: {.aside}
A word aside.
:::
"""


def test_a_sheet_with_its_files_is_in_every_edition(workshop: Workshop) -> None:
    workshop.write("fonts/meadow.ttf", fonts.file_path("inter/roman").read_bytes())
    workshop.write("css/leaf.png", SMALL)
    workshop.write("css/own.css", CSS)
    workshop.article(TEXT, header=HEADER.replace("---\n\n", "octavo: {css: css/own.css}\n---\n\n"))
    built = workshop.build("x.md", "-j1", "--to", "pdf,epub,html,site")
    # what hides words is reported at its declaration, with the words; each once
    assert built.ran.rules == ["css.changes-text", "css.changes-text"]
    first, second = built.ran.lines[:2]
    assert first.startswith("css/own.css:5:18: warning: this changes what print says: ")
    assert "nobody said" in first
    assert second.startswith("css/own.css:7:10: warning: ")
    assert "octavo doctor" not in built.ran.out
    # the font, cut down
    assert "+Meadow " in poppler("pdffonts", str(built.folder / "x.pdf"))
    names = [name for name in built.book if "meadow" in name]
    assert all(len(built.book[name]) < 20_000 for name in names)
    types = {item.get("href"): item.get("media-type") for item in built.package.iter("{*}item")}
    assert {types[name.removeprefix("EPUB/")] for name in names} == {"font/woff2"}
    (leaf,) = (name for name in types if "leaf" in name)
    assert types[leaf] == "image/png"
    css = built.book["EPUB/styles/book.css"].decode()
    assert f"url(../{leaf})" in css.replace('"', "")
    page = (built.folder / "x.html").read_text(encoding="utf-8")
    assert "sheet:" not in page
    assert "meadow.ttf" not in page
    assert page.count('font-family:"Meadow"') >= 1
    assert "data:image/png;base64," in page
    style = (built.folder / "x/assets/style.css").read_text(encoding="utf-8")
    files = [each.name for each in (built.folder / "x" / "assets").iterdir()]
    assert all(name in style for name in files if "meadow" in name or "leaf" in name)
    assert any("leaf" in name for name in files)


def test_a_large_letter_that_floats_has_room_in_print(workshop: Workshop) -> None:
    workshop.write("own.css", "p::first-letter { float: left; font-size: 3em }")
    words = "They walked to the harbour before the sun was up, and nobody said a word of it to anybody else there. "
    workshop.article(words * 3, header=HEADER.replace("---\n\n", "octavo: {css: own.css}\n---\n\n"))
    built = workshop.build("x.md", "--to", "pdf")
    assert built.ran.rules == []
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(\w+)', poppler("pdftotext", "-bbox", str(built.folder / "x.pdf"), "-")
    )
    lines: dict[int, float] = {}
    for left, top, word in found:
        if word != "T" and word in words:
            lines[round(float(top))] = min(float(left), lines.get(round(float(top)), 1000.0))
    first, second, third, *_ = (lines[top] for top in sorted(lines))
    assert abs(first - second) < 1
    assert third < second - 5
