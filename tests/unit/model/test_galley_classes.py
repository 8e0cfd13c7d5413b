"""The vocabulary of class names: the one that docs/architecture.md shows, and the one that galleys are written in."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from octavo import inspect
from octavo.model import galley_classes
from octavo.model.reading import classes
from workshop import SRC

ROOT = SRC.parent
NAMES = {value for name, value in vars(galley_classes).items() if name.isupper() and isinstance(value, str)}


def section() -> str:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return text.partition("### The shape of a galley\n")[2].partition("\n## ")[0]


def test_the_architecture_shows_every_class() -> None:
    words = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`[^`\n]+`|^ *<.*$", section(), re.MULTILINE))))
    assert {name for name in NAMES - {galley_classes.LEVEL} if name not in words} == set()


def test_the_architecture_shows_no_other_class() -> None:
    shown = {name for value in re.findall(r'class="([^"]*)"', section()) for name in value.split()}
    shown |= set(re.findall(r"the class `([\w-]+)`", section()))
    shown -= {"LANGUAGE", "…"} | galley_classes.TOKENS
    assert {re.sub(r"(?<=level)\d", "", name) for name in shown} - NAMES == set()


@pytest.mark.parametrize("source", ["the-light-that-finds-us.md", "guide"])
def test_a_galley_has_no_other_class(source: str) -> None:
    inspection = inspect(ROOT / "source" / source, cwd=ROOT)
    publication, manuscript = inspection.publication, inspection.manuscript
    assert publication is not None
    assert manuscript is not None
    known = NAMES | galley_classes.TOKENS | galley_classes.OF_PANDOC
    for chapter, galley in zip(publication.chapters, manuscript.galleys, strict=True):
        used = {name for element in etree.fromstring(galley.html).iter() for name in classes(element)}
        others = {name for name in used - known if not re.fullmatch(r"level\d", name)}
        assert {name for name in others if name not in chapter.text} == set(), chapter.name
