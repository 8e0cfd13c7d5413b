"""Constructs inserted at random into good texts lose no word in silence, print none twice, and show no hidden one."""

from __future__ import annotations

import os
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

import octavo
from conftest import ROOT
from mutations import Insertion, Mutant, mutate
from octavo.build.reading import Inspection
from octavo.model.diagnostic import Diagnostic
from pictures import png
from workshop import Workshop

MUTATIONS = int(os.environ.get("OCTAVO_MUTATIONS", "240"))
"""In its long form: 20,000."""
SEED = int(os.environ.get("OCTAVO_SEED", "7"))
IN_A_TEXT = 8
IN_A_RUN = 120
"""How many mutations one test makes: a test must end within the time that pytest gives it."""
HEADER = "---\ntitle: A Title\nauthor: Ann Author\nlang: en\n---\n\n"
PLAIN = "\n\n".join(
    (
        "The bees left the hive at dawn, and nobody saw them go.\nThey came home at dusk; nobody counted them.",
        "## On hives",
        "- A hive of straw lasts a winter\n- A hive of wood lasts a life",
        "> Whoever keeps bees keeps the whole meadow.\n> So the old women say.",
        "Some people talk to their bees and tell them the news.\nThe bees listen, so far as anyone can tell.",
        "1. Take the lid off\n2. Look\n3. Put the lid on",
        "At the end of summer the honey is taken, but never all.",
    )
)

_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_INSERTED = re.compile(r"qu(?:[bdfgklmnprstvz][aeiou]){4}")


def bases() -> list[str]:
    """Return texts that are good as they are: a plain one as often as one of the project's own."""
    files = [ROOT / "source" / "the-light-that-finds-us.md", *sorted((ROOT / "source" / "guide").rglob("*.md"))]
    own = [HEADER + _HEADER.sub("", file.read_text(encoding="utf-8")) for file in files]
    return [*own, *[HEADER + PLAIN + "\n"] * len(own)]


@pytest.mark.slow
@pytest.mark.parametrize("run", range(-(-MUTATIONS // IN_A_RUN)))
def test_what_is_inserted_is_seen_or_told(run: int, tmp_path: Path) -> None:
    dice = random.Random(f"{SEED}/{run}")
    (tmp_path / "p.png").write_bytes(png(40, 30))
    wrong: dict[str, list[str]] = defaultdict(list)
    texts = bases()
    for number in range(IN_A_RUN // IN_A_TEXT):
        mutant = mutate(dice.choice(texts), dice, IN_A_TEXT)
        (tmp_path / f"{number}.md").write_text(mutant.text, encoding="utf-8")
        made = octavo.inspect(f"{number}.md", cwd=tmp_path)
        for insertion, fault in faults(mutant, made):
            wrong[f"{insertion.kind}: {fault}"].append(f"{number}.md:{insertion.first}")
    assert dict(wrong) == {}, f"the texts are in {tmp_path}"


def test_editions_of_such_texts_agree(workshop: Workshop) -> None:
    dice = random.Random(SEED)
    workshop.write("p.png", png(40, 30))
    names = [workshop.write(f"m{n}.md", mutate(HEADER + PLAIN + "\n", dice, 30).text).name for n in range(6)]
    ran = workshop.spawn("build", *names)
    assert [line for line in ran.lines if " error: " in line] == [], ran.err
    assert ran.code == 0, ran.err


def faults(mutant: Mutant, made: Inspection) -> list[tuple[Insertion, str]]:
    """Return what is wrong with each insertion."""
    assert made.manuscript is not None, [each.message for each in made.diagnostics if each.severity == "error"]
    text, described = read(made)
    shown = Counter(text)
    found = []
    for each in mutant.insertions:
        told = " ".join(said_at(each, made.diagnostics))
        for word in (*each.shown, *each.told):
            if not shown[word] and word not in described and not told:
                found.append((each, "a word is lost in silence"))
            if shown[word] > 1:
                found.append((each, "a word is printed twice"))
        if any(shown[word] or word in described for word in each.hidden):
            found.append((each, "a hidden word is shown"))
    return [*dict.fromkeys(found)]


def read(made: Inspection) -> tuple[list[str], set[str]]:
    """Return the inserted words that the galleys print, and those that only describe a picture."""
    printed, described = [], set()
    for galley in made.manuscript.galleys if made.manuscript else ():
        root = etree.fromstring(galley.html)
        printed += _INSERTED.findall("\0".join(root.itertext()).replace("\u00ad", ""))
        for name in ("alt", "aria-label", "alttext"):
            described |= {word for value in root.xpath(f"//@{name}") for word in _INSERTED.findall(value)}
    return printed, described


def said_at(insertion: Insertion, diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Return what is said of the lines of an insertion."""
    return [each.message for each in diagnostics if each.place and insertion.first <= each.place.line <= insertion.last]
