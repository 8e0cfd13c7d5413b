"""The validators as a whole: what is validated again, which are required, and the author's lines of findings."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from octavo.check import tracing, validators
from octavo.check.validators import VALIDATORS, Available, Finding, Unavailable, axe, epubcheck, jvm, verapdf, vnu
from octavo.check.validators.finding import EditionPlace
from octavo.model.publication import Chapter
from octavo.source import defaults, layouts
from octavo.source.discover import discover
from octavo.tools import machine
from octavo.tools.process import ProcessResult as Ended
from workshop import HEADER, Workshop

# --- what is validated again ---


@pytest.fixture
def lab(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A folder with an article, and a vnu that records each file that it is given and finds nothing in any."""
    if os.name != "posix":
        pytest.skip("the stand-in is a script of a POSIX shell")
    java = workshop.write("bin/java", f"#!/bin/sh\necho $* >> {workshop.folder}/given\necho '{{\"messages\": []}}'\n")
    java.chmod(0o755)
    workshop.write("npm/vnu-jar/package.json", '{"version": "1"}')
    workshop.write("npm/vnu-jar/build/dist/vnu.jar", "")
    monkeypatch.setenv("JAVA", str(java))
    monkeypatch.setenv("OCTAVO_NPM", str(workshop.folder / "npm"))
    workshop.write("x.md", HEADER + "Text.\n")
    return workshop


def judged(lab: Workshop, *arguments: str) -> bool:
    """Whether a check, which must pass, runs vnu; the report must say the same."""
    given = lab.folder / "given"
    given.unlink(missing_ok=True)
    ran = lab.run("check", "x.md", "-thtml", "-j1", "--report", "report.json", *arguments)
    assert (ran.code, ran.out) == (0, "")
    (made,) = json.loads((lab.folder / "report.json").read_text())["publications"]
    said = next(each for each in made["checks"] if each["name"] == "vnu")
    assert (said["status"], said["fresh"]) == ("passed", given.exists())
    assert ("(unchanged)" in ran.err) is not given.exists()
    return given.exists()


def test_the_same_bytes_are_validated_once(lab: Workshop) -> None:
    assert judged(lab)
    assert not judged(lab)
    (lab.folder / "output" / "x.html").unlink()  # it is built again, with the same bytes
    assert not judged(lab)
    assert judged(lab, "--no-cache")
    assert not judged(lab)


def test_what_changes_is_validated_again(lab: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(lab)
    lab.write("x.md", HEADER + "Another text.\n")
    assert judged(lab)
    lab.write("npm/vnu-jar/package.json", '{"version": "2"}')
    assert judged(lab)
    lab.write("npm/vnu-jar/package.json", '{"version": "1"}')
    assert not judged(lab)
    shutil.rmtree(lab.folder / ".octavo")
    assert judged(lab)
    # octavo itself: the time of the call stands for a change
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert judged(lab)


def test_a_damaged_verdict_is_ignored(lab: Workshop) -> None:
    assert judged(lab)
    for piece in (lab.folder / ".octavo/cache/pieces").rglob("*"):
        if piece.is_file():
            piece.write_bytes(piece.read_bytes()[:-3])
    assert judged(lab)


def test_one_program_validates_all_files_of_a_run(lab: Workshop) -> None:
    lab.write("source/a.md", HEADER + "Text of one.\n")
    lab.write("source/b.md", HEADER + "Text of two.\n")
    assert lab.run("check", "-thtml,site", "-j1").code == 0
    (given,) = (lab.folder / "given").read_text().splitlines()
    names = [Path(each).relative_to(lab.folder / "output").as_posix() for each in given.split() if "/output/" in each]
    assert {"a.html", "b.html", "a/index.html", "b/index.html"} <= {*names}
    (lab.folder / "given").unlink()
    lab.write("source/b.md", HEADER + "Text of two, changed.\n")
    assert lab.run("check", "-thtml", "-j1").code == 0
    assert (lab.folder / "given").read_text().count(".html") == 1


def test_an_edition_is_validated_before_it_is_published(lab: Workshop) -> None:
    """If it is the only one for a validator that prefers many at once."""
    given = lab.folder / "given"
    assert judged(lab)
    (name,) = (each for each in given.read_text().split() if each.endswith("x.html"))
    assert name != str(lab.folder / "output" / "x.html")
    assert not Path(name).parent.exists()
    assert not judged(lab)


def test_what_is_not_published_has_no_verdict(lab: Workshop) -> None:
    """An error in its print is found when its HTML is already being validated."""
    lab.write("x.md", HEADER + "Text, and a sign that no face has: \U000f1234.\n")
    ran = lab.run("check", "x.md", "-thtml,pdf", "-j1", "--strict", "--report", "report.json")
    assert (ran.code, ran.rules) == (1, ["font.missing-glyph"])
    (made,) = json.loads((lab.folder / "report.json").read_text())["publications"]
    assert {each["name"] for each in made["checks"]} == {"agreement"}
    assert not [*lab.folder.glob("output/x.*")]


# --- which are required ---


def test_a_required_validator_must_be_installed(lab: Workshop) -> None:
    ran = lab.run("check", "x.md", "-thtml", "--require", "vnu")
    assert (ran.code, ran.out) == (0, "")
    ran = lab.run("check", "x.md", "-thtml", "--require", "vnu,axe")
    assert (ran.code, ran.rules) == (3, ["check.absent"])
    assert ran.out.startswith(
        "x.md:1:1: error: 'axe' is required and cannot run on this machine: the npm package 'axe-core'"
    )
    assert "setup check" in ran.out
    assert "vnu 1: html passed" in ran.err


def test_a_required_validator_without_an_edition_is_a_warning(lab: Workshop) -> None:
    lab.write("npm/@daisy/ace/package.json", '{"version": "1"}')
    ran = lab.run("check", "x.md", "-tepub", "--require=vnu")
    assert ran.code == (1 if "epubcheck.gave-up" in ran.rules else 0)
    assert "check.unused" in ran.rules
    assert "'vnu' is required, but no edition is in a format that it validates" in ran.out
    lab.article("[a](#nowhere)\n")  # where nothing was built, its error says enough
    assert lab.run("check", "x.md", "-tepub", "--require=vnu").rules == ["link.broken-anchor"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("epubchek", "did you mean 'epubcheck'?"), ("quite-another", "the validators are ace, axe, epubcheck")],
)
def test_an_unknown_validator_is_a_usage_error(asked: str, hint: str, lab: Workshop) -> None:
    ran = lab.run("check", "x.md", "--require", f"vnu,{asked}")
    assert ran.code == 2
    assert f"there is no validator '{asked}'" in ran.err
    assert hint in ran.err
    assert not (lab.folder / "output").exists()


def test_own_excludes_required_validators(lab: Workshop) -> None:
    assert lab.run("check", "x.md", "--own", "--require", "vnu").code == 2


def test_the_doctor_names_all_validators(lab: Workshop) -> None:
    found = {each["name"]: each for each in json.loads(lab.run("doctor", "--json").out)}
    assert {each.name for each in VALIDATORS} <= found.keys()
    assert found["vnu"]["found"] == "1"
    assert found["axe"]["found"] is None
    assert "axe-core" in found["axe"]["reason"]
    assert found["axe"]["fix"].endswith("setup check")
    said = lab.run("doctor").out
    assert "has   vnu 1, for octavo check, HTML and site\n" in said
    assert f"lacks axe, for octavo check, HTML and site (optional)\n      {found['axe']['reason']}\n" in said
    assert said.count("setup check") == 1


# --- one JVM ---


def test_a_program_that_crashes_on_a_file_is_restarted_behind_it() -> None:
    files = [Path(name) for name in "abcdef"]
    given = []

    def run(paths: Any) -> tuple[Ended, list[str]]:
        given.append(len(paths))
        whole = [path.name for path in paths]
        return Ended(-9, "", ""), whole[: whole.index("c")] if "c" in whole else whole

    said = dict(jvm.judge_each(files, run))
    assert given == [6, 3]
    assert [each if isinstance(each, str) else each.code for each in said.values()] == ["a", "b", -9, "d", "e", "f"]
    assert [*said] == files


def test_a_program_that_always_crashes_is_given_up() -> None:
    given = []

    def run(paths: Any) -> tuple[Ended, list[str]]:
        given.append(paths)
        return Ended(1, "", ""), []

    said = [*jvm.judge_each([Path(str(number)) for number in range(9)], run)]
    assert (len(given), len(said)) == (2, 9)


@pytest.mark.slow
def test_epubcheck_finds_the_same_in_many_files_as_in_each(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    if isinstance(there := epubcheck.find(), Unavailable):
        pytest.skip(there.reason)
    workshop.article("Text.\n")
    workshop.build("x.md", "-tepub", "-j1")
    sound = workshop.folder / "output/x.epub"
    broken = broken_copy(sound, workshop.folder / "broken.epub", b"<p>", b'<p align="left">')
    absent = workshop.folder / "absent.epub"
    files = [absent, broken]
    monkeypatch.chdir(workshop.folder)
    together = epubcheck.run(files)
    assert [(each.path.name, each.id) for each in together] == [("absent.epub", "gave-up"), ("broken.epub", "RSC-005")]
    monkeypatch.setattr(epubcheck.machine, "java_compiler", lambda: "no-such-javac")
    assert epubcheck.run(files) == together


def broken_copy(book: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Return an EPUB with something replaced, once in each of its files."""
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new, 1))
    return target


# --- the author's lines ---

BOOK = {
    "book/book.yaml": "title: A Book\nauthor: Ann Author\nlang: en\nchapters: [one.md, two.md, three.md]\n",
    "book/one.md": "# One\n\nThe first chapter has little to say of frogs.\n",
    "book/two.md": "# Two\n\nThe second chapter says even less than that.\n",
    "book/three.md": """# Three

Here the third chapter begins, in peace.

It was <time datetime="nonsense">last summer</time> that the frogs came back to the pond.

| Frogs | Toads |
|-------|-------|
| 12    | 13    |

![A frog, sitting](frog.png)

The *last* paragraph of [the book](one.md), and its end.
""",
}


@pytest.fixture
def book(workshop: Workshop) -> Workshop:
    from pictures import png

    for name, text in BOOK.items():
        workshop.write(name, text)
    workshop.write("book/frog.png", png(40, 30))
    return workshop


@pytest.mark.slow
def test_a_validators_finding_is_at_the_authors_line(book: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (epubcheck, vnu):
        if isinstance(there := each.find(), Unavailable):
            pytest.skip(there.reason)
    package = machine.npm_file("vnu-jar", "package.json")
    assert package is not None
    (book.folder / "npm").mkdir()
    (book.folder / "npm/vnu-jar").symlink_to(package.parent)  # without the slower ones
    monkeypatch.setenv("OCTAVO_NPM", str(book.folder / "npm"))
    ran = book.run("check", "book", "-tepub,html,site", "-j2")
    assert ran.code == 1
    found = [line for line in ran.lines if "[epubcheck." in line or "[vnu." in line]
    assert len(found) >= 3
    assert [line for line in found if not line.startswith("book/three.md:5:34: error: ")] == []
    assert "EPUB/three.xhtml:" in "\n".join(found)  # the place in the edition is named too
    assert "at three.html:" in "\n".join(found)
    assert "nothing was published" not in ran.err
    again = book.run("check", "book", "-tepub,html,site", "-j2")
    assert (again.code, again.out) == (1, ran.out)
    # A change may move lines without changing any edition, and so without another validation.
    book.write("book/three.md", BOOK["book/three.md"].replace("# Three\n", "# Three\n\n\n"))
    moved = book.run("check", "book", "-tepub,html,site", "-j2")
    assert "epubcheck 5.3.0: epub failed (unchanged)" in moved.err
    assert moved.out == ran.out.replace("three.md:5:34", "three.md:7:34")


def traced(folder: Path, *findings: Finding) -> list[str | None]:
    """Return the places of findings about the book in a folder."""
    (found,), _ = discover([folder / "book"], folder)
    publication, _ = layouts.read(found, folder, defaults.of(found, folder)[0])
    assert publication is not None
    chapters: dict[str, Chapter] = {each.id: each for each in publication.chapters}
    return [None if place is None else str(place) for place in tracing.trace(findings, chapters.get)]


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("h1", "book/three.md:1:3"),
        ("time", "book/three.md:5:34"),
        ("section p:first-of-type", "book/three.md:3:1"),
        ("td:nth-child(2)", "book/three.md:9:11"),
        ("img", "book/three.md:11:3"),
        ("em", "book/three.md:13:6"),
        ('a[href^="one"]', "book/three.md:13:26"),
        ("html", None),
        ("p:nth-child(77)", None),
        ("p:no-such(", None),
    ],
)
def test_elements_are_traced(selector: str, place: str | None, book: Workshop, once: Callable[..., Path]) -> None:
    folder = once("traced", lambda folder: fill(folder, book))
    finding = Finding(folder / "output/book.epub", "error", "x", "", "", EditionPlace("three.xhtml", selector=selector))
    assert traced(folder, finding) == [place]


def fill(folder: Path, book: Workshop) -> None:
    shutil.copytree(book.folder, folder, dirs_exist_ok=True)
    assert Workshop(folder).run("build", "book", "-tepub,html", "-j1").code == 0


def test_the_element_around_a_place_in_print_is_traced(book: Workshop) -> None:
    assert book.run("build", "book", "-tpdf", "-j1").code == 0
    file = book.folder / "output/book.pdf"
    with pikepdf.open(file) as pdf:
        elements = {
            str(each.get("/S", "")): each.objgen[0] for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
        }
        last = len(pdf.pages) - 1
    wanted = {
        EditionPlace(number=elements["/Figure"], page=last): "book/three.md:11:3",
        EditionPlace(number=elements["/TD"], page=0): "book/three.md:9:11",
        EditionPlace(number=elements["/Link"]): "book/three.md:13:26",
        EditionPlace(page=last): "book/three.md:1:3",
        EditionPlace(number=elements["/Document"]): None,
        EditionPlace(page=0): None,
        EditionPlace(number=1): None,
        EditionPlace(number=99999): None,
        EditionPlace(page=99999): None,
    }
    findings = [Finding(file, "error", "x", "", "", spot) for spot in wanted]
    assert traced(book.folder, *findings) == [*wanted.values()]


@pytest.mark.slow
def test_an_edition_broken_in_chapter_three_is_traced_there(book: Workshop, once: Callable[..., Path]) -> None:
    if isinstance(there := epubcheck.find(), Unavailable):
        pytest.skip(there.reason)
    folder = once("traced", lambda folder: fill(folder, book))
    broken = broken_copy(
        folder / "output/book.epub", book.folder / "b.epub", b"<p>The <em>", b'<p align="left">The <em>'
    )
    found = [each for each in epubcheck.run([broken]) if "align" in each.message]
    assert traced(folder, *found) == ["book/three.md:13:1"]


@pytest.mark.slow
def test_a_pdf_broken_in_chapter_three_is_traced_there(book: Workshop) -> None:
    if isinstance(there := verapdf.find(), Unavailable):
        pytest.skip(there.reason)
    assert book.run("build", "book", "-tpdf", "-j1").code == 0
    with pikepdf.open(book.folder / "output/book.pdf") as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                del each["/Alt"]
        pdf.save(book.folder / "broken.pdf")
    (found,) = verapdf.run([book.folder / "broken.pdf"])
    assert found.id == "7.3-1"
    assert traced(book.folder, found) == ["book/three.md:11:3"]


def test_untraceable_places_have_no_line(book: Workshop, once: Callable[..., Path]) -> None:
    folder = once("traced", lambda folder: fill(folder, book))
    epub, page = folder / "output/book.epub", folder / "output/book.html"
    spots = [
        (epub, None),
        (epub, EditionPlace("no-such.xhtml", 3, 3)),
        (epub, EditionPlace("content.opf", 3, 3)),
        (epub, EditionPlace("three.xhtml", 9999, 9999)),
        (page, EditionPlace("", 1, 1)),
        (page, EditionPlace(selector="nav a")),
        (folder / "no-such.html", EditionPlace(selector="p")),
        (folder / "book/frog.png", EditionPlace("", 3, 3)),
    ]
    places = traced(folder, *(Finding(path, "error", "x", "", "", spot) for path, spot in spots))
    assert places[3] == "book/three.md:13:26"  # beyond the end: at the last element
    assert [place for row, place in enumerate(places) if row != 3] == [None] * 7


def test_a_finding_in_an_article_is_at_its_line(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article's text has no name in its editions."""
    workshop.article("Before.\n\nThe *wide words* are here.\n")
    page = workshop.folder / "output" / "x.html"
    finding = Finding(page, "error", "x", "is too wide", "em", EditionPlace(selector="em"))
    reports = replace(
        axe.VALIDATOR, find=lambda: Available("1"), run=lambda paths, _: [replace(finding, path=paths[0])]
    )
    monkeypatch.setattr(validators, "VALIDATORS", (reports,))
    ran = workshop.run("check", "x.md", "-thtml", "-j1")
    assert [line for line in ran.lines if "[axe.x]" in line] == ["x.md:9:6: error: is too wide at em [axe.x]"]
