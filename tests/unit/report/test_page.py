"""The page about what was found: whole in itself, and only what was found."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from octavo.check import rules
from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, info, warning
from octavo.model.edition import BuildRecord, CheckRecord, CheckStatus, EditionRecord, Work
from octavo.report import page
from octavo.report.lines import SourceLines

FOUND = (
    error("link.broken-anchor", "no heading is called '<x>'", Place("a.md", 3, 5), "use `#y`"),
    *(warning("text.todo", "'TODO' is left", Place("a.md", n, 1), "do it") for n in range(5, 17)),
    Diagnostic("print.over-margin", Severity.WARNING, "on page iv, \x01 it", Place("a.md", 3, 5), "", "pdf", ("iv",)),
    info("vnu.error", "said by vnu", Place("b.md", 1, 1)),
)  # fmt: skip


def record(name: str, found: tuple[Diagnostic, ...]) -> BuildRecord:
    edition = EditionRecord("pdf", f"output/{name}.pdf", 51234, "ab" * 32, 7, True, Counts())
    check = CheckRecord("ace", "", "epub", CheckStatus.SKIPPED, reason="it is <not> here")
    return BuildRecord(
        name, f"The {name} & more", "book", name, "en", Counts(words=1234), 3, (edition,), (check,), Work(), found
    )


@pytest.fixture
def told(tmp_path: Path) -> page.ReportPage:
    (tmp_path / "a.md").write_text("# One\n\nSee [it](#<x>) & <b>so</b>.\n\n" + "TODO\n" * 12, encoding="utf-8")
    records = [record("one", FOUND), record("two", ())]
    lost = error("source.missing", "there is no 'c.md'", Place("c.md"))
    return page.ReportPage(records, (*FOUND, lost), 3, 1, False, rules.every(), SourceLines(["a.md"], tmp_path))


def read(told: page.ReportPage) -> Any:
    return html.document_fromstring(page.render(told))


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_everything_is_told_and_nothing_is_markup(told: page.ReportPage) -> None:
    root = read(told)
    said = text(root.find("body"))
    for words in (
        "Not passed: 2 errors, 13 warnings, 1 remark.",
        "3 more are in the baseline. 1 baseline entry no longer occurs.",
        "The one & more",
        "1,234 words",
        "no heading is called '<x>'",
        "[it](#<x>) & <b>so</b>",
        "it is <not> here",
        "there is no 'c.md'",
        "one of vnu's own rules",
    ):
        assert words in said or words.capitalize() in said, words
    assert text(root.find(".//mark")) == "[it](#<x>)"
    assert root.xpath("//li/p/code/text()") == []  # one hint for all stands once, above them
    assert "#y" in root.xpath("//section/p/code/text()")
    assert "\x01" not in said
    assert root.xpath("//details/summary/text()") == ["4 more"]


def test_it_needs_nothing_from_elsewhere(told: page.ReportPage) -> None:
    root = read(told)
    assert root.xpath("//script | //link | //iframe") == []
    assert [each for each in root.xpath("//@src") if not each.startswith("data:")] == []
    assert "url(" not in page.render(told)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each.removeprefix("#") for each in root.xpath("//@href")} <= set(ids)


def test_its_headings_are_in_order(told: page.ReportPage) -> None:
    levels = [int(each.tag[1]) for each in read(told).iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_pages_are_drawn(told: page.ReportPage, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    pytest.importorskip("pypdfium2")
    pdf = pikepdf.new()
    for _ in range(5):
        pdf.add_blank_page(page_size=(200, 300))
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r)])
    (tmp_path / "output").mkdir()
    pdf.save(tmp_path / "output/one.pdf")
    root = read(told)
    (picture,) = root.xpath("//img")
    assert (picture.get("width"), picture.get("height"), picture.get("alt")) == (
        "400",
        "600",
        "Page iv in print",
    )
    (link,) = root.xpath("//li/a[starts-with(text(), 'see page')]")
    assert root.xpath(f"//figure[@id='{link.get('href')[1:]}']//img") == [picture]
    (tmp_path / "output/one.pdf").write_bytes(b"no PDF")
    assert read(told).xpath("//img") == []


def test_a_page_of_nothing(tmp_path: Path) -> None:
    root = read(page.ReportPage([record("one", ())], (), 0, 0, True, {}, SourceLines([], tmp_path)))
    assert "Passed: no findings." in text(root.find("body"))
    unmade = replace(record("one", ()), editions=())
    root = read(page.ReportPage([unmade], (), 0, 0, False, {}, SourceLines([], tmp_path)))
    assert "None was written" in text(root.find("body"))
