"""Bound books, small ones too, open without a complaint in qpdf, poppler, pdf.js and Chromium.

qpdf skips objects whose numbers are high for the size of the file, and pdf.js and Chromium repair files silently: so
each must also find everything that is in the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest

from octavo.tools import machine
from pictures import png
from workshop import Workshop, poppler, squeezed

RICH = """# Chapter {name} {{#sec-{name}}}

Words of {name}. See @sec-b, [there](b.md) and [elsewhere](https://example.org/).[^1]

![A grid](p.png){{#fig-{name}}}

| a | b |
|---|---|
| 1 | 2 |

$$a^2$$ and "quotes" -- 猫.

[^1]: A note.
"""
PAGES = {"article": 1, "one": 7, "three": 11, "parts": 9}
"""How many pages each has."""
READS = """async (name) => {
    const library = await import('https://reader.test/pdf.min.mjs');
    library.GlobalWorkerOptions.workerSrc = 'https://reader.test/pdf.worker.min.mjs';
    const opened = await library.getDocument({
        url: 'https://reader.test/' + name, verbosity: 1, stopAtErrors: true, isEvalSupported: false,
    }).promise;
    const read = {pages: opened.numPages, tagged: 0, links: 0, dead: [], text: '',
                  labels: await opened.getPageLabels(), outline: (await opened.getOutline()).map((each) => each.title)};
    for (let number = 1; number <= opened.numPages; number++) {
        const page = await opened.getPage(number);
        read.text += (await page.getTextContent()).items.map((each) => each.str + (each.hasEOL ? ' ' : '')).join('');
        read.tagged += (await page.getStructTree()) !== null;
        for (const link of await page.getAnnotations()) {
            read.links++;
            if (link.dest && !(await opened.getDestination(link.dest))) read.dead.push(link.dest);
        }
        const viewport = page.getViewport({scale: 0.3});
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [viewport.width, viewport.height];
        await page.render({canvas, viewport}).promise;
    }
    await opened.loadingTask.destroy();
    return read;
}"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the finished PDFs, and of one that is truncated."""
    workshop = Workshop(tmp_path_factory.mktemp("readers"))
    workshop.article("Words of a.\n", "article.md")
    workshop.write("one/book.yaml", "{title: One, lang: en, chapters: [a.md]}")
    workshop.write("one/a.md", "# First\n\nWords of a.\n")
    about = "title: Three\nauthor: Ann Author\nlang: en\n"
    three = "octavo: {page-size: A5, chapters-open: recto}\nchapters: [a.md, b.md, c.md]\n"
    workshop.write("three/book.yaml", about + three)
    listed = "[{part: One, chapters: [a.md, b.md]}, {part: Two, chapters: [c.md]}]"
    parts = f"octavo: {{half-title: false}}\nchapters: {listed}\n"
    workshop.write("parts/book.yaml", about.replace("Three", "Parts") + parts)
    for book in ("three", "parts"):
        workshop.write(f"{book}/p.png", png(40, 30))
        for name in "abc":
            workshop.write(f"{book}/{name}.md", RICH.format(name=name))
    for source in ("article.md", "one", "three", "parts"):
        ran = workshop.run("build", source, "-j1", "-tpdf")
        assert ran.code == 0, ran.out + ran.err
    whole = (workshop.folder / "output/three.pdf").read_bytes()
    workshop.write("output/broken.pdf", whole[: len(whole) // 2])
    return workshop.folder / "output"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = machine.chromium()
    if program is None:
        pytest.skip("Chromium is not here")
    from playwright.sync_api import sync_playwright

    arguments = ["--headless=new", *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        # The headless shell of Playwright has no PDF viewer.
        opened = playwright.chromium.launch(executable_path=program, headless=False, args=arguments)
        yield opened
        opened.close()


def by_pdfjs(browser: Any, file: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what pdf.js finds in a PDF, and its warnings."""
    package = machine.npm_file("pdfjs-dist", "package.json")
    if package is None:
        pytest.skip("pdf.js is not here (make test installs it)")
    modules = package.parent / "legacy" / "build"  # for any Chromium
    said: list[str] = []

    def answer(route: Any) -> None:
        name = unquote(route.request.url.rpartition("/")[2])
        if name.endswith(".mjs"):
            route.fulfill(body=(modules / name).read_bytes(), content_type="text/javascript")
        elif name == file.name:
            route.fulfill(body=file.read_bytes(), content_type="application/pdf")
        else:
            route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")

    page = browser.new_page()
    try:
        page.on("console", lambda message: said.append(message.text))
        page.route("**/*", answer)
        page.goto("https://reader.test/")
        return page.evaluate(READS, file.name), said
    finally:
        page.close()


def by_chromium(browser: Any, file: Path, seconds: int = 20) -> tuple[str, str]:
    """Return the title and the number of pages that Chromium's viewer shows of a PDF."""
    page = browser.new_page()
    try:
        page.goto(file.as_uri())
        viewer = None
        for _ in range(10 * seconds):
            viewer = next((frame for frame in page.frames if frame.url.startswith("chrome-extension:")), None)
            if viewer is not None:
                break
            page.wait_for_timeout(100)
        assert viewer is not None, "the viewer has nothing to show"
        viewer.wait_for_selector("#pagelength:not(:empty)", timeout=1000 * seconds)
        return viewer.inner_text("#title"), viewer.inner_text("#pagelength").strip()
    finally:
        page.close()


@pytest.mark.parametrize("name", PAGES)
def test_qpdf(name: str, editions: Path) -> None:
    with pikepdf.open(editions / f"{name}.pdf", attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []
        assert len(opened.pages) == PAGES[name]
        assert not [number for number, made in enumerate(opened.objects) if made is None]


@pytest.mark.parametrize("name", PAGES)
def test_poppler(name: str, editions: Path, tmp_path: Path) -> None:
    file = str(editions / f"{name}.pdf")
    assert f"Pages:           {PAGES[name]}\n" in poppler("pdfinfo", file)
    assert "Words of a." in squeezed(poppler("pdfinfo", "-struct-text", file).replace('"', ""))
    assert "Words of a." in squeezed(poppler("pdftotext", file, "-"))
    assert poppler("pdffonts", file).count(" yes yes yes ") >= 1  # embedded, a subset, mapped to Unicode
    poppler("pdftoppm", "-r", "20", file, str(tmp_path / "page"))
    assert len(list(tmp_path.glob("page*"))) == PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_pdfjs(name: str, editions: Path, browser: Any) -> None:
    read, said = by_pdfjs(browser, editions / f"{name}.pdf")
    assert said == []
    assert (read["pages"], read["tagged"], read["dead"]) == (PAGES[name], PAGES[name], [])
    assert read["labels"][-1] == {"article": "1", "one": "1", "three": "5", "parts": "5"}[name]
    assert "Words of a." in squeezed(read["text"])
    with pikepdf.open(editions / f"{name}.pdf") as opened:
        assert read["links"] == sum(len(page.obj.get("/Annots", ())) for page in opened.pages)
        with opened.open_outline() as outline:
            assert read["outline"] == [entry.title for entry in outline.root]


@pytest.mark.parametrize("name", PAGES)
def test_chromium(name: str, editions: Path, browser: Any) -> None:
    title = "A Title" if name == "article" else name.capitalize()
    assert by_chromium(browser, editions / f"{name}.pdf") == (title, str(PAGES[name]))


def qpdf(file: Path, _browser: Any) -> None:
    pikepdf.open(file, attempt_recovery=False)


def poppler_itself(file: Path, _browser: Any) -> None:
    poppler("pdfinfo", str(file))


def pdfjs(file: Path, browser: Any) -> None:
    assert by_pdfjs(browser, file)[1] == []


def chromium(file: Path, browser: Any) -> None:
    by_chromium(browser, file, 2)


@pytest.mark.parametrize(
    ("reads", "complaint"),
    [(qpdf, "xref"), (poppler_itself, "(?i)xref"), (pdfjs, "(?i)invalid|xref"), (chromium, "nothing to show|Timeout")],
)
def test_each_reader_reports_a_broken_file(
    reads: Callable[[Path, Any], None], complaint: str, editions: Path, browser: Any
) -> None:
    """Otherwise, no complaint would mean nothing."""
    with pytest.raises(Exception, match=complaint):
        reads(editions / "broken.pdf", browser)
