"""What rules look at: a chapter's text, a typeset chapter or publication, printed pages, and a finished edition."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree, html

from octavo.check.prose import Passage, passages
from octavo.check.rules.rule import Flaw
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.edition import Edition, LayoutFact
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.publication import Chapter, Publication, Resource
from octavo.tools.locate import Finder
from octavo.tools.markdown_mask import without_code, without_code_spans, without_markup

_HEADER = re.compile(r"\A---[ \t]*\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


@dataclass(frozen=True)
class SourceText:
    """A chapter in Markdown, as its author wrote it, or as it was converted from another tool's Markdown. Lines end with LF."""

    publication: Publication
    chapter: Chapter

    @cached_property
    def find(self) -> Finder:
        """Finds places in the text."""
        return Finder.of(self.chapter)

    @cached_property
    def prose(self) -> str:
        """The text with its code, comments and header blanked out, so that offsets stay the same."""
        text = _HEADER.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.chapter.text)
        return without_code_spans(without_code(text))

    @cached_property
    def bare(self) -> str:
        """The prose with URLs, attributes, tags and formulas blanked out as well, so that offsets stay the same."""
        return without_markup(self.prose)

    def at(self, offset: int) -> Place:
        """Return the place of a character of the text, by its offset."""
        row = self.chapter.text.count("\n", 0, offset)
        return self.find.line(row + 1, offset - self.chapter.text.rfind("\n", 0, offset))

    @property
    def language(self) -> str:
        """The language of the publication, without the region: `en`."""
        return self.publication.metadata.lang.partition("-")[0].lower()


@dataclass(frozen=True)
class SetChapter(SourceText):
    """A chapter once it is typeset, with its text in Markdown."""

    galley: Galley

    @cached_property
    def article(self) -> Element:
        """The tree of its galley, which rules must not change."""
        return tree(self.galley.html)

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Its prose in the language of the publication, block by block."""
        return [*passages(self.article, self.publication.metadata.lang)]

    @cached_property
    def headings(self) -> Sequence[tuple[Element, str, Place]]:
        """Its headings except the title, each with its words and its place."""
        counts: dict[str, int] = {}
        found = []
        for heading in self.article.iter(*HEADINGS):
            words = "".join(each for each in _without_number(heading))
            words = " ".join(words.split())
            nth = counts[words] = counts.get(words, -1) + 1
            if heading.tag != "h1":
                found.append((heading, words, self.find.heading(words, nth)))
        return found

    @cached_property
    def pictures(self) -> Sequence[tuple[Element, str, Place]]:
        """Its pictures, each with the path of its file, relative to the chapter, and its place."""
        resources = {each.name: each for each in self.galley.resources}
        counts: dict[str, int] = {}
        found = []
        for picture in self.article.iter("img"):
            resource = resources.get(picture.get("src", "").removeprefix("res:"))
            if resource is None or _is_on_title_page(picture):
                continue
            nth = counts[resource.name] = counts.get(resource.name, -1) + 1
            if resource.data is not None and resource.shown is not None:
                found.append((picture, resource.name, self.find.picture(resource.shown)))
                continue
            path = os.path.relpath(resource.file, self.publication.root / self.chapter.base).replace(os.sep, "/")
            place = self.find.image(path, nth)
            if not place.column and resource.shown is not None:
                place = self.find.picture(replace(resource.shown, nth=resource.shown.nth + nth))
            found.append((picture, path, place if place.column else self.find.raw(resource.file.name, nth)))
        return found

    def link(self, link: Element) -> Place:
        """Return the place of one of its links: found by the URL, or by its words if it leads to another chapter."""
        target, words = link.get("href", ""), reading.plain_text(link)
        before = [each for each in self.article.iter("a") if "apparatus" not in reading.classes(each)]
        before = before[: before.index(link)]
        place = self.find.link(target, sum(each.get("href") == target for each in before))
        if place.column:
            return place
        return self.find.raw(f"[{words}]", sum(reading.plain_text(each) == words for each in before))

    def first_words(self, element: Element) -> Place:
        """Return the place of an element, found by the words that it begins with."""
        return self.find.words(" ".join(reading.text_without_formulas(element).split()[:12]))


def _without_number(element: Element) -> Iterator[str]:
    if "number" not in reading.classes(element):
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                yield from _without_number(child)
            yield child.tail or ""


def _is_on_title_page(element: Element) -> bool:
    return any("title-block" in reading.classes(around) for around in element.iterancestors("header"))


@dataclass(frozen=True)
class SetPublication:
    """The whole publication once it is typeset."""

    publication: Publication
    manuscript: Manuscript

    @cached_property
    def articles(self) -> dict[str, Element]:
        """The tree of each galley, by the id of its chapter."""
        return {galley.chapter: tree(galley.html) for galley in self.manuscript.galleys}

    def find(self, chapter: str) -> Finder:
        """Return what finds places in one of its chapters."""
        if chapter not in self._finders:
            self._finders[chapter] = _finder(self.publication, chapter)
        return self._finders[chapter]

    _finders: dict[str, Finder] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class PrintedPages:
    """The printed pages of one chapter: what was noticed while they were laid out, and the label of each page."""

    publication: Publication
    manuscript: Manuscript
    chapter: str
    facts: Sequence[LayoutFact]
    labels: Sequence[str]

    @cached_property
    def find(self) -> Finder:
        """Finds places in the text of the chapter."""
        return _finder(self.publication, self.chapter)

    def of_kind(self, *kinds: str) -> Iterator[LayoutFact]:
        """Return the facts of some kinds."""
        return (each for each in self.facts if each.kind in kinds)

    @cached_property
    def pictures(self) -> dict[str, Resource]:
        """The pictures of the chapter, by name."""
        galley = next((each for each in self.manuscript.galleys if each.chapter == self.chapter), None)
        return {each.name: each for each in galley.resources} if galley is not None else {}

    def page(self, fact: LayoutFact) -> str:
        """Return the label of the page that a fact is about."""
        return self.labels[fact.page]

    def place(self, fact: LayoutFact) -> Place:
        """Return the place in the source that a fact is about."""
        if fact.resource in self.pictures:
            return shown_at(self.publication, self.chapter, self.pictures[fact.resource])
        if fact.resource:
            return self.find.raw(fact.resource)
        if fact.what == "pre":
            code = self.find.raw(fact.words)
            return code if code.column else self.find.words(fact.words)
        found = self.find.words(fact.words)
        return found if found.column else self._header_place(fact.words) or found

    def _header_place(self, words: str) -> Place | None:
        """Return the key of the header that a text on the title page comes from."""
        wanted, metadata = "".join(reading.words(words)), self.publication.metadata
        for key in ("title", "subtitle", "abstract", "publisher", "rights", "edition"):
            if wanted and wanted in "".join(reading.words(getattr(metadata, key) or "")):
                return self.publication.key(key)
        if any(wanted and wanted in "".join(reading.words(each.name)) for each in metadata.contributors):
            return self.publication.key("author")
        return None

    def flaw(self, message: str, fact: LayoutFact, hint: str = "") -> Flaw:
        """Return a flaw at the source and on the page that a fact is about."""
        return Flaw(message, self.place(fact), hint, (self.page(fact),))


@dataclass(frozen=True)
class FinishedEdition:
    """A finished edition, and the manuscript that it was made from."""

    publication: Publication
    manuscript: Manuscript
    edition: Edition
    _trees: dict[str, Element] = field(default_factory=dict, compare=False)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Its files by path; an edition of a single file has it under the empty path."""
        if self.edition.format == "epub":
            with zipfile.ZipFile(io.BytesIO(self.edition.data)) as book:
                return {name: book.read(name) for name in book.namelist()}
        return {"": self.edition.data} if self.edition.files is None else self.edition.files

    def tree(self, name: str) -> Element:
        """Return the tree of one of its files, which rules must not change."""
        if name not in self._trees:
            data = self.files[name]
            parse = etree.XMLParser(huge_tree=True) if self.edition.format == "epub" else None
            self._trees[name] = (
                etree.fromstring(data, parse)
                if parse is not None
                else html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
            )
        return self._trees[name]

    def find(self, chapter: str) -> Finder:
        """Return what finds places in one of the publication's chapters."""
        return _finder(self.publication, chapter)

    @property
    def whole(self) -> Place:
        """The place of what concerns the whole edition."""
        return self.publication.key("")


def tree(text: bytes) -> Element:
    """Parse the HTML of a galley."""
    return etree.fromstring(text, etree.XMLParser(huge_tree=True))


def shown_at(publication: Publication, chapter: str, picture: Resource) -> Place:
    """Return where a chapter shows a picture, or names its file, or else its first line."""
    find = _finder(publication, chapter)
    if picture.shown is not None and (place := find.picture(picture.shown)).column:
        return place
    base = next((each.base for each in publication.chapters if each.id == chapter), ".")
    shown = find.image(os.path.relpath(picture.file, publication.root / base).replace(os.sep, "/"))
    return shown if shown.column else find.raw(picture.file.name)


def _finder(publication: Publication, name: str) -> Finder:
    for chapter in publication.chapters:
        if chapter.id == name and not chapter.made:
            return Finder.of(chapter)
    return Finder("", publication.keys_name)
