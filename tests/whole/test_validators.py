"""The outside validators find nothing in octavo's editions of its own essay, and of a long text not written for it."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.check import validators
from octavo.check.validators import Unavailable, Validator
from workshop import Editions

HEAVY = {"ace", "axe"}
"""They take half a minute and a gigabyte for a long book; a short one shows the same."""


def judged(validator: Validator, editions: Editions) -> list[str]:
    """Return what a validator finds in the first edition that it can judge, without mere information."""
    there = validator.find()
    if isinstance(there, Unavailable):
        pytest.skip(f"{validator.name}: {there.reason}")
    findings = validator.run([editions.folder / f"{editions.name}.{validator.formats[0]}"])
    return [f"{each.severity} {each.id} {each.message} {each.location}" for each in findings if each.severity != "info"]


@pytest.mark.slow
@pytest.mark.parametrize("validator", validators.VALIDATORS, ids=lambda each: each.name)
def test_nothing_is_found_in_the_essay(validator: Any, essay: Editions) -> None:
    assert judged(validator, essay) == []


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("validator", [v for v in validators.VALIDATORS if v.name not in HEAVY], ids=lambda v: v.name)
def test_nothing_is_found_in_a_long_manual(validator: Any, manual: Editions) -> None:
    assert judged(validator, manual) == []


@pytest.mark.shared
def test_a_long_manual_is_the_same_in_three_editions(manual: Editions) -> None:
    """The counts of the three editions are those of the manuscript, and the only warning is the author's."""
    assert manual.ran.rules == ["lang.missing"]
    assert manual.pdf.pages > 130
    counts = manual.pdf.read().counts
    assert counts.words > 38_000
    assert counts.headings == len(
        manual.page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
    )
    assert counts.tables == len(manual.page.xpath("//main//table")) == len(manual.xhtml("//h:table"))


def test_a_validator_can_fail(essay: Editions, tmp_path: Any) -> None:
    """EPUBCheck reports a book that refers to a file that does not exist."""
    import zipfile

    epubcheck = next(each for each in validators.VALIDATORS if each.name == "epubcheck")
    if isinstance(epubcheck.find(), Unavailable):
        pytest.skip("EPUBCheck is not here")
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as packed:
        for name, data in essay.book.items():
            packed.writestr(name, data.replace(b"cover.png", b"absent.png") if name.endswith("cover.xhtml") else data)
    assert [each.severity for each in epubcheck.run([broken])].count("error") > 0


@pytest.mark.slow
def test_a_page_that_scrolls_sideways_is_found(tmp_path: Any) -> None:
    """On a phone, and not on a desktop."""
    axe = next(each for each in validators.VALIDATORS if each.name == "axe")
    if isinstance(axe.find(), Unavailable):
        pytest.skip("axe is not here")
    page = tmp_path / "x.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bees</title>'
        '<meta name="viewport" content="width=device-width"></head><body><main><h1>Bees</h1>'
        '<p>Narrow.</p><div style="width: 700px">Wide words.</div></main></body></html>',
        encoding="utf-8",
    )
    (found,) = axe.run([page])
    assert (found.id, found.severity) == ("html.scrolls-sideways", "warning")
    assert "'Wide words.' is too wide" in found.message
    assert "360 px light, 360 px dark" in found.location
