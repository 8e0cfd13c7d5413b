"""A long chapter laid out in portions is, page by page, the chapter laid out at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from octavo.build.publish import modified
from octavo.manuscript.set import set_manuscript
from octavo.model.galley import Manuscript
from octavo.model.jobs import serial
from octavo.model.publication import Publication
from octavo.press import styles
from octavo.press.pdf import portions
from octavo.press.pdf.print_run import PrintRun
from octavo.source import layouts
from octavo.source.discover import discover
from pictures import png
from printed import Read, read, roles
from workshop import Workshop, poppler, report_of

WORDS = "The plain sheet shows the printed word until a careful margin reads its folio. "
FRESH = "h2 { break-before: page }\np + p { color: #111 }\n"
SECTION = """## Section {n} {{#part-{n}}}

See [the next](#part-{next}), [the first](#part-0), @tbl-{n}, @fig-{n} and @tbl-{next}.[^n{n}] {words}

A [place](https://example.org/{n}) and [another](https://example.org/all){{.x}}. {words}

[term {n}]{{.index}} ![A grid](p.png){{#fig-{n}}}

### Deeper {n}

| a {n} | b |
|---|---|
| 1 | 2 |

: A table {{#tbl-{n}}}

```python
for page in range({n}):
    print(page)
```

1. One
2. Two

$$a^{n}$$

[^n{n}]: Note {n}, which leads to [](#part-{next}).
"""


def section(n: int, of: int) -> str:
    return SECTION.format(n=n, next=(n + 1) % of, words=WORDS * 25)


def furnish(workshop: Workshop, css: str, **settings: str) -> None:
    text = "\n".join(section(n, 6) for n in range(6))
    more = "".join(f"  {key.replace('_', '-')}: {value}\n" for key, value in settings.items())
    workshop.write("b/book.yaml", f"title: T\nlang: en\nchapters: [a.md, b.md]\noctavo:\n  css: own.css\n{more}")
    workshop.write("b/a.md", f"# Long {{#sec-long}}\n\n{WORDS}\n\n{text}")
    workshop.write("b/b.md", f"# Other\n\nSee [](a.md#part-4), @sec-long and @fig-3.\n\n{WORDS}")
    workshop.write("b/own.css", css)
    workshop.write("b/p.png", png(40, 30))


def pressed(source: Path) -> tuple[Publication, Manuscript, PrintRun]:
    (found,), _ = discover([source], source.parent)
    publication, _ = layouts.read(found, source.parent)
    assert publication is not None
    manuscript, _ = set_manuscript(publication, serial)
    assert manuscript is not None
    sheet = styles.for_publication("print", publication, manuscript)
    return publication, manuscript, PrintRun(publication, manuscript, sheet, serial)


def printed(source: Path) -> tuple[bytes, PrintRun]:
    publication, _, work = pressed(source)
    work.lay_out()
    work.finish()
    return work.bind(modified(publication)), work


def met(data: bytes, file: Path) -> tuple[Read, list[tuple[str, str]]]:
    file.write_bytes(data)
    return read(file), roles(data, 0)


def looks(data: bytes, folder: Path) -> list[bytes]:
    """A picture of each page."""
    folder.mkdir()
    (folder / "x.pdf").write_bytes(data)
    poppler("pdftoppm", "-r", "40", str(folder / "x.pdf"), str(folder / "page"))
    return [file.read_bytes() for file in sorted(folder.glob("page*"))]


def seen(work: PrintRun) -> list[Any]:
    return [(each.chapter, work.proofs[each.chapter].facts) for each in work.galleys()]


SHEETS = {
    "on the heading": (FRESH, {}),
    "on the section, right and left pages apart": (
        "section.level2 { page-break-before: always } @page :left { margin-left: 4cm }", {"page_references": "true"},
    ),
    "sans, chapters on right pages": (FRESH, {"theme": "technical", "chapters_open": "recto", "page_size": "A5"}),
    "PDF 2.0": (FRESH, {"pdf_standard": "ua-2"}),
}  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_portions_and_the_whole(sheet: str, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    css, settings = SHEETS[sheet]
    furnish(workshop, css, **settings)
    monkeypatch.setattr(portions, "LEAST", 2000)
    split, work = printed(workshop.folder / "b")
    assert sorted(name for name in work.jobs if name.startswith("a/")) == ["a/1", "a/2", "a/3", "a/4", "a/5"]
    monkeypatch.setattr(portions, "LEAST", 10**9)
    whole, other = printed(workshop.folder / "b")
    assert len(other.jobs) == len(work.jobs) - 5
    (one, tags), (two, other_tags) = (met(data, workshop.folder / "x.pdf") for data in (split, whole))
    for number, (ours, theirs) in enumerate(zip(one.texts, two.texts, strict=True)):
        assert ours == theirs, f"page {number}"
    assert (one.links, one.bookmarks, one.labels) == (two.links, two.bookmarks, two.labels)
    assert tags == other_tags
    assert work.places == other.places
    assert seen(work) == seen(other)
    assert looks(split, workshop.folder / "split") == looks(whole, workshop.folder / "whole")


WHOLE = {
    "no fresh page": "h2 { color: #111 }",
    "a side": "h2 { break-before: recto }",
    "counts": FRESH + "h2 { counter-increment: part } body { counter-reset: part }",
    "is taken back": FRESH + "section.level2 > h2 { break-before: auto }",
    "is taken back for some": FRESH + "section:nth-of-type(2) > h2 { break-before: auto }",
    "another page for the first": FRESH + "@page :first { margin-top: 5cm }",
    "a frame around all": FRESH + ".galley { border: 1pt solid; padding: 1em }",
    "columns": FRESH + "body { columns: 2 }",
    "a condition": FRESH + "@supports (color: red) { h2 { break-before: auto } }",
    "running text": FRESH + "h2 { string-set: part content() }",
    "not CSS that is known": FRESH + "h2:unheard-of(x) { color: red }",
}


@pytest.mark.parametrize("css", [FRESH, FRESH + "body { font-size: 11pt }", *WHOLE.values()])
def test_what_reaches_across_keeps_a_chapter_whole(
    css: str, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(workshop, css)
    monkeypatch.setattr(portions, "LEAST", 2000)
    _, manuscript, work = pressed(workshop.folder / "b")
    long = next(each for each in manuscript.galleys if each.chapter == "a")
    assert len(work.portions(long)) == (1 if css in WHOLE.values() else 6)


def test_an_edit_lays_out_one_portion(workshop: Workshop) -> None:
    furnish(workshop, FRESH)
    text = "\n".join(section(n, 6).replace(WORDS, WORDS * 4) for n in range(6))
    workshop.write("b/a.md", f"# Long {{#sec-long}}\n\n{WORDS}\n\n{text}")
    first = report_of(workshop, "b", "-j2", "--to", "pdf,epub")["publications"][0]
    assert first["work"]["rendered"] >= first["work"]["gatherings"] + 3
    workshop.write("b/a.md", f"# Long {{#sec-long}}\n\n{WORDS}\n\n{text.replace('print(page)', 'print(12)', 1)}")
    report = report_of(workshop, "b", "-j2", "--to", "pdf,epub")
    assert (report["ok"], report["publications"][0]["work"]["rendered"]) == (True, 1)
    good = workshop.digests()
    assert workshop.run("build", "b", "-j1", "--no-cache", "--to", "pdf,epub").code == 0
    assert workshop.digests() == good


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_a_long_article(jobs: str, workshop: Workshop) -> None:
    """It is read back, and agrees with its text; the same bytes come of it with one process and with two."""
    text = "\n".join(section(n, 4).replace(WORDS, WORDS * 12) for n in range(4))
    workshop.article(text, header="---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\n")
    workshop.write("own.css", FRESH)
    workshop.write("p.png", png(40, 30))
    report = report_of(workshop, "x.md", jobs, "--to", "pdf")
    assert report["ok"], report["diagnostics"]
    assert report["publications"][0]["work"]["rendered"] == 4


PARTS = ("chapter", "one of", "two of")


def test_contents_in_runs(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Very long contents are laid out in runs: each begins a page, and nothing is lost or said otherwise."""
    chapters = [f"{letter}.md" for letter in "abcdefgh"]
    workshop.write("b/book.yaml", f"title: T\nlang: en\nchapters: [{', '.join(chapters)}]\n")
    for name in chapters:
        workshop.write(f"b/{name}", f"# Chapter {name}\n\n{WORDS}\n\n## One of {name}\n\n{WORDS}\n\n## Two of {name}\n")
    whole, other = printed(workshop.folder / "b")
    monkeypatch.setattr(portions, "LINES", 10)
    split, work = printed(workshop.folder / "b")
    assert [name for name in work.jobs if name.startswith("*contents")] == ["*contents", "*contents/1", "*contents/2"]
    one, two = (met(data, workshop.folder / "x.pdf")[0] for data in (split, whole))
    listed = [re.findall(r"(?:chapter|one of|two of) \w\.md(?= \d)", "\n".join(each.texts)) for each in (one, two)]
    assert listed == [[f"{what} {name}" for name in chapters for what in PARTS]] * 2
    assert len(work.proofs["*contents"].pages) == 3
    assert len(other.proofs["*contents"].pages) == 1
    assert [re.findall(r"chapter (\w).md \d", text)[:1] for text in one.texts[4:7]] == [["a"], ["d"], ["g"]]
    assert len(one.links) == len(two.links)
    assert work.proofs["*contents"].facts == ()
