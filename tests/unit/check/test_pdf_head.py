"""The head of a bound PDF, read without the rest."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from octavo.check import pdf_head, pdf_rules
from workshop import Workshop


def fonts(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """Return what the glyphs of each font mean, and their shapes."""
    found: Any = pdf.pages[0].Resources.Font
    return {
        name: font.ToUnicode.read_bytes() + font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        for name, font in found.items()
    }


@pytest.mark.parametrize("standard", ["ua-1", "a-2b", "ua-2, a-4"])
def test_the_head_is_found_to_be_the_same_as_in_the_whole_file(standard: str, workshop: Workshop) -> None:
    keys = f"octavo: {{pdf-standard: [{standard}]}}\nchapters: [a.md, b.md]\n"
    workshop.write("book/book.yaml", f"title: A Book\nauthor: Ann Author\nlang: en\n{keys}")
    workshop.write("book/a.md", "# One\n\nText with *emphasis* and `code`.\n\nMore.[^1]\n\n[^1]: A note.\n")
    workshop.write("book/b.md", "# Two\n\n" + "Text enough for some pages, of which there are several. " * 300)
    assert workshop.run("build", "book", "-tpdf", "-j1").code == 0
    data = (workshop.folder / "output/book.pdf").read_bytes()
    head = pdf_head.extract(data)
    small, whole = pikepdf.open(io.BytesIO(head.data)), pikepdf.open(io.BytesIO(data))
    assert small.get_warnings() == []
    assert head.pages == len(whole.pages) > 4
    assert len(small.pages) == 1
    assert fonts(small) == fonts(whole)
    assert len(fonts(small)) > 2
    assert small.pdf_version == whole.pdf_version
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert small.Root[key] == whole.Root[key]
    assert small.Root.Metadata.read_bytes() == whole.Root.Metadata.read_bytes()
    assert len(small.Root.get("/OutputIntents", [])) == len(whole.Root.get("/OutputIntents", []))
    assert [kid.S for kid in small.Root.StructTreeRoot.K] == ["/Document"]
    assert pdf_rules.examine_head(small) == pdf_rules.examine_head(whole)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nstartxref\n9\n%%EOF\n"])
def test_files_that_octavo_has_not_bound_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"the end is not|no stream"):
        pdf_head.extract(data)
