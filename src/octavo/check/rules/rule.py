"""What a rule is, what it is shown, and what it says."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from lxml import etree, html

from octavo.check.prose import Passage, passages
from octavo.model import reading
from octavo.model.diagnostic import Place, Severity
from octavo.model.edition import Edition, LayoutFact
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import HEADINGS
from octavo.model.publication import Chapter, Publication, Resource
from octavo.tools.locate import Finder
from octavo.tools.markdown_mask import without_code, without_code_spans, without_markup

_HEADER = re.compile(r"\A---[ \t]*\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
Kind = Literal["source", "chapter", "book", "print", "epub", "html", "pdf", "stage", "edition", "outside"]
"""What a rule looks at: see `Rule.looks_at`."""
Example = str | Mapping[str, str]
"""An article's text, or the files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule finds: a message of one sentence without a full stop, the place, a hint, if there is a better one
    than the rule's own mend, and the labels of the printed pages on which it is to be seen."""

    message: str
    place: Place
    hint: str = ""
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule: what it looks at, what it is there for, and how it looks.

    `id` is stable and dotted; `reason` says in a line why it matters; `mend` says what to do, as a hint does. `wrong`
    is an example that it faults and `right` one that it does not: the tests build both, and the guide shows them.
    """

    id: str
    looks_at: Kind
    """`source`: the text of a chapter as it is written (`Text`); `chapter`: a chapter when it is set (`SetChapter`);
    `book`: the whole manuscript (`Volume`); `print`: the pages of a chapter (`Sheets`); `epub`, `html`, `pdf`: a
    finished edition, `html` stands for the site too (`Finished`). `stage` and `edition` are found on the way, where a
    stage cannot go on as the author wrote it, and where an edition is read back; `outside` by others, in a browser, by
    a validator or on the web: those have no `examine`."""
    severity: Severity
    reason: str
    fix: str
    wrong: Example = ""
    right: Example = ""
    examine: Callable[[Any], Iterable[Flaw]] | None = None
    on: bool = True
    """Whether it is looked for without having been asked for."""
    also: Severity | None = None
    """How serious it is in some cases."""

    @property
    def on_every_build(self) -> bool:
        """Whether it is found by `octavo build` too."""
        return self.looks_at in ("stage", "edition")


@dataclass(frozen=True)
class SourceText:
    """A chapter as its author wrote it. `text` has line ends LF; of another tool's book, it is as made ready."""

    publication: Publication
    chapter: Chapter

    @cached_property
    def find(self) -> Finder:
        """Finds places in it."""
        return Finder.of(self.chapter)

    @cached_property
    def prose(self) -> str:
        """It without its code, comments and header, which are blank there: places are the same."""
        text = _HEADER.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.chapter.text)
        return without_code_spans(without_code(text))

    @cached_property
    def bare(self) -> str:
        """Its prose without what no reader meets as words: addresses, attributes, tags, formulas; places are the same."""
        return without_markup(self.prose)

    def at(self, offset: int) -> Place:
        """The place of a character of its text."""
        row = self.chapter.text.count("\n", 0, offset)
        return self.find.line(row + 1, offset - self.chapter.text.rfind("\n", 0, offset))

    @property
    def language(self) -> str:
        """The language of the publication, without its region: `en`."""
        return self.publication.metadata.lang.partition("-")[0].lower()


@dataclass(frozen=True)
class SetChapter(SourceText):
    """A chapter, set: as it is written, and as it has become."""

    galley: Galley

    @cached_property
    def article(self) -> Any:
        """The tree of its galley, for looking only."""
        return tree(self.galley.html)

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Its prose in the language of the publication, block by block."""
        return [*passages(self.article, self.publication.metadata.lang)]

    @cached_property
    def headings(self) -> Sequence[tuple[Any, str, Place]]:
        """Its headings below its title, each with its words and its place."""
        met: dict[str, int] = {}
        found = []
        for heading in self.article.iter(*HEADINGS):
            words = "".join(each for each in _without_number(heading))
            words = " ".join(words.split())
            nth = met[words] = met.get(words, -1) + 1
            if heading.tag != "h1":
                found.append((heading, words, self.find.heading(words, nth)))
        return found

    @cached_property
    def pictures(self) -> Sequence[tuple[Any, str, Place]]:
        """Its pictures, each with the path of its file and its place."""
        files = {each.name: each.file for each in self.galley.resources}
        met: dict[str, int] = {}
        found = []
        for picture in self.article.iter("img"):
            file = files.get(picture.get("src", "").removeprefix("res:"))
            if file is not None and not _is_on_title_page(picture):
                path = os.path.relpath(file, self.publication.root / self.chapter.base).replace(os.sep, "/")
                nth = met[path] = met.get(path, -1) + 1
                place = self.find.image(path, nth)
                found.append((picture, path, place if place.column else self.find.raw(file.name, nth)))
        return found

    def link(self, link: Any) -> Place:
        """The place of a link of it: by its address, or by its words where it leads to another chapter."""
        target, words = link.get("href", ""), reading.plain_text(link)
        before = [each for each in self.article.iter("a") if "apparatus" not in reading.classes(each)]
        before = before[: before.index(link)]
        place = self.find.link(target, sum(each.get("href") == target for each in before))
        if place.column:
            return place
        return self.find.raw(f"[{words}]", sum(reading.plain_text(each) == words for each in before))

    def first_words(self, element: Any) -> Place:
        """The place of something, by the words that it begins with."""
        return self.find.words(" ".join(reading.plain_text(element).split()[:12]))


def _without_number(element: Any) -> Iterator[str]:
    if "number" not in reading.classes(element):
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                yield from _without_number(child)
            yield child.tail or ""


def _is_on_title_page(element: Any) -> bool:
    return any("title-block" in reading.classes(around) for around in element.iterancestors("header"))


@dataclass(frozen=True)
class SetPublication:
    """The whole publication, set."""

    publication: Publication
    manuscript: Manuscript

    @cached_property
    def articles(self) -> dict[str, Any]:
        """The tree of each galley, by its chapter."""
        return {galley.chapter: tree(galley.html) for galley in self.manuscript.galleys}

    def find(self, chapter: str) -> Finder:
        """Finds places in one of its chapters."""
        if chapter not in self._finders:
            self._finders[chapter] = _finder(self.publication, chapter)
        return self._finders[chapter]

    _finders: dict[str, Finder] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class PrintedPages:
    """The printed pages of one chapter: what was seen on them, and the label of each."""

    publication: Publication
    manuscript: Manuscript
    chapter: str
    seen: Sequence[LayoutFact]
    labels: Sequence[str]

    @cached_property
    def find(self) -> Finder:
        """Finds places in the chapter's text."""
        return _finder(self.publication, self.chapter)

    def kind(self, *kinds: str) -> Iterator[LayoutFact]:
        """What was seen of some kinds."""
        return (each for each in self.seen if each.kind in kinds)

    @cached_property
    def pictures(self) -> dict[str, Resource]:
        """Its pictures, by name."""
        galley = next((each for each in self.manuscript.galleys if each.chapter == self.chapter), None)
        return {each.name: each for each in galley.resources} if galley is not None else {}

    def page(self, seen: LayoutFact) -> str:
        """The label of the page that it is on."""
        return self.labels[seen.page]

    def place(self, seen: LayoutFact) -> Place:
        """Where the author wrote it."""
        if seen.resource in self.pictures:
            return shown_at(self.publication, self.chapter, self.pictures[seen.resource])
        if seen.resource:
            return self.find.raw(seen.resource)
        if seen.what == "pre":
            code = self.find.raw(seen.words)
            return code if code.column else self.find.words(seen.words)
        return self.find.words(seen.words)

    def flaw(self, message: str, seen: LayoutFact, hint: str = "") -> Flaw:
        """A flaw of what was seen, where the author wrote it, on the page that it is on."""
        return Flaw(message, self.place(seen), hint, (self.page(seen),))


@dataclass(frozen=True)
class FinishedEdition:
    """A finished edition. `manuscript` is what it was made of."""

    publication: Publication
    manuscript: Manuscript
    edition: Edition
    _trees: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Its files by path; the one file of an edition that is one has the name of an empty text."""
        if self.edition.format == "epub":
            with zipfile.ZipFile(io.BytesIO(self.edition.data)) as book:
                return {name: book.read(name) for name in book.namelist()}
        return {"": self.edition.data} if self.edition.files is None else self.edition.files

    def tree(self, name: str) -> Any:
        """The tree of one of its files, for looking only."""
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
        """Finds places in one of the publication's chapters."""
        return _finder(self.publication, chapter)

    @property
    def whole(self) -> Place:
        """The place of what concerns all of it."""
        return self.publication.key("")


def tree(text: bytes) -> Any:
    """The tree of a galley."""
    return etree.fromstring(text, etree.XMLParser(huge_tree=True))


def shown_at(publication: Publication, chapter: str, picture: Resource) -> Place:
    """Where a chapter shows a picture; else where it names the file; else its first line."""
    find = _finder(publication, chapter)
    base = next((each.base for each in publication.chapters if each.id == chapter), ".")
    shown = find.image(os.path.relpath(picture.file, publication.root / base).replace(os.sep, "/"))
    return shown if shown.column else find.raw(picture.file.name)


def _finder(publication: Publication, name: str) -> Finder:
    for chapter in publication.chapters:
        if chapter.id == name and not chapter.made:
            return Finder.of(chapter)
    return Finder("", publication.keys_name)


def by_id(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Rules by their ids, in the order of those. Raises `ValueError` where two have the same."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.id in found:
            raise ValueError(f"two rules are called {rule.id}")
        found[rule.id] = rule
    return MappingProxyType(found)
