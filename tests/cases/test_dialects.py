"""Each construct of another tool has a folder: a text, the files that it includes, the expected HTML and diagnostics.

The first folder is the dialect; `dialect.json` has the fields of `Dialect` that are not the defaults, and the language.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.build.source_agreement import agree
from octavo.check.leaks import report_leaks
from octavo.manuscript.dialects import prepare, table
from octavo.manuscript.set import set_manuscript
from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.galley import Manuscript
from octavo.model.jobs import serial
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import Settings

HOME = Path(__file__).parent / "dialects"
CASES = sorted(path.relative_to(HOME).as_posix() for path in HOME.glob("*/*"))
ACCEPT = os.environ.get("OCTAVO_ACCEPT") == "1"


def test_each_dialect_has_cases() -> None:
    assert {case.partition("/")[0] for case in CASES} == set(table())


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_it(case: str) -> None:
    manuscript, found, _ = made(case)
    expected = HOME / case / "expected.html"
    article = etree.fromstring(manuscript.galleys[0].html)
    lines = [line.rstrip() for line in etree.tostring(article, encoding="unicode").split("\n")]
    said = [f"<!-- {each.place}: {each.severity}: {each.message} [{each.rule}] -->" for each in found]
    text = "\n".join([*(line for line in lines if line), *said]) + "\n"
    if ACCEPT:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_no_mark_of_the_dialect_is_left(case: str) -> None:
    manuscript, found, ready = made(case)
    assert report_leaks(ready, manuscript, found, serial) == []


def test_every_edition_has_all_of_it() -> None:
    """As the build compares them: word for word, figure for figure."""
    from octavo.build.editions import press_and_read, press_print

    chapters = []
    for case in CASES:
        (chapter,) = _publication(case).chapters
        chapters.append(replace(chapter, id=case.replace("/", "-"), base=case, kind="chapter"))
    whole = Publication(
        "x", "book", ".", HOME, Metadata(title="Cases"), Settings(number_sections=True), tuple(chapters), keys_name="x"
    )
    ready, _ = prepare(whole, serial)
    manuscript, _ = set_manuscript(ready, serial)
    assert manuscript is not None
    when = datetime(2020, 1, 1)  # noqa: DTZ001
    edition, pages = press_print(ready, manuscript, when)
    editions = [edition, *(press_and_read(name, ready, manuscript, when, pages) for name in ("epub", "html"))]
    wrong = [each for made in editions for each in made.diagnostics if each.severity == "error"]
    assert wrong == []
    assert [each.counts for each in editions] == [manuscript.counts] * 3


@pytest.mark.parametrize("case", CASES)
def test_it_says_what_its_text_says(case: str) -> None:
    """As the build compares it with the author's file; a difference that is right is in `differs.txt`."""
    manuscript, found, ready = made(case)
    said = [f"{each.place}: {each.message} [{each.rule}]" for each in agree(ready, manuscript, found, False)[1]]
    expected = HOME / case / "differs.txt"
    if ACCEPT and (said or expected.exists()):
        expected.write_text("\n".join(said) + "\n", encoding="utf-8")
    assert said == (expected.read_text(encoding="utf-8").splitlines() if expected.exists() else [])


@cache
def made(case: str) -> tuple[Manuscript, tuple[Diagnostic, ...], Publication]:
    """Return the manuscript of a case, all diagnostics, and the prepared publication."""
    ready, said = prepare(_publication(case), serial)
    manuscript, found = set_manuscript(ready, serial)
    assert manuscript is not None
    return manuscript, (*said, *found), ready


def _publication(case: str) -> Publication:
    folder = HOME / case
    file = next(folder.glob("one.*"))
    known = folder / "dialect.json"
    said = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    lang = said.pop("lang", "en")
    dialect = Dialect(case.partition("/")[0], **{key: _plain(value) for key, value in said.items()})
    chapter = Chapter("one", file, file.name, file.read_text(encoding="utf-8"), dialect=dialect, kind="chapter")
    metadata = Metadata(title="A Title", lang=lang)
    return Publication("x", "book", ".", folder, metadata, Settings(), (chapter,), keys_name="x")


def _plain(value: object) -> Any:
    return tuple(_plain(each) for each in value) if isinstance(value, list) else value
