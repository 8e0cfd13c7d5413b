"""What is true of a book's accessibility, read from its finished pages and said in schema.org's words.

EPUB Accessibility 1.1: section 2 (discovery metadata), section 4 (conformance, which is claimed only where the author
names who has assessed the publication, and where neither the text nor the finished pages speak against it).
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model.accessible import ContentFacts, Sentences, standard
from octavo.model.settings import Conformance

Statement = tuple[str, str, dict[str, str]]
"""Element, text and attributes of a statement of the package."""


def statements(content: ContentFacts, moving: bool, said: Sentences) -> list[tuple[str, str]]:
    """Property and value of each statement, in the order in which the specification lists the properties."""
    modes = ["textual", *(["visual"] if content.pictures else [])]
    sufficient = [",".join(modes)] if content.pictures else []
    if not content.undescribed:
        sufficient.append("textual")
    stated = {
        "accessMode": modes,
        "accessModeSufficient": sufficient,
        "accessibilityFeature": _features(content),
        "accessibilityHazard": ["unknown"] if moving else ["none"],
        "accessibilitySummary": [_summary(content, said)],
    }
    return [(f"schema:{name}", value) for name, values in stated.items() for value in values]


def claim(conformance: Conformance) -> Iterator[Statement]:
    """That the book conforms, and who says so."""
    yield "meta", standard(conformance), {"property": "dcterms:conformsTo", "id": "conformance"}
    certifier = {"property": "a11y:certifiedBy", "refines": "#conformance", "id": "certifier"}
    yield "meta", conformance.certified_by or "", certifier
    if conformance.credential:
        credential = {"property": "a11y:certifierCredential", "refines": "#certifier"}
        yield "meta", conformance.credential, credential
    if conformance.report:
        yield "link", "", {"rel": "a11y:certifierReport", "refines": "#certifier", "href": conformance.report}


def _features(content: ContentFacts) -> list[str]:
    known = {
        "alternativeText": content.pictures and not content.undescribed,
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


def _summary(content: ContentFacts, said: Sentences) -> str:
    sentences = [said.reflows]
    if content.undescribed:
        sentences.append(said.pictures_undescribed)
    elif content.pictures:
        sentences.append(said.pictures_described)
    if content.mathematics:
        sentences.append(said.mathematics)
    return said.gap.join(sentences)
