"""What can be said of a publication's accessibility: what was seen in its text, and the sentences that say it.

A claim is made only where the author names who has assessed the publication, and where nothing was seen against it:
EPUB Accessibility 1.1 asks for the name (section 4.3), and most of WCAG only people can judge.
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
    """What a text holds. The cover is no content; decoration carries no meaning."""

    pictures: int = 0
    undescribed: int = 0
    """Pictures that carry meaning, and that nothing describes; those that are not there too."""
    headless: int = 0
    """Tables without a header cell."""
    wordless: int = 0
    """Links that say nothing."""
    mathematics: int = 0
    headings: int = 0
    """Those below the highest."""
    pages: int = 0
    """Places where a page of the printed book begins."""
    index: int = 0

    def __add__(self, other: ContentFacts) -> ContentFacts:
        return ContentFacts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def against(self) -> str:
        """What keeps it from conforming, in words; nothing where nothing was seen."""
        known = {
            "undescribed": ("one picture has no description", "{} pictures have no description"),
            "headless": ("one table has no header cells", "{} tables have no header cells"),
            "wordless": ("one link has no words", "{} links have no words"),
        }
        counts = ((getattr(self, name), said) for name, said in known.items())
        return ", ".join(said[count > 1].format(count) for count, said in counts if count)


def examine(root: Any) -> ContentFacts:
    """Read what is in a tree."""
    elements = [element for element in root.iter() if local(element)]
    pictures = [one for one in elements if local(one) == "img" and (_means(one) or UNDESCRIBED in classes(one))]
    missing = sum(MISSING_IMAGE in classes(one) for one in elements)
    tables = (one for one in elements if local(one) == "table" and _means(one))
    links = (one for one in elements if local(one) == "a" and one.get("href"))
    return ContentFacts(
        pictures=len(pictures),
        undescribed=sum(not (one.get("alt") or "").strip() for one in pictures) + missing,
        headless=sum(not any(local(cell) == "th" for cell in table.iter()) for table in tables),
        wordless=sum(not _speaks(one) for one in links),
        mathematics=sum(local(one) == "math" for one in elements),
        headings=sum(local(one) in HEADINGS and local(one) != "h1" for one in elements),
        pages=sum(one.get("role") == "doc-pagebreak" for one in elements),
        index=sum("index" in classes(one) and len(one) > 0 for one in elements if local(one) == "div"),
    )


def _means(element: Any) -> bool:
    return element.get("role") not in ("presentation", "none")


def _speaks(link: Any) -> bool:
    """Whether a link has words, a label, or something in it that has."""
    if link.get("aria-label") or "".join(link.itertext()).strip():
        return True
    return any(each.get("alt") or each.get("aria-label") or each.get("alttext") for each in link.iter())


def claims(content: ContentFacts, conformance: Conformance) -> bool:
    """Whether a publication may say that it conforms."""
    return bool(conformance.certified_by) and not content.against()


def withdrawn(content: ContentFacts, place: Place, edition: str | None = None) -> Diagnostic:
    """That a claim is not made, and why."""
    message = f"this publication does not claim to conform: {content.against()}"
    hint = "mend that; 'octavo check' names the places"
    return warning("conformance.withdrawn", message, place, hint, edition)


def standard(conformance: Conformance) -> str:
    """What it conforms to, in the words that EPUB Accessibility 1.1 gives for it (section 4.2)."""
    version, level = conformance.wcag.split()
    return f"EPUB Accessibility 1.1 - WCAG {version} Level {level}"


def statement(content: ContentFacts, conformance: Conformance, lang: str) -> Iterator[str]:
    """What a publication says of itself to its readers, sentence by sentence."""
    said = sentences(lang)
    if claims(content, conformance):
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
