"""Books as other tools have them, unchanged, from the command line to the editions."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from foreign import write
from octavo.model.diagnostic import Diagnostic, Place, folded, warning
from pictures import png
from workshop import Ran, Workshop

MDBOOK = {
    "book.toml": '[book]\ntitle = "The Book"\nlanguage = "en"\n[output.html]\nsite-url = "https://example.org/b/"\n',
    "src/SUMMARY.md": "[Before](before.md)\n\n# Part\n\n- [One](one.md)\n  - [Two](in/two.md)\n- [Three](three.md)\n",
    "src/before.md": "# Before\n\n[One](one.html), [Two](in/two.md#a-section--more), [by a label][three].\n\n"
    "[three]: ./three.md\n",
    "src/one.md": "# One\n\n## Here\n\n[here](#here) and [nowhere](#there), [outside](../other/index.html#x),"
    " [text](../other/a.md).\n",
    "src/in/two.md": "# Two\n\n## A section & more\n\n[up](../one.md), [own site](https://example.org/b/three.html#deep),"
    " [root](/one.html).\n",
    "src/three.md": "## Three\n\n### Deep\n\n![gone](gone.png) [dead](dead.md) [dead](dead2.md)\n",
}
MKDOCS = {
    "mkdocs.yml": "site_name: The Book\ntheme: {language: en}\n"
    "nav: [index.md, {Section: [{One: one.md}, guide/two.md]}]\n",
    "docs/index.md": "# Home\n\n[one](one.md) [two](guide/two/#uberblick) <a href='guide/two/'>by address</a>\n",
    "docs/one.md": "No heading. [code](../code.py)\n",
    "docs/guide/two.md": "# Two\n\n## Überblick\n\n[home](../index.md) <a href='../../one/'>by address</a>\n",
    "code.py": "",
}
HONKIT = {
    "book.json": '{"title": "The Book", "language": "en"}',
    "README.md": "# Welcome\n\n[One](one.md#sec)\n",
    "SUMMARY.md": "# Summary\n\n* [Welcome](README.md)\n* [One](one.md)\n\t* [Inside](one.md#sec)\n"
    "\t* [Deep](deep.md)\n"
    "\n## Part\n\n* [Two](two.md)\n\n---\n\n* [Three](three.md)\n",
    "deep.md": "# Deep\n",
    "two.md": "# Two\n",
    "three.md": "# Three\n",
    "one.md": "# One\n\n## A title {#sec}\n\n[back](/README.md)\n",
}
QUARTO = {
    "_quarto.yml": "project:\n  type: book\nlang: en\nbook:\n  title: The Book\n  chapters: [index.qmd, one.qmd]\n",
    "index.qmd": "# Welcome {.unnumbered}\n\n[one](one.qmd), [there](#there), [by page](one.html#there)\n",
    "one.qmd": "---\ntitle: One\n---\n\n## There\n\nText.\n",
}
BOOKDOWN = {
    "_bookdown.yml": "rmd_files: [index.Rmd, one.Rmd]\n",
    "index.Rmd": "---\ntitle: The Book\nsite: bookdown::bookdown_site\nlang: en\n---\n\n"
    "# Welcome {-}\n\n[one](one.html), [b](#b)\n",
    "one.Rmd": "# (PART) Part {-}\n\n# One {#one}\n\n## B {#b}\n\nText.\n\n# Two\n\nText.\n",
}
BOOKS = {"mdbook": MDBOOK, "mkdocs": MKDOCS, "honkit": HONKIT, "quarto": QUARTO, "bookdown": BOOKDOWN}


def build(workshop: Workshop, layout: str, *more: str) -> tuple[Ran, dict[str, Any]]:
    write(workshop.folder / "b", BOOKS[layout])
    ran = workshop.run("build", "b", "--to", "epub,html", "--report", "r.json", "-j", "1", *more)
    return ran, json.loads((workshop.folder / "r.json").read_text(encoding="utf-8"))


def links(workshop: Workshop) -> dict[str, str]:
    """Where each link of the page leads, by its text, as the text that is found there."""
    page = (workshop.folder / "output" / "b.html").read_text(encoding="utf-8")
    body = re.sub(r"<nav.*?</nav>", "", page[page.index("<main") :], flags=re.DOTALL)
    found = {}
    for href, text in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', body):
        target = (
            re.search(rf'id="{re.escape(unquote(href[1:]))}"[^>]*>(.*?)</h\d>', body, re.DOTALL)
            if href[0] == "#"
            else None
        )
        found[text] = " ".join(re.sub(r"<[^>]*>", " ", target[1]).split()) if target else href
    return found


@pytest.mark.parametrize("layout", BOOKS)
def test_a_book_of_each_tool_comes_out_alike_in_each_format(workshop: Workshop, layout: str) -> None:
    ran, report = build(workshop, layout)
    assert ran.code == 0, ran.out
    (record,) = report["publications"]
    assert (record["title"], record["layout"], record["lang"]) == ("The Book", layout, "en")
    counted = {key: count for key, count in record["manuscript"].items() if key != "chapters"}
    assert [edition["counts"] for edition in record["editions"]] == [counted, counted]


def test_links_of_an_mdbook(workshop: Workshop) -> None:
    ran, _ = build(workshop, "mdbook")
    assert links(workshop) == {
        "One": "1 One",
        "Two": "A section & more".replace("&", "&amp;"),
        "by a label": "2 Three",
        "here": "Here",
        "outside": "https://example.org/other/index.html#x",
        "text": "https://example.org/other/a.html",
        "up": "1 One",
        "own site": "Deep",
        "root": "1 One",
    }
    assert ran.rules == ["link.broken-anchor", "image.missing", "link.broken-file"]
    assert ", and 1 more like it [link.broken-file]" in ran.out
    assert ran.out.count("warning") == 3


def test_all_findings_are_told_where_asked_for(workshop: Workshop) -> None:
    ran, report = build(workshop, "mdbook", "--verbose")
    assert ran.rules.count("link.broken-file") == 2
    assert len(report["diagnostics"]) == 4
    assert build(workshop, "mdbook", "--strict")[0].code == 1


def test_links_of_mkdocs(workshop: Workshop) -> None:
    ran, _ = build(workshop, "mkdocs")
    assert ran.rules == ["link.outside"]
    assert links(workshop) == {"one": "One", "two": "Überblick", "by address": "One", "home": "Home"}


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("honkit", {"One": "A title", "back": "Welcome"}),
        ("quarto", {"one": "1 One", "there": "1.1 There", "by page": "1.1 There"}),
        ("bookdown", {"one": "1 One", "b": "1.1 B"}),
    ],
)
def test_links_of_the_others(workshop: Workshop, layout: str, expected: dict[str, str]) -> None:
    ran, _ = build(workshop, layout)
    assert ran.out == ""
    assert links(workshop) == expected


def test_pictures_by_the_address_of_the_site_are_those_of_the_book(workshop: Workshop) -> None:
    config = BOOKS["mkdocs"]["mkdocs.yml"] + "site_url: https://example.org/\n"
    text = "# Home\n\n![one](https://example.org/img/a.png) ![two](/img/a.png) ![three](img/a.png)\n"
    write(workshop.folder / "b", {**BOOKS["mkdocs"], "mkdocs.yml": config, "docs/index.md": text})
    workshop.write("b/docs/img/a.png", png(4, 4))
    ran = workshop.run("inspect", "b", "--json")
    assert [each["rule"] for each in json.loads(ran.out)["diagnostics"]] == ["link.outside"]
    assert [each["name"] for each in json.loads(ran.out)["resources"]] == ["docs--img--a.png"]


def test_another_layout_may_be_asked_for(workshop: Workshop) -> None:
    write(workshop.folder / "b", {**BOOKS["mdbook"], **BOOKS["mkdocs"]})
    ran = workshop.run("inspect", "b")
    assert ran.lines[0] == "b: book, made for mdBook"
    assert "layout.several" in ran.rules
    assert workshop.run("inspect", "b", "--layout", "mkdocs").lines[0] == "b: book, made for MkDocs"
    assert workshop.run("inspect", "b/mkdocs.yml").lines[0] == "b: book, made for MkDocs"
    assert workshop.run("inspect", "b", "--layout", "folder").lines[0] == "b: book, a plain folder of chapters"
    assert workshop.run("inspect", "b", "--layout", "quarto").rules == ["source.none"]
    ran = workshop.run("build", "b", "--layout", "mdbok")
    assert (ran.code, ran.err) == (2, "octavo: there is no layout 'mdbok' — did you mean 'mdbook'?\n")


def test_findings_of_a_kind_are_told_as_one() -> None:
    def at(rule: str, line: int, message: str = "m") -> Diagnostic:
        return warning(rule, message, Place("f", line))

    found = [at("a.b", 1), at("layout.x", 2, "one"), at("a.b", 3), at("layout.x", 4, "two"), at("a.b", 5)]
    assert [(each.place.line, each.message) for each in folded(found)] == [
        (1, "m, and 2 more like it"),
        (2, "one"),
        (4, "two"),
    ]


@pytest.mark.parametrize("layout", BOOKS)
def test_the_editions_of_an_adopted_book_are_the_same(workshop: Workshop, layout: str) -> None:
    """Byte for byte."""

    def editions(folder: str) -> dict[str, bytes]:
        ran = workshop.run("build", "b", "--to", "pdf,epub,html,site", "-o", folder, "-j", "1")
        assert ran.code == 0, ran.out
        out = workshop.folder / folder
        return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}

    write(workshop.folder / "b", BOOKS[layout])
    before = editions("before")
    ran = workshop.run("adopt", "b")
    assert (ran.code, ran.err.splitlines()[1]) == (0, "build the book with: octavo build b")
    assert ran.err.startswith("wrote b/book.yaml; octavo now reads it instead of b/")
    assert workshop.run("inspect", "b").lines[0] == "b: book, with a book.yaml"
    assert editions("after") == before
    ran = workshop.run("adopt", "b")
    refused = "octavo: 'b/book.yaml' already exists — the book does not need adopting; build it\n"
    assert (ran.code, ran.err) == (2, refused)


def test_adopt_lists_what_book_yaml_cannot_say(workshop: Workshop) -> None:
    more = "[preprocessor.guide-helper]\n"
    write(workshop.folder / "b", {**MDBOOK, "book.toml": MDBOOK["book.toml"] + more})
    ran = workshop.run("adopt", "b")
    assert "octavo no longer reports" in ran.err
    assert ran.rules == ["layout.not-run"]
    assert "the preprocessor 'guide-helper' is not run" in ran.out


def test_only_a_book_of_another_tool_can_be_adopted(workshop: Workshop) -> None:
    workshop.write("b/README.md", "# Mine\n\nText.\n")
    workshop.write("b/one.md", "# One\n")
    assert workshop.run("adopt", "b").code == 2
    assert workshop.run("adopt", "gone").rules == ["source.missing"]
    assert not (workshop.folder / "b" / "book.yaml").exists()


def test_settings_of_octavo_s_own_lie_in_the_folder(workshop: Workshop) -> None:
    config = BOOKS["mdbook"]["book.toml"].replace('language = "en"\n', "")
    write(workshop.folder / "b", {**BOOKS["mdbook"], "book.toml": config})
    workshop.write("octavo.yaml", "lang: fr\noctavo: {page-size: A5, theme: technical}\n")
    workshop.write("b/octavo.yaml", "lang: de\noctavo: {page-size: A4}\n")
    ran = workshop.run("inspect", "b")
    assert "  language  de" in ran.lines
    assert "  page      210 × 297 mm" in ran.lines
    assert "  theme     technical" in ran.lines
    assert "lang.missing" not in ran.rules


SITES = {
    "mdbook": ["before.html", "in/two.html", "one.html", "three.html"],
    "mkdocs": ["guide/two/index.html", "one/index.html"],
    "honkit": ["deep.html", "one.html", "three.html", "two.html"],
    "quarto": ["one.html"],
    "bookdown": ["one.html", "two.html", "welcome.html"],
}


@pytest.mark.parametrize("layout", SITES)
def test_a_site_keeps_the_addresses_of_the_tool(workshop: Workshop, layout: str) -> None:
    """Every link, style sheet and picture of each page is there: `agreement.ways` sees to that."""
    files = dict(BOOKS[layout])
    if layout == "mdbook":
        files["book.toml"] += (
            'git-repository-url = "https://example.org/me/it"\nedit-url-template = "https://example.org/e/{path}"\n'
            '[output.html.redirect]\n"/old/x.html" = "../in/two.html"\n"/far.html" = "https://example.org/far"\n'
        )
        files["theme/favicon.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    if layout == "mkdocs":
        files["mkdocs.yml"] += "plugins: [redirects: {redirect_maps: {old.md: guide/two.md}}]\n"
    if layout == "quarto":
        files["one.qmd"] = files["one.qmd"].replace("title: One\n", "title: One\naliases: [/was.html]\n")
    write(workshop.folder / "b", files)
    workshop.write("octavo.yaml", "octavo: {version: '2.0', translations: {de: ../de}}\n")
    ran = workshop.run("build", "b", "--to", "epub,site", "-j", "1")
    assert ran.code == 0, ran.out
    assert "redirect.broken" not in ran.rules
    site = workshop.folder / "output" / "b"
    pages = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in site.rglob("*.html")}
    assert pages.keys() >= {*SITES[layout], "index.html", "404.html"}
    assert (site / "b.epub").read_bytes() == (workshop.folder / "output" / "b.epub").read_bytes()
    deepest = max(SITES[layout], key=lambda name: name.count("/"))
    start = "../" * deepest.count("/")
    for told in (f'href="{start}b.epub" download', f'href="{start}../de/index.html" lang="de"', ">2.0<",
                 f'src="{start}assets/site.js"', f'href="{start}assets/style.css"'):  # fmt: skip
        assert told in pages[deepest]
    if layout == "mdbook":
        assert 'href="https://example.org/e/src/in/two.md"' in pages[deepest]
        assert 'href="../assets/favicon.svg"' in pages[deepest]
        assert '<meta http-equiv="refresh" content="0; url=../in/two.html">' in pages["old/x.html"]
        assert "url=https://example.org/far" in pages["far.html"]
    if layout == "mkdocs":
        assert "url=../guide/two/index.html" in pages["old/index.html"]
    if layout == "quarto":
        assert "url=one.html" in pages["was.html"]


def test_a_site_offers_what_is_made_with_it(workshop: Workshop) -> None:
    workshop.write("x.md", "---\ntitle: X\nlang: en\n---\n\nText.\n")
    offered = workshop.folder / "output" / "x" / "x.epub"
    assert workshop.run("build", "x.md", "--to", "epub,site").code == 0
    assert offered.is_file()
    assert workshop.run("build", "x.md", "--to", "site").code == 0
    assert not offered.is_file()
    assert "x.epub" not in (workshop.folder / "output" / "x" / "index.html").read_text(encoding="utf-8")
    assert workshop.run("build", "x.md", "--to", "epub,site").code == 0
    assert offered.is_file()
