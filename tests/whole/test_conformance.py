"""What a publication claims about its accessibility: only what was checked, and only if somebody vouches for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from octavo.check import claims
from octavo.model.diagnostic import Place, error
from octavo.model.formats import Format
from workshop import Workshop

OPF = "{http://www.idpf.org/2007/opf}"
CLAIM = "octavo:\n  conformance:\n    certified-by: Ann Author\n    statement: true\n"
HEAD = f"---\ntitle: Bees\nauthor: Ann Author\nlang: en\n{CLAIM}"
BEE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


def package(epub: Path) -> dict[str, list[str]]:
    """Return the statements of a package about conformance."""
    with zipfile.ZipFile(epub) as book:
        root = etree.fromstring(book.read("EPUB/content.opf"))
    found: dict[str, list[str]] = {}
    for each in root.iter(f"{OPF}meta", f"{OPF}link"):
        name, text = each.get("property") or each.get("rel") or "", each.text or each.get("href") or ""
        if name.startswith(("dcterms:conformsTo", "a11y:", "schema:")):
            found.setdefault(name.partition(":")[2], []).append(text)
    return found


def test_an_article_names_who_has_assessed_it(workshop: Workshop) -> None:
    workshop.write("bee.svg", BEE)
    more = "    credential: Reader of screens\n    report: https://example.org/report\n    wcag: WCAG 2.2, level AAA\n"
    workshop.article("# One\n\n![A bee](bee.svg)\n", header=f"{HEAD}{more}---\n\n")
    built = workshop.build("x.md", "-j1")
    assert built.ran.out == ""
    stated = package(workshop.folder / "output" / "x.epub")
    assert stated["conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AAA"]
    assert stated["certifiedBy"] == ["Ann Author"]
    assert stated["certifierCredential"] == ["Reader of screens"]
    assert stated["certifierReport"] == ["https://example.org/report"]
    assert built.said("This publication conforms to WCAG 2.2 (AAA). Assessed by Ann Author") == (True, True, True)
    assert built.page.xpath("//section[@id='accessibility']/h2/text()") == ["Accessibility"]


def test_nothing_is_claimed_without_a_certifier(workshop: Workshop) -> None:
    workshop.article("Bees dance.\n", header=HEAD.replace("    certified-by: Ann Author\n", "") + "---\n\n")
    assert workshop.run("build", "x.md", "-t", "epub", "-j1").out == ""
    assert "conformsTo" not in package(workshop.folder / "output" / "x.epub")


def test_a_book_with_an_undescribed_picture_withdraws_its_claim(workshop: Workshop) -> None:
    """In the metadata and on the copyright page, in all editions."""
    workshop.write("b/bee.svg", BEE)
    workshop.write("b/one.md", "# One\n\nBees dance.\n\n![](bee.svg)\n")
    workshop.write("b/book.yaml", f"title: Bees\nauthor: Ann Author\nlang: en\n{CLAIM}chapters: [one.md]\n")
    ran = workshop.run("build", "b", "-t", "epub,html", "-j1")
    assert ran.rules == ["conformance.withdrawn", "image.no-alt"]
    assert "b/book.yaml:6:5: warning: this publication does not claim to conform" in ran.out
    stated = package(workshop.folder / "output" / "b.epub")
    assert "conformsTo" not in stated
    assert "certifiedBy" not in stated
    assert "alternativeText" not in stated["accessibilityFeature"]
    assert stated["accessMode"] == ["textual", "visual"]
    assert stated["accessModeSufficient"] == ["textual,visual"]
    page = (workshop.folder / "output" / "b.html").read_text(encoding="utf-8")
    assert '<p class="statement">Some pictures have no description.</p>' in page

    workshop.write("b/one.md", "# One\n\nBees dance.\n\n![A bee](bee.svg)\n")
    assert workshop.run("build", "b", "-t", "epub,html", "-j1").out == ""
    assert package(workshop.folder / "output" / "b.epub")["certifiedBy"] == ["Ann Author"]

    said = error("ace.image-alt", "…", Place("b"), edition="epub")
    refuted = claims.refute(Format.EPUB, workshop.folder / "output" / "b.epub", [said], Place("b", 1, 1))
    assert [each.rule for each in refuted] == ["conformance.refuted"]
    wanted = "the EPUB claims EPUB Accessibility 1.1 - WCAG 2.1 Level AA; Ace finds an error"
    assert refuted[0].message == wanted
    silent = error("ace.timed-out", "…", Place("b"), edition="epub")
    assert claims.refute(Format.EPUB, workshop.folder / "output" / "b.epub", [silent], Place("b", 1, 1)) == []
    syntax = error("vnu.error", "…", Place("b"), edition="html")
    assert claims.refute(Format.HTML, workshop.folder / "output" / "b.html", [syntax], Place("b", 1, 1)) == []
    assert claims.claim_of(Format.HTML, workshop.folder / "output" / "b.html") == "to conform to WCAG"


def test_an_edition_that_claims_nothing_cannot_be_refuted(workshop: Workshop) -> None:
    workshop.article("Bees dance.\n")
    workshop.build("x.md", "-t", "epub,html,pdf", "-j1")
    output = workshop.folder / "output"
    said = [error(f"{judge}.x", "…", Place("x.md"), edition=format)
            for format in Format for judge in format.validators]  # fmt: skip
    assert claims.refute(Format.EPUB, output / "x.epub", said, Place("x.md")) == []
    assert claims.refute(Format.HTML, output / "x.html", said, Place("x.md")) == []
    assert "PDF/UA-1" in claims.refute(Format.PDF, output / "x.pdf", said, Place("x.md"))[0].message
