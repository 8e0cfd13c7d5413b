"""Books from the command line to all four editions: they agree, odd ones come out, bad ones are told of."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from octavo.check.validators import VALIDATORS, Unavailable
from pictures import png
from workshop import Editions, Ran, Workshop, poppler

BOOK = "title: The Book\nauthor: Ann Author\nlang: en\nrights: Copyright Ann Author\nchapters:\n"
FORMATS = ("pdf", "epub", "html", "site")


def write(workshop: Workshop, chapters: dict[str, str], more: str = "") -> None:
    """A book `b` of these chapters, all of them listed."""
    for name, text in chapters.items():
        workshop.write(f"b/{name}", text)
    listed = "".join(f"  - {json.dumps(name, ensure_ascii=False)}\n" for name in chapters)
    workshop.write("b/book.yaml", BOOK + listed + more)


def build(workshop: Workshop, *more: str) -> tuple[Ran, dict[str, Any]]:
    """Build it in every format; how that ended, and the report of it."""
    ran = workshop.run("build", "b", "--to", ",".join(FORMATS), "--report", "report.json", *more)
    return ran, json.loads((workshop.folder / "report.json").read_text(encoding="utf-8"))["publications"][0]


@pytest.fixture(scope="module")
def new_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, dict[str, Any]]:
    """The book that `octavo new book` starts, built."""
    workshop = Workshop(tmp_path_factory.mktemp("new"))
    assert workshop.run("new", "book", "b").code == 0
    ran, report = build(workshop)
    assert (ran.code, ran.out) == (0, "")
    return workshop, report


def test_the_editions_of_a_book_hold_the_same(new_book: tuple[Workshop, dict[str, Any]]) -> None:
    _, report = new_book
    counted = {key: count for key, count in report["manuscript"].items() if key != "chapters"}
    assert report["kind"] == "book"
    assert counted["words"] > 100
    assert [edition["format"] for edition in report["editions"]] == list(FORMATS)
    assert [edition["counts"] for edition in report["editions"]] == [counted] * 4
    assert {check["status"] for check in report["checks"]} == {"passed"}


def test_nothing_is_made_again_where_nothing_has_changed(new_book: tuple[Workshop, dict[str, Any]]) -> None:
    workshop, first = new_book
    before = workshop.digests()
    _, again = build(workshop)
    assert [edition["fresh"] for edition in again["editions"]] == [False] * 4
    assert (again["work"]["parsed"], again["work"]["rendered"]) == (0, 0)
    assert workshop.digests() == before
    assert [e["sha256"] for e in again["editions"]] == [e["sha256"] for e in first["editions"]]


def test_one_process_or_two_make_the_same_bytes(new_book: tuple[Workshop, dict[str, Any]], tmp_path: Path) -> None:
    workshop, _ = new_book
    other = Workshop(tmp_path / "other")
    shutil.copytree(workshop.folder / "b", other.folder / "b")
    assert other.spawn("build", "b", "--to", ",".join(FORMATS), "-j", "1", "-q").code == 0
    assert other.digests() == workshop.digests()


def test_a_change_anywhere_in_the_folder_is_noticed(workshop: Workshop) -> None:
    write(workshop, {"a.md": "# A\n\nWords.\n", "b.md": "# B\n\nWords.\n"}, "octavo:\n  formats: [html]\n")
    page = workshop.folder / "output" / "b.html"
    assert workshop.run("build", "b").code == 0
    assert "up to date" in workshop.run("build", "b").err
    workshop.write("b/b.md", "# B\n\nOther words.\n")
    assert "up to date" not in workshop.run("build", "b").err
    assert "Other words." in page.read_text()
    workshop.write("b/c.md", "# C\n")
    assert workshop.run("build", "b").rules == ["chapter.unlisted"]


ODD = ("one two.md", "a#b.md", "50% off.md", "Überblick é.md", "漢字.md", "sub dir/näßt.md", "UPPER.md")


@pytest.mark.slow
def test_odd_books_come_out_and_pass_the_validators(workshop: Workshop) -> None:
    """Names, titles, tables, lines, pictures and notes that are longer and stranger than they should be."""
    chapters = {}
    for number, (name, following) in enumerate(zip(ODD, (*ODD[1:], ODD[0]), strict=True)):
        chapters[name] = (
            f"# Chapter {number}\n\nA note.[^1] [Next]({'../' * name.count('/')}{quote(following)}).\n\n"
            f"[^1]: Of chapter {number}.\n\n## Here {{#sec-{number}}}\n\nSee @sec-{(number + 3) % len(ODD)}.\n"
        )
    head, rule = (" | ".join(f"c{n}" for n in range(60)), "---|" * 60)
    note = " ".join(f"word{n}" for n in range(900))
    chapters["long.md"] = (
        f"# {'A long title ' * 23}\n\n| {head} |\n|{rule}\n| {head} |\n\n: Sixty columns {{#tbl-wide}}\n\n"
        f"```python\nx = '{'abcdef ' * 57}'\n```\n\n![Large](large.png){{#fig-large}}\n\nNoted.[^l]\n\n[^l]: {note}\n\n"
        "## A heading with a note[^h]\n\n[^h]: In a heading.\n\n"
        "| a | b |\n|---|---|\n| cell[^t] | more |\n\n[^t]: In a table.\n"
    )
    chapters["empty.md"] = ""
    write(workshop, chapters)
    workshop.write("b/large.png", png(3000, 4000))
    ran, report = build(workshop)
    assert ran.code == 0, ran.out
    assert sorted(set(ran.rules)) == ["chapter.empty", "image.scaled"]
    assert report["manuscript"]["notes"] == len(ODD) + 3
    assert len({json.dumps(edition["counts"]) for edition in report["editions"]}) == 1
    poppler("pdfinfo", str(workshop.folder / "output" / "b.pdf"))
    for validator in VALIDATORS:
        if validator.name in ("epubcheck", "verapdf", "vnu") and not isinstance(validator.find(), Unavailable):
            for format in set(validator.formats) - {"site"}:
                assert validator.run([workshop.folder / "output" / f"b.{format}"]) == []


def test_a_book_of_one_chapter(workshop: Workshop) -> None:
    write(workshop, {"only.md": "# Only\n\nWords.\n"})
    ran, report = build(workshop)
    assert (ran.code, ran.out) == (0, "")
    assert report["manuscript"]["chapters"] == 1
    built = Editions(workshop.folder / "output", "b", ran)
    assert built.said("Words.") == (True, True, True)


@pytest.mark.slow
def test_a_book_of_four_hundred_chapters(workshop: Workshop) -> None:
    many = {f"c{n}.md": f"# Chapter {n}\n\nSee [the next](c{(n + 1) % 400}.md).\n" for n in range(400)}
    write(workshop, many)
    ran = workshop.run("build", "b", "--to", "epub", "--report", "report.json")
    assert (ran.code, ran.out) == (0, "")
    report = json.loads((workshop.folder / "report.json").read_text())["publications"][0]
    assert report["manuscript"]["chapters"] == 400
    assert report["editions"][0]["counts"]["links"] == 400


def test_one_bad_chapter_hides_no_other(workshop: Workshop) -> None:
    write(workshop, {
        "a.md": "# A\n\n[x](#nowhere) and @fig-nothing.\n", "b.md": "# B\n\n![x](lost.png)\n",
        "c.md": "# C {#twice}\n\n## D {#twice}\n\n[see]{.index see=\"elsewhere\"}\n",
    })  # fmt: skip
    ran, _ = build(workshop)
    assert ran.code == 1
    assert [(line.split(":")[0], rule) for line, rule in zip(ran.lines, ran.rules, strict=True)] == [
        ("b/a.md", "link.broken-anchor"), ("b/a.md", "ref.unresolved"), ("b/b.md", "image.missing"),
        ("b/c.md", "id.duplicate"), ("b/c.md", "index.see-missing"),
    ]  # fmt: skip
    assert not list((workshop.folder / "output").glob("*")) if (workshop.folder / "output").exists() else True


def test_a_broken_bibliography_is_told_of_at_its_own_line(workshop: Workshop) -> None:
    write(workshop, {"a.md": "# A\n\n[@key].\n"}, "bibliography: refs.bib\n")
    workshop.write("b/refs.bib", "@book{key,\n  title = {One},\n  year = 2000,\n}\n\n@book{broken,\n  title = {Two\n")
    ran, _ = build(workshop)
    assert ran.code == 1
    assert ran.rules == ["cite.bibliography"]
    assert ran.lines[0].startswith("b/refs.bib:")


def test_the_numbers_of_contents_stand_in_one_column(workshop: Workshop) -> None:
    long = "A title of many words that goes on for longer than the measure of a page holds in one line of it"
    titles = enumerate(("Short", long, "C"))
    write(workshop, {f"{n}.md": f"# {title}\n\n## {long}\n\n## Brief\n" for n, title in titles})
    assert workshop.run("build", "b", "--to", "pdf").code == 0
    words = poppler("pdftotext", "-f", "5", "-l", "5", "-bbox", str(workshop.folder / "output" / "b.pdf"), "-")
    placed = re.findall(r'xMin="([\d.]+)".* xMax="([\d.]+)".*>\d+<', words)
    ends = [float(end) for start, end in placed if float(start) > 200]
    assert len(ends) == 9
    assert max(ends) - min(ends) < 0.1  # points
