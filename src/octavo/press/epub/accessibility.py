"""The accessibility metadata of a book, from its finished pages, in the vocabulary of schema.org.

EPUB Accessibility 1.1: section 2 (discovery metadata), section 4 (conformance, which is claimed only where the author
names who has assessed the publication, and where neither the text nor the finished pages contradict it).
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model.accessible import ContentFacts, Sentences, standard
from octavo.model.settings import Conformance

Statement = tuple[str, str, dict[str, str]]
"""Element, text and attributes of a statement of the package."""


def statements(content: ContentFacts, has_animation: bool, sentences: Sentences) -> list[tuple[str, str]]:
    """Return property and value of each statement, in the order in which the specification lists the properties."""
    modes = ["textual", *(["visual"] if content.pictures else [])]
    sufficient = [",".join(modes)] if content.pictures else []
    if not content.undescribed:
        sufficient.append("textual")
    stated = {
        "accessMode": modes,
        "accessModeSufficient": sufficient,
        "accessibilityFeature": _features(content),
        "accessibilityHazard": ["unknown"] if has_animation else ["none"],
        "accessibilitySummary": [_summary(content, sentences)],
    }
    return [(f"schema:{name}", value) for name, values in stated.items() for value in values]


def claim(conformance: Conformance) -> Iterator[Statement]:
    """Yield the claim that the book conforms, and who makes it."""
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
    return [name for name, applies in known.items() if applies]


def _summary(content: ContentFacts, sentences: Sentences) -> str:
    parts = [sentences.reflows]
    if content.undescribed:
        parts.append(sentences.pictures_undescribed)
    elif content.pictures:
        parts.append(sentences.pictures_described)
    if content.mathematics:
        parts.append(sentences.mathematics)
    return sentences.gap.join(parts)
