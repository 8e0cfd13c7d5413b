"""What is true of a book's accessibility, read from its finished pages and said in schema.org's words.

EPUB Accessibility 1.1, section 2 (discovery metadata). Makes no claim of conformance: nobody has checked one yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.model.reading import HEADINGS, classes, local
from octavo.press.epub.markup import Element
from octavo.press.epub.pictures import Plate
from octavo.press.epub.summary import Sentences


@dataclass(frozen=True, slots=True)
class Content:
    """What a book's pages hold. The cover is no content; decoration carries no meaning."""

    pictures: bool
    described: bool
    """Every picture that carries meaning has a description."""
    mathematics: bool
    headings: bool
    pages: bool
    """It says where the pages of the printed book begin."""
    index: bool
    moving: bool


def examine(page: Element) -> Content:
    """Read what is in one page."""
    elements = [element for element in page.iter() if local(element)]
    pictures = [one for one in elements if local(one) == "img" and one.get("role") not in ("presentation", "none")]
    missing = any("missing-image" in classes(one) for one in elements)
    return Content(
        pictures=bool(pictures),
        described=all(one.get("alt") for one in pictures) and not missing,
        mathematics=any(local(one) == "math" for one in elements),
        headings=any(local(one) in HEADINGS and local(one) != "h1" for one in elements),
        pages=any(one.get("role") == "doc-pagebreak" for one in elements),
        index=any("index" in classes(one) and len(one) for one in elements if local(one) == "div"),
        moving=False,
    )


def joined(pages: Sequence[Content], plates: Iterable[Plate]) -> Content:
    """What is in all pages, with their pictures."""
    return Content(
        pictures=any(page.pictures for page in pages),
        described=all(page.described for page in pages),
        mathematics=any(page.mathematics for page in pages),
        headings=any(page.headings for page in pages),
        pages=any(page.pages for page in pages),
        index=any(page.index for page in pages),
        moving=any(plate.moves for plate in plates),
    )


def statements(content: Content, said: Sentences) -> list[tuple[str, str]]:
    """Property and value of each statement, in the order in which the specification lists the properties."""
    modes = ["textual", *(["visual"] if content.pictures else [])]
    sufficient = [",".join(modes)] if content.pictures else []
    if content.described:
        sufficient.append("textual")
    stated = {
        "accessMode": modes,
        "accessModeSufficient": sufficient,
        "accessibilityFeature": _features(content),
        "accessibilityHazard": ["unknown"] if content.moving else ["none"],
        "accessibilitySummary": [_summary(content, said)],
    }
    return [(f"schema:{name}", value) for name, values in stated.items() for value in values]


def _features(content: Content) -> list[str]:
    known = {
        "alternativeText": content.pictures and content.described,
        "displayTransformability": True,
        "index": content.index,
        "MathML": content.mathematics,
        "pageBreakMarkers": content.pages,
        "pageNavigation": content.pages,
        "readingOrder": True,
        "structuralNavigation": content.headings,
        "tableOfContents": True,
    }
    return [name for name, there in known.items() if there]


def _summary(content: Content, said: Sentences) -> str:
    sentences = [said.reflows]
    if content.pictures or not content.described:
        sentences.append(said.pictures_described if content.described else said.pictures_undescribed)
    if content.mathematics:
        sentences.append(said.mathematics)
    return said.gap.join(sentences)
