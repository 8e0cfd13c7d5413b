"""What is up to date is not made again, and costs next to nothing to find so; what changed is made again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pictures import SMALL, png
from workshop import Workshop, environment, report_of

# Not pydantic: Typer imports it for the options of a command.
HEAVY = {"weasyprint", "pikepdf", "PIL", "lxml", "fontTools", "ebooklib", "ruamel", "babel", "uharfbuzz"}
READING = {
    "octavo.source.layout_readers", "octavo.source.header", "octavo.source.headings", "octavo.source.values",
    "octavo.source.foreign", "octavo.source.config", "octavo.source.spine", "octavo.model.publication",
    "octavo.model.galley", "octavo.model.languages", "octavo.model.writing", "octavo.manuscript", "octavo.executor",
}  # fmt: skip
"""What reads a publication, or makes something of it."""
HEADER = """---
title: A Title
lang: en
bibliography: b.bib
csl: c.csl
octavo:
  css: own.css
  hero: hero.png
  hero-alt: A grid
  logo: logo.svg
  filters: f.lua
---

"""
CSL = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>t</title><id>t</id>'
    "<updated>2020-01-01T00:00:00Z</updated></info><citation><layout><text variable='title'/></layout></citation>"
    "<bibliography><layout><text variable='title'/></layout></bibliography></style>"
)
OTHER_CSL = CSL.replace("title'/></layout></citation", "author'/></layout></citation")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'


def furnish(workshop: Workshop) -> None:
    workshop.article("![A grid](p.png)\n\nAs [@a].\n", "source/x.md", HEADER)
    workshop.write("source/p.png", SMALL)
    workshop.write("source/hero.png", SMALL)
    workshop.write(
        "source/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'
    )
    workshop.write("source/b.bib", "@book{a, author={A, B}, title={C}, year={1999}}")
    workshop.write("source/c.csl", CSL)
    workshop.write("source/own.css", "p { color: black }")
    workshop.write("source/f.lua", "function Strong(it) return it end")
    workshop.write("source/octavo.yaml", "publisher: P\n")


def fresh(workshop: Workshop, *arguments: str) -> dict[str, bool]:
    report = report_of(workshop, "-j1", *arguments)
    assert report["ok"], report["diagnostics"]
    return {edition["format"]: edition["fresh"] for edition in report["publications"][0]["editions"]}


NOTHING = {"pdf": False, "epub": False, "html": False}
ALL = {"pdf": True, "epub": True, "html": True}


def test_a_second_build_does_nothing(workshop: Workshop) -> None:
    furnish(workshop)
    assert fresh(workshop) == ALL
    times = {path: path.stat().st_mtime_ns for path in (workshop.folder / "output").iterdir()}
    report = report_of(workshop)
    assert {edition["fresh"] for edition in report["publications"][0]["editions"]} == {False}
    work = report["publications"][0]["work"]
    assert (work["parsed"], work["rendered"], work["bound"]) == (0, 0, False)
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert fresh(workshop, "--no-cache") == ALL


def imported(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the command imports, from any process of it."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "octavo", *arguments],
        cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    lines = [line for line in ran.stderr.splitlines() if line.startswith("import time:")]
    assert len(lines) > 50
    return with_packages(line.rpartition("|")[2].strip() for line in lines)


def with_packages(modules: Iterable[str]) -> set[str]:
    """Return the names of modules and of all packages that they are in."""
    found = set()
    for module in modules:
        parts = module.split(".")
        found |= {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return found


def furnish_book(workshop: Workshop) -> None:
    workshop.write("source/b/book.yaml", "title: T\nlang: en\nchapters: [one.md]\n")
    workshop.write("source/b/one.md", "# One\n\nText.\n")


@pytest.mark.parametrize("furnish", [furnish, furnish_book])
def test_a_second_build_imports_nothing_heavy(furnish: Callable[[Workshop], None], workshop: Workshop) -> None:
    furnish(workshop)
    assert workshop.run("build", "-j1", "-thtml").code == 0
    found = imported(workshop.folder, "build", "-thtml")
    assert "octavo.build.session" in found
    assert found & (HEAVY | READING) == set()


def test_a_second_build_from_python_imports_not_even_importlib_metadata(workshop: Workshop) -> None:
    """In the command, Typer imports it."""
    workshop.article("Text.\n", "source/x.md")
    furnish_book(workshop)
    assert workshop.run("build", "-j1", "-thtml").code == 0
    program = (
        "import json, octavo, sys; outcome = octavo.build(to='html');"
        " fresh = [edition.fresh for record in outcome.records for edition in record.editions];"
        " print(json.dumps([fresh, len(outcome.folded), *sys.modules]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=workshop.folder, env=environment(), capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    fresh, folded, *modules = json.loads(ran.stdout)
    assert (fresh, folded) == ([False, False], 0)
    assert with_packages(modules) & (HEAVY | READING | {"importlib.metadata", "typer", "email"}) == set()


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("--version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert imported(tmp_path, *arguments) & HEAVY == set()


CHANGES: dict[str, Callable[[Workshop], object]] = {
    "the text": lambda w: w.article("![A grid](p.png)\n\nOther text, as [@a].\n", "source/x.md", HEADER),
    "a picture": lambda w: w.write("source/p.png", png(40, 20)),
    "the hero": lambda w: w.write("source/hero.png", png(40, 20)),
    "the logo": lambda w: w.write("source/logo.svg", LOGO.replace("h7", "h6")),
    "the bibliography": lambda w: w.write("source/b.bib", "@book{a, author={A, B}, title={D}, year={1999}}"),
    "the citation style": lambda w: w.write("source/c.csl", OTHER_CSL),
    "the style sheet": lambda w: w.write("source/own.css", "p { color: #111 }"),
    "the filter": lambda w: w.write("source/f.lua", "function Str(it) return pandoc.Str(it.text:upper()) end"),
    "the defaults": lambda w: w.write("source/octavo.yaml", "publisher: Q\n"),
    "the defaults' absence": lambda w: (w.folder / "source/octavo.yaml").unlink(),
}  # fmt: skip


@pytest.mark.slow
def test_whatever_changes_is_made_again(workshop: Workshop) -> None:
    furnish(workshop)
    assert fresh(workshop) == ALL
    for what, change in CHANGES.items():
        before = workshop.digests()
        change(workshop)
        assert fresh(workshop) == ALL, what
        assert workshop.digests() != before, what
        assert fresh(workshop) == NOTHING, what


def test_defaults_that_appear_count(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}
    workshop.write("octavo.yaml", "publisher: P\n")
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}


def test_a_picture_that_appears_where_one_was_missing(workshop: Workshop) -> None:
    workshop.article("![A grid](p.png)\n")
    assert workshop.run("build", "x.md").code == 1
    workshop.write("p.png", SMALL)
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}
    (workshop.folder / "p.png").unlink()
    assert workshop.run("build", "x.md", "-thtml").rules == ["image.missing"]


@pytest.mark.parametrize("format", ["pdf", "epub", "html"])
def test_only_what_was_deleted_or_changed_is_made_again(format: str, workshop: Workshop) -> None:
    workshop.article("Text.\n")
    assert fresh(workshop, "x.md") == ALL
    good = workshop.digests()
    (workshop.folder / f"output/x.{format}").unlink()
    assert fresh(workshop, "x.md") == {**NOTHING, format: True}
    assert workshop.digests() == good
    workshop.write(f"output/x.{format}", "somebody else's")
    assert fresh(workshop, "x.md") == {**NOTHING, format: True}
    assert workshop.digests() == good


def test_an_ebook_that_comes_back_has_the_pages_of_print(workshop: Workshop) -> None:
    """It cites them, and so they are found out again."""
    workshop.write("b/book.yaml", "title: T\nlang: en\nchapters: [one.md]\n")
    workshop.write("b/one.md", "# One\n\n" + "Words that fill a page. " * 400)
    assert fresh(workshop, "b", "-t", "pdf,epub,html") == ALL
    good = workshop.digests()
    (workshop.folder / "output/b.epub").unlink()
    assert fresh(workshop, "b", "-t", "pdf,epub,html") == {**ALL, "html": False}
    assert workshop.digests() == good


def test_to_makes_only_what_is_asked_for(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    assert fresh(workshop, "x.md", "--to", "html") == {"html": True}
    assert sorted(workshop.digests()) == ["x.html"]
    assert fresh(workshop, "x.md", "-t", "epub,html") == {"epub": True, "html": False}
    assert fresh(workshop, "x.md") == {"pdf": True, "epub": False, "html": False}
    assert fresh(workshop, "x.md", "-t", "pdf", "-t", "html") == {"pdf": False, "html": False}


def test_formats_of_the_header(workshop: Workshop) -> None:
    header = "---\ntitle: T\nlang: en\noctavo:\n  formats: [html]\n---\n\n"
    workshop.article("Text.\n", header=header)
    assert fresh(workshop, "x.md") == {"html": True}
    assert sorted(workshop.digests()) == ["x.html"]


def test_findings_are_told_again_by_a_build_that_does_nothing(workshop: Workshop) -> None:
    workshop.article("Text.[^1] <blink>x</blink>\n\n### Deep\n\n[^1]: A note.\n\n[^2]: Unused.\n")
    first = workshop.run("build", "x.md", "-j1")
    again = workshop.run("build", "x.md", "-j1")
    assert "note.unused" in first.rules
    assert again.out == first.out
    assert again.err.count("(up to date)") == 3


def test_strict_takes_warnings_for_errors(workshop: Workshop) -> None:
    workshop.article("Text.\n\n[^2]: Unused.\n")
    ran = workshop.run("build", "x.md", "--strict")
    assert (ran.code, ran.rules) == (1, ["note.unused"])
    assert not (workshop.folder / "output").exists()
    assert workshop.run("build", "x.md", "-j1").code == 0
    assert workshop.run("build", "x.md", "--strict").code == 1
    workshop.article("Text.\n")
    assert workshop.run("build", "x.md", "--strict", "-j1").code == 0


def test_severities_can_be_set(workshop: Workshop) -> None:
    header = "---\ntitle: T\nlang: en\noctavo:\n  rules:\n    note.unused: {}\n---\n\n"
    workshop.article("Text.\n\n[^2]: Unused.\n", header=header.format("error"))
    assert workshop.run("build", "x.md").code == 1
    workshop.article("Text.\n\n[^2]: Unused.\n", header=header.format("off"))
    ran = workshop.run("build", "x.md", "-j1", "-thtml")
    assert (ran.out, ran.code) == ("", 0)


def test_another_cache_folder(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTAVO_CACHE", str(tmp_path / "cache"))
    workshop.article("Text.\n")
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}
    assert fresh(workshop, "x.md", "-thtml") == {"html": False}
    assert not (workshop.folder / ".octavo").exists()
    assert any((tmp_path / "cache").iterdir())


def test_a_damaged_cache_is_no_harm(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}
    for record in (workshop.folder / ".octavo/cache").rglob("*.json"):
        for damage in (b"", b"{", b"[]", b'{"tools": 1}', b"\xff", json.dumps({"files": {}}).encode()):
            record.write_bytes(damage)
            assert fresh(workshop, "x.md", "-thtml") == {"html": True}, damage


def test_a_text_that_changes_while_it_is_built_is_built_again(workshop: Workshop) -> None:
    """The record must be of the text that was read, not of the one that lies there at the end."""
    header = "---\ntitle: T\nlang: en\noctavo:\n  filters: f.lua\n---\n\n"
    workshop.article("Before.\n", header=header)
    workshop.write("f.lua", 'local f = io.open("x.md", "a") f:write("\\n\\nAfter.\\n") f:close()\n')
    assert fresh(workshop, "x.md", "-thtml") == {"html": True}
    workshop.write("f.lua", "-- nothing\n")
    os.utime(workshop.folder / "f.lua")
    assert "After." in workshop.build("x.md", "-j1", "-thtml").page_text


def test_only_what_was_asked_for_is_listed_and_what_is_left_over_is_reported(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    assert workshop.run("build", "x.md", "--to", "html,epub").code == 0
    assert (workshop.folder / "output/.gitignore").read_text().endswith("*\n")
    assert (workshop.folder / ".octavo/.gitignore").read_text().endswith("*\n")
    again = workshop.run("build", "x.md", "--to", "epub")
    assert [line.split(":")[0] for line in again.err.splitlines()] == ["output/x.epub"]
    workshop.article("Text.\n", header="---\ntitle: A\nlang: en\noctavo: {formats: [epub]}\n---\n\n\n")
    for _ in "built", "up to date":
        ran = workshop.run("build", "x.md")
        (line,) = ran.lines
        assert line.startswith("output/x.html: info: this edition is from an earlier build and is no longer made")
    assert workshop.run("build", "x.md", "--ignore", "output.leftover").out == ""
    (workshop.folder / "output/x.html").write_text("The author's own.")
    (workshop.folder / "x.md").rename(workshop.folder / "y.md")
    ran = workshop.run("build", "y.md")
    assert [line.split(" [")[0] for line in ran.lines] == [
        "output/x.epub: info: this was made from 'x.md', which no longer exists"
    ]
    workshop.run("clean", "y.md")
    assert workshop.run("clean", "y.md").err == "nothing to remove\n"


def test_a_text_from_standard_input(workshop: Workshop) -> None:
    workshop.write("p.png", png(4, 4))
    text = "---\nlang: en\n---\n\n# Hi\n\nText. ![A dot](p.png)\n"
    ran = workshop.spawn("build", "-", "-o", "out", "-thtml", input=text)
    assert (ran.code, ran.out) == (0, "")
    assert "Text." in (workshop.folder / "out/stdin.html").read_text(encoding="utf-8")
    again = workshop.spawn("build", "-", "-o", "out", "-thtml", input=text.replace("Text", "More") + "[x](#y)\n")
    assert (again.code, again.out.partition(": ")[0]) == (1, "-:8:1")
    ran = workshop.spawn("build", "-", "-o", "out", "-thtml", "--name", "a letter", input=text.replace("Text", "More"))
    assert ran.code == 0
    assert "More." in (workshop.folder / "out/a letter.html").read_text(encoding="utf-8")
    assert sorted(file.name for file in workshop.folder.iterdir()) == [".octavo", "out", "p.png"]


def test_editions_can_have_another_name(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    for name in "one", "two", "one":
        assert workshop.run("build", "x.md", "-thtml", "--name", name).code == 0
        assert (workshop.folder / f"output/{name}.html").is_file()
    workshop.article("Text.\n", "y.md")
    for arguments in ("x.md", "y.md", "--name", "z"), ("x.md", "--name", "../z"), ("x.md", "--name", ""):
        assert workshop.run("build", *arguments).code == 2


def test_a_folder_of_the_author_is_not_hidden_from_git(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    (workshop.folder / "output").mkdir()
    workshop.build("x.md", "--to", "html")
    workshop.build("x.md", "--to", "html", "--output", "public")
    assert not list(workshop.folder.glob("[op]*/.gitignore"))
