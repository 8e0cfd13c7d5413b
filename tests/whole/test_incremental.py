"""An edited book built from what is kept is, byte for byte, the book built from nothing."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from octavo.cache.blobs import BlobStore
from octavo.press.pdf import portions
from pictures import png
from workshop import Workshop, report_of

EDITS = int(os.environ.get("OCTAVO_EDITS", "20"))
"""In its long form: 200."""
WORDS = ("sheet", "press", "folio", "margin", "proof", "galley", "spine", "leaf", "binding", "letter", "cover", "ink")
CITED = """@book{one, author={Ann Author}, title={A Book}, year={1999}}
@book{two, author={B. Other}, title={Another}, year={2001}}
"""
CHAPTERS = ("first", "second", "third", "fourth", "fifth")


def sentence(dice: random.Random) -> str:
    return f"The {dice.choice(WORDS)} and the {dice.choice(WORDS)} make a {dice.choice(WORDS)}."


def chapter(name: str, dice: random.Random) -> str:
    other = dice.choice(CHAPTERS)
    return "\n\n".join(
        (
            f"# On the {name} {{#sec-{name}}}",
            f"{sentence(dice)} See @sec-{other}, and [the page]({other}.md). As [@one] says.[^n]",
            "## A section {.unnumbered}",
            f"A [{dice.choice(WORDS)}]{{.index}} stands here. " + " ".join(sentence(dice) for _ in range(30)),
            f"![A grid of {name}](grid.png){{#fig-{name}}}",
            "```python\nfor page in pages:\n    print(page)\n```",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "$$a^2 + b^2$$",
            f"[^n]: {sentence(dice)}",
        )
    )


class Author:
    """Somebody who writes at random, and always something that builds."""

    def __init__(self, workshop: Workshop, dice: random.Random) -> None:
        self.workshop, self.dice = workshop, dice
        self.about: dict[str, Any] = {"title": "The Book", "author": "Ann Author", "lang": "en", "rights": "All"}
        self.settings: dict[str, Any] = {"page-size": "A5", "css": ["own.css"]}
        self.order = list(CHAPTERS)
        workshop.write("b/own.css", "p { color: #111 }")
        workshop.write("b/list.bib", CITED)
        workshop.write("b/grid.png", png(40, 30))
        for name in CHAPTERS:
            workshop.write(f"b/{name}.md", chapter(name, dice))
        self.write_list()

    def write_list(self) -> None:
        """Write book.yaml."""
        chapters = [f"{name}.md" for name in self.order]
        about = {**self.about, "bibliography": "list.bib", "octavo": self.settings, "chapters": chapters}
        self.workshop.write("b/book.yaml", json.dumps(about))

    def change(self, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        """Change one place of a chapter that matches."""
        file = self.workshop.folder / "b" / f"{self.dice.choice(CHAPTERS)}.md"
        text = file.read_text(encoding="utf-8")
        if found := list(re.finditer(pattern, text, re.MULTILINE)):
            place = self.dice.choice(found)
            file.write_text(text[: place.start()] + new(place) + text[place.end() :], encoding="utf-8")

    def edit(self) -> str:
        """Make one edit; what kind it is."""
        kind = self.dice.choice([name for name in dir(self) if name.startswith("edit_")])
        getattr(self, kind)()
        self.write_list()
        return kind

    def edit_word(self) -> None:
        self.change(r"\b(?:make|and)\b(?! b)", lambda _: self.dice.choice(("binds", "or", "folds")))

    def edit_length(self) -> None:
        self.change(
            r"^## A section.*$", lambda found: f"{' '.join(sentence(self.dice) for _ in range(60))}\n\n{found[0]}"
        )

    def edit_heading(self) -> None:
        self.change(r"^# On the [\w ]+", lambda _: f"# On the {self.dice.choice(WORDS)} {self.dice.choice(WORDS)} ")

    def edit_section(self) -> None:
        self.change(
            r"^## A section", lambda _: f"## A section about {self.dice.choice(WORDS)}\n\nText.\n\n## A section"
        )

    def edit_note(self) -> None:
        self.change(r"^\[\^n\]: .*$", lambda found: f"{found[0]} {sentence(self.dice)}")

    def edit_citation(self) -> None:
        self.change(r"\[@(one|two)\]", lambda found: "[@two]" if found[1] == "one" else "[@one]")

    def edit_entry(self) -> None:
        self.change(r"\[\w+\]\{\.index\}", lambda _: f"[{self.dice.choice(WORDS)}]{{.index}}")

    def edit_code(self) -> None:
        self.change(r"print\(.*\)", lambda _: f'print("{self.dice.choice(WORDS)}", {self.dice.randint(1, 99)})')

    def edit_equation(self) -> None:
        self.change(r"\$\$.*\$\$", lambda _: f"$$a^{self.dice.randint(2, 9)} + b$$")

    def edit_letter(self) -> None:
        self.change(r"Text\.|The \w+", lambda found: f"{found[0]} {self.dice.choice('éßŁжΩ—')}")

    def edit_picture(self) -> None:
        self.workshop.write("b/grid.png", png(self.dice.randint(20, 60), self.dice.randint(20, 60)))

    def edit_order(self) -> None:
        self.dice.shuffle(self.order)

    def edit_style(self) -> None:
        fresh = self.dice.choice(("", "h2 { break-before: page }"))
        self.workshop.write("b/own.css", f"p {{ color: #{self.dice.randint(0, 3)}22 }} {fresh}")

    def edit_metadata(self) -> None:
        key = self.dice.choice(("title", "rights", "publisher", "subtitle"))
        self.about[key] = f"The {self.dice.choice(WORDS)}"

    def edit_settings(self) -> None:
        key, values = self.dice.choice(
            (
                ("page-size", ("A5", "6x9")),
                ("theme", ("literary", "technical")),
                ("page-references", (True, False)),
                ("number-sections", (True, False)),
                ("chapters-open", ("page", "recto")),
                ("toc-depth", (1, 2)),
                ("lists", ([], ["figures"])),
            )
        )
        self.settings[key] = self.dice.choice(values)

    def edit_bibliography(self) -> None:
        self.workshop.write("b/list.bib", CITED.replace("1999", str(self.dice.randint(1900, 2000))))


@pytest.mark.slow
@pytest.mark.timeout(60 * EDITS)
@pytest.mark.parametrize("author", ["one", "another"])
def test_what_is_kept_gives_the_same_bytes_as_a_clean_build(
    author: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "LEAST", 1000)
    dice = random.Random(f"{author} {os.environ.get('OCTAVO_SEED', '5')}")
    workshop = Workshop(tmp_path)
    desk = Author(workshop, dice)
    formats = ("--to", "pdf,epub,html,site", "-j", "1", "-q")
    made: list[str] = []
    for _ in range(EDITS // 2):
        made.append(desk.edit())
        ran = workshop.run("build", "b", *formats)
        assert ran.code == 0, (made, ran.out, ran.err)
        with mock.patch.dict(os.environ, {"OCTAVO_CACHE": str(tmp_path / "other")}):
            clean = workshop.run("build", "b", *formats, "--no-cache", "-o", "clean")
        assert (clean.code, clean.out) == (ran.code, ran.out), made
        assert workshop.digests("output") == workshop.digests("clean"), made


def work(workshop: Workshop) -> dict[str, Any]:
    report = report_of(workshop, "b", "-j1", "--to", "pdf,html")
    assert report["ok"], report["diagnostics"]
    done: dict[str, Any] = report["publications"][0]["work"]
    return done


def test_only_what_an_edit_reaches_is_made_again(workshop: Workshop) -> None:
    author = Author(workshop, random.Random(1))
    whole = work(workshop)
    assert whole["parsed"] > len(CHAPTERS)
    assert whole["rendered"] >= whole["gatherings"]
    workshop.write("b/third.md", (workshop.folder / "b/third.md").read_text().replace("make", "bind", 1))
    assert (work(workshop)["parsed"], work(workshop)["parsed"]) == (1, 0)
    workshop.write("b/third.md", (workshop.folder / "b/third.md").read_text().replace("bind", "fold", 1))
    done = work(workshop)
    assert (done["parsed"], done["rendered"], done["gatherings"]) == (1, 1, whole["gatherings"])
    author.about["identifier"] = "urn:isbn:9780000000002"
    author.write_list()
    assert work(workshop)["bound"]


def test_what_print_does_not_ask_for_lays_nothing_out(workshop: Workshop) -> None:
    author = Author(workshop, random.Random(8))
    work(workshop)
    settings: list[dict[str, Any]] = [
        {"limits": {"minutes": 9, "megapixels": 49}},
        {"formats": ["pdf", "html"]},
        {"rules": {"note.unused": "off"}},
        {"toc-depth": 2},
    ]
    for more in settings:
        author.settings |= more
        author.write_list()
        assert work(workshop)["rendered"] == 0, more
    author.settings |= {"hero": "grid.png", "hero-alt": "A grid"}
    author.write_list()
    assert work(workshop)["rendered"] <= 1  # the title page
    for key, value in {"description": "About it.", "url": "https://example.org/", "keywords": "a, b"}.items():
        author.about[key] = value
        author.write_list()
        assert work(workshop)["rendered"] == 0, key
    author.settings |= {"print-links": "inline"}
    author.write_list()
    assert work(workshop)["rendered"] >= len(CHAPTERS)


def test_an_edition_setting_changed_in_its_place_reads_nothing_again(workshop: Workshop) -> None:
    author = Author(workshop, random.Random(9))
    work(workshop)
    author.settings["page-size"] = "A4"  # as many letters as before: no other key moves
    author.write_list()
    done = work(workshop)
    assert (done["parsed"], done["rendered"] >= len(CHAPTERS)) == (0, True)


def test_libraries_of_another_version_lay_out_anew(workshop: Workshop) -> None:
    """A cache may come from a machine whose Pango breaks lines elsewhere."""
    Author(workshop, random.Random(10))
    whole = work(workshop)
    with mock.patch("octavo.tools.libraries.versions", return_value={"Pango": "1.99.9"}):
        assert work(workshop)["rendered"] == whole["rendered"]
    assert work(workshop)["rendered"] == 0


def pieces(workshop: Workshop) -> list[Path]:
    return [file for file in (workshop.folder / ".octavo/cache/pieces").rglob("*") if file.is_file()]


@pytest.mark.parametrize("damage", [b"", b"not what was kept", None])
def test_a_damaged_piece_is_made_again(workshop: Workshop, damage: bytes | None) -> None:
    Author(workshop, random.Random(2))
    work(workshop)
    before = workshop.digests()
    for file in pieces(workshop):
        file.write_bytes(damage if damage is not None else file.read_bytes()[:-1])
    for edition in (workshop.folder / "output").glob("[!.]*"):
        edition.unlink()
    done = work(workshop)
    assert done["rendered"] >= done["gatherings"]
    assert workshop.digests() == before


def test_a_cache_may_be_carried_to_another_folder(workshop: Workshop, tmp_path: Path) -> None:
    Author(workshop, random.Random(3))
    work(workshop)
    other = Workshop(tmp_path / "elsewhere")
    (workshop.folder / "b").rename(other.folder / "b")
    (workshop.folder / ".octavo").rename(other.folder / ".octavo")
    done = work(other)
    assert (done["parsed"], done["rendered"]) == (0, 0)
    assert other.digests() == workshop.digests()


def test_what_was_not_used_for_longest_goes_first(workshop: Workshop) -> None:
    Author(workshop, random.Random(4))
    work(workshop)
    kept = sum(file.stat().st_size for file in pieces(workshop))
    with mock.patch.dict(os.environ, {"OCTAVO_CACHE_MB": "1"}):
        workshop.write("b/own.css", "p { color: #333 }")
        work(workshop)
    assert kept > 0
    assert sum(file.stat().st_size for file in pieces(workshop)) <= 1_000_000


def test_verbose_says_what_was_made_again_and_why(workshop: Workshop) -> None:
    author = Author(workshop, random.Random(6))
    command = ("build", "b", "-v", "-j1", "--to", "pdf")
    first = workshop.run(*command).err
    assert re.findall(r"b: (.*third.*)", first) == ["b/third.md was read, set, laid out (for the first time)"]
    workshop.write("b/third.md", (workshop.folder / "b/third.md").read_text().replace("make", "bind", 1))
    said = workshop.run(*command).err
    assert re.findall(r"b: (.* was .*)", said) == ["b/third.md was read, set, laid out (changed: its source)"]
    assert re.search(r"^ +\d+\.\d\d s  b: making the PDF edition$", said, re.MULTILINE)
    author.settings["css"] = []
    author.write_list()
    assert re.search(r"b/second.md was .*laid out \(changed: .*styles\)", workshop.run(*command).err)
    workshop.write("b/grid.png", png(50, 20))
    assert (
        "b/first.md was read, set, laid out (a file that it shows, or octavo itself, has" in workshop.run(*command).err
    )
    assert "b/first.md was read, set, laid out (--no-cache)" in workshop.run(*command, "--no-cache").err


class Harm:
    """What a cache from elsewhere might hold."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, ("harm",)


def test_nothing_in_a_cache_is_run(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    Author(workshop, random.Random(7))
    work(workshop)
    before = workshop.digests()
    store = BlobStore(workshop.folder / ".octavo/cache/pieces")
    for file in pieces(workshop):
        store.write(file.parent.name + file.name, pickle.dumps(((), Harm())))
    for edition in (workshop.folder / "output").glob("[!.]*"):
        edition.unlink()
    monkeypatch.chdir(workshop.folder)
    assert work(workshop)["rendered"] > 0
    assert workshop.digests() == before
    assert not list(workshop.folder.rglob("harm"))
