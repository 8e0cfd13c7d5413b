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

from octavo.model.diagnostic import Place, Severity
from octavo.model.edition import Edition, Seen
from octavo.model.galley import Galley, Manuscript
from octavo.model.publication import Chapter, Publication, Resource
from octavo.tools.markdown_mask import without_code, without_code_spans
from octavo.tools.place import Finder

_HEADER = re.compile(r"\A---[ \t]*\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
Kind = Literal["source", "chapter", "book", "print", "epub", "html", "stage", "edition"]
"""What a rule looks at: see `Rule.looks_at`."""
Example = str | Mapping[str, str]
"""An article's text, or the files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule finds: a message of one sentence without a full stop, the place, and a hint, if there is a better
    one than the rule's own mend."""

    message: str
    place: Place
    hint: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule: what it looks at, what it is there for, and how it looks.

    `id` is stable and dotted; `reason` says in a line why it matters; `mend` says what to do, as a hint does. `wrong`
    is an example that it faults and `right` one that it does not: the tests build both, and the guide shows them.
    """

    id: str
    looks_at: Kind
    """`source`: the text of a chapter as it is written (`Text`); `chapter`: a chapter when it is set (`SetChapter`);
    `book`: the whole manuscript (`Volume`); `print`: the pages of a chapter (`Sheets`); `epub`, `html`: a finished
    edition, `html` stands for the site too (`Finished`). `stage` and `edition` are found on the way, where a stage
    cannot go on as the author wrote it, and where an edition is read back: those have no `examine`."""
    severity: Severity
    reason: str
    mend: str
    wrong: Example = ""
    right: Example = ""
    examine: Callable[[Any], Iterable[Flaw]] | None = None
    on: bool = True
    """Whether it is looked for without having been asked for."""
    also: Severity | None = None
    """How serious it is in some cases."""


@dataclass(frozen=True)
class Text:
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


@dataclass(frozen=True)
class SetChapter(Text):
    """A chapter, set: as it is written, and as it has become."""

    galley: Galley

    @cached_property
    def article(self) -> Any:
        """The tree of its galley, for looking only."""
        return tree(self.galley.html)


@dataclass(frozen=True)
class Volume:
    """The whole publication, set."""

    publication: Publication
    manuscript: Manuscript

    @cached_property
    def articles(self) -> dict[str, Any]:
        """The tree of each galley, by its chapter."""
        return {galley.chapter: tree(galley.html) for galley in self.manuscript.galleys}

    def find(self, chapter: str) -> Finder:
        """Finds places in one of its chapters."""
        return _finder(self.publication, chapter)


@dataclass(frozen=True)
class Sheets:
    """The printed pages of one chapter: what was seen on them, and the label of each."""

    publication: Publication
    manuscript: Manuscript
    chapter: str
    seen: Sequence[Seen]
    labels: Sequence[str]

    @cached_property
    def find(self) -> Finder:
        """Finds places in the chapter's text."""
        return _finder(self.publication, self.chapter)

    def _picture(self, name: str) -> Place:
        if name not in self.pictures:
            return self.find.raw(name)
        file = self.pictures[name].file
        base = next((each.base for each in self.publication.chapters if each.id == self.chapter), ".")
        shown = self.find.image(os.path.relpath(file, self.publication.root / base).replace(os.sep, "/"))
        return shown if shown.column else self.find.raw(file.name)

    def kind(self, *kinds: str) -> Iterator[Seen]:
        """What was seen of some kinds."""
        return (each for each in self.seen if each.kind in kinds)

    @cached_property
    def pictures(self) -> dict[str, Resource]:
        """Its pictures, by name."""
        galley = next((each for each in self.manuscript.galleys if each.chapter == self.chapter), None)
        return {each.name: each for each in galley.resources} if galley is not None else {}

    def page(self, seen: Seen) -> str:
        """The label of the page that it is on."""
        return self.labels[seen.page]

    def place(self, seen: Seen) -> Place:
        """Where the author wrote it."""
        if seen.resource:
            return self._picture(seen.resource)
        if seen.what == "pre":
            code = self.find.raw(seen.words)
            return code if code.column else self.find.words(seen.words)
        return self.find.words(seen.words)


@dataclass(frozen=True)
class Finished:
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


def tree(text: str) -> Any:
    """The tree of a galley."""
    return etree.fromstring(text, etree.XMLParser(huge_tree=True))


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
