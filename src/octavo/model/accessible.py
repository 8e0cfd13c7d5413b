"""A publication's accessibility: the facts about its text, whether it can claim to conform, and the sentences of both.

It claims to conform only if the author names who has assessed it, and if no fact contradicts that: EPUB Accessibility
1.1 requires the name (section 4.3), and only people can judge most of WCAG.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from octavo.model import languages
from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.galley_classes import MISSING_IMAGE, UNDESCRIBED
from octavo.model.html_elements import HEADINGS
from octavo.model.reading import classes, local
from octavo.model.settings import Conformance


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What is in a text, counted. The cover does not count as content, and decoration has no meaning."""

    pictures: int = 0
    undescribed: int = 0
    """Pictures with meaning that have no description; missing ones too."""
    headless: int = 0
    """Tables without a header cell."""
    wordless: int = 0
    """Links without words."""
    mathematics: int = 0
    headings: int = 0
    """Those below level 1."""
    pages: int = 0
    """Places where a page of the printed book begins."""
    index: int = 0

    def __add__(self, other: ContentFacts) -> ContentFacts:
        return ContentFacts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def obstacles(self) -> str:
        """Return what keeps the text from conforming, in words; empty if nothing does."""
        known = {
            "undescribed": ("one picture has no description", "{} pictures have no description"),
            "headless": ("one table has no header cells", "{} tables have no header cells"),
            "wordless": ("one link has no words", "{} links have no words"),
        }
        counts = ((getattr(self, name), said) for name, said in known.items())
        return ", ".join(said[count > 1].format(count) for count, said in counts if count)


def examine(root: Any) -> ContentFacts:
    """Count what is in a tree."""
    elements = [element for element in root.iter() if local(element)]
    pictures = [one for one in elements if local(one) == "img" and (_has_meaning(one) or UNDESCRIBED in classes(one))]
    missing = sum(MISSING_IMAGE in classes(one) for one in elements)
    tables = (one for one in elements if local(one) == "table" and _has_meaning(one))
    links = (one for one in elements if local(one) == "a" and one.get("href"))
    return ContentFacts(
        pictures=len(pictures),
        undescribed=sum(not (one.get("alt") or "").strip() for one in pictures) + missing,
        headless=sum(not any(local(cell) == "th" for cell in table.iter()) for table in tables),
        wordless=sum(not _has_words(one) for one in links),
        mathematics=sum(local(one) == "math" for one in elements),
        headings=sum(local(one) in HEADINGS and local(one) != "h1" for one in elements),
        pages=sum(one.get("role") == "doc-pagebreak" for one in elements),
        index=sum("index" in classes(one) and len(one) > 0 for one in elements if local(one) == "div"),
    )


def _has_meaning(element: Any) -> bool:
    return element.get("role") not in ("presentation", "none")


def _has_words(link: Any) -> bool:
    """Return whether a link has words, a label, or something in it that has."""
    if link.get("aria-label") or "".join(link.itertext()).strip():
        return True
    return any(each.get("alt") or each.get("aria-label") or each.get("alttext") for each in link.iter())


def can_claim(content: ContentFacts, conformance: Conformance) -> bool:
    """Return whether a publication can claim to conform."""
    return bool(conformance.certified_by) and not content.obstacles()


def withdrawal(content: ContentFacts, place: Place, edition: str | None = None) -> Diagnostic:
    """Return the diagnostic that a claim is not made, and why."""
    message = f"this publication does not claim to conform: {content.obstacles()}"
    hint = "fix that; 'octavo check' reports where"
    return warning("conformance.withdrawn", message, place, hint, edition)


def standard(conformance: Conformance) -> str:
    """Return what a publication conforms to, in the words of EPUB Accessibility 1.1 (section 4.2)."""
    version, level = conformance.wcag.split()
    return f"EPUB Accessibility 1.1 - WCAG {version} Level {level}"


def statement(content: ContentFacts, conformance: Conformance, lang: str) -> Iterator[str]:
    """Yield the sentences of the statement that a publication shows its readers."""
    said = sentences(lang)
    if can_claim(content, conformance):
        version, level = conformance.wcag.split()
        yield said.conforms.format(f"WCAG {version} ({level})")
        yield said.assessed.format(", ".join(filter(None, [conformance.certified_by, conformance.credential])))
    if content.undescribed:
        yield said.pictures_undescribed
    elif content.pictures:
        yield said.pictures_described


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of an accessibility summary. `lang` is the language that they are in."""

    lang: str
    reflows: str
    pictures_described: str
    pictures_undescribed: str
    mathematics: str
    heading: str
    conforms: str
    assessed: str
    gap: str = " "
    """What is between two sentences."""


def sentences(lang: str) -> Sentences:
    """Return the sentences for a BCP 47 tag, in English if octavo has none in its language."""
    language = languages.find(lang)
    while not language.accessibility:
        language = languages.load(language.parent or languages.FALLBACK)
    return Sentences(language.tag, **{key.replace("-", "_"): text for key, text in language.accessibility.items()})
