"""The galleys cut into the files of a book, each note at the end of the file that refers to it.

Leaves navigation to `nav.py` and the packing to `package.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from octavo.model.edition import PageBreak
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, serial
from octavo.model.reading import classes, local, plain_text
from octavo.model.words import word
from octavo.press.epub import index, pages
from octavo.press.epub.markup import EPUB_TYPE, XHTML, add, make, of_class, parse

LONG = 60_000
"""Characters of an article from which on every section of level 2 gets a file of its own: slow readers lay out a whole
file before they show its first page. An essay stays in one file."""
LONG_CHAPTER = 300_000
"""The same for a chapter, which has a file of its own already."""
_KINDS = {
    "title": "titlepage", "copyright": "copyright-page", "dedication": "dedication", "epigraph": "epigraph",
    "foreword": "foreword", "preface": "preface", "introduction": "introduction", "prologue": "prologue",
    "part": "part", "chapter": "chapter", "appendix": "appendix", "glossary": "glossary",
    "bibliography": "bibliography", "index": "index", "epilogue": "epilogue", "afterword": "afterword",
    "conclusion": "conclusion", "acknowledgments": "acknowledgments", "colophon": "colophon",
}  # fmt: skip
"""The `epub:type` of each kind of chapter (EPUB Structural Semantics Vocabulary 1.1)."""
_WITHOUT_ROLE = frozenset({"title", "copyright"})
"""Kinds that DPUB-ARIA has no role for: for all others it is `doc-` and the type."""


@dataclass(frozen=True, slots=True)
class Document:
    """One content document of the spine: `article` is the `<article class="galley">` that goes into its body."""

    name: str
    title: str
    kind: str
    """The `epub:type` of its body: titlepage, frontmatter, bodymatter or backmatter."""
    article: Element
    chapter: str = ""
    section: str = ""
    """The `epub:type` of what it is in the book, for the first file of a chapter: preface, chapter, index …"""
    role: str = ""


def cut(
    manuscript: Manuscript, lang: str, breaks: Sequence[PageBreak] = (), spread: MapJobs = serial
) -> tuple[Document, ...]:
    """The content documents in reading order, their notes in place and their links pointing across the files.

    `breaks` are the pages of the printed book.
    """
    if len(manuscript.galleys) == 1 and manuscript.galleys[0].kind == "article":
        documents = _cut_article(manuscript.galleys[0], lang)
    else:
        documents = _cut_book(manuscript, lang, breaks, spread)
    for document in documents:
        _mark(document)
    _link(documents)
    return tuple(documents)


def _cut_article(galley: Galley, lang: str) -> list[Document]:
    article = parse(galley.html)
    header = _take(article, "header", "title-block")
    notes = _take(article, "section", "notes")
    title = galley.title or word("title-page", lang)
    documents = [
        Document("title.xhtml", title, "titlepage", _shell(article, [] if header is None else [header]), galley.chapter)
    ]
    groups = [group for group in _groups(article, len(galley.html) > LONG) if group]
    for number, group in enumerate(groups, 1):
        name = "text.xhtml" if len(groups) == 1 else f"text-{number:0{max(2, len(str(len(groups))))}}.xhtml"
        shell = _shell(article, group)
        documents.append(Document(name, _title(group) or title, "bodymatter", shell, galley.chapter))
    if notes is not None:
        _hand_out(notes, documents, notes.get("aria-label") or word("notes", lang))
    return documents


def _cut_book(manuscript: Manuscript, lang: str, breaks: Sequence[PageBreak], spread: MapJobs) -> list[Document]:
    names = _names([galley.chapter for galley in manuscript.galleys])
    labels: dict[tuple[str, str], str] = {}
    texts = [galley.html for galley in manuscript.galleys]
    if breaks:
        turned = spread(pages.mark_pages, list(_paged(manuscript, breaks)))
        texts = [text for text, _ in turned]
        for galley, (_, stands) in zip(manuscript.galleys, turned, strict=True):
            labels |= {(galley.chapter, anchor): label for anchor, label in stands.items()}
    articles = [(galley, parse(text)) for galley, text in zip(manuscript.galleys, texts, strict=True)]
    documents = []
    for galley, article in articles:
        if galley.kind == "index":
            block = next(of_class(article, "index"))
            index.fill(block, manuscript.index, lang, labels, [each.label for each in breaks])
            block.attrib.pop("role", "")  # the section around it has it
        documents += _cut_chapter(galley, article, names[galley.chapter], lang)
    return documents


def _paged(manuscript: Manuscript, breaks: Sequence[PageBreak]) -> Iterator[pages.PagedGalley]:
    by_chapter: dict[str, list[PageBreak]] = {}
    for each in breaks:
        by_chapter.setdefault(each.chapter, []).append(each)
    page = ""
    for galley in manuscript.galleys:
        own = tuple(by_chapter.get(galley.chapter, ()))
        yield pages.PagedGalley(galley.html, own, page)
        page = own[-1].label if own else page


def _cut_chapter(galley: Galley, article: Element, name: str, lang: str) -> list[Document]:
    notes = _take(article, "section", "notes")
    groups = [group for group in _groups(article, len(galley.html) > LONG_CHAPTER) if group] or [[]]
    kind = _KINDS.get(galley.kind, "chapter")
    documents = []
    for number, group in enumerate(groups, 1):
        file = f"{name}.xhtml" if len(groups) == 1 else f"{name}--{number:03}.xhtml"
        title = galley.title or word("text", lang)
        first = number == 1
        role = f"doc-{kind}" if galley.kind not in _WITHOUT_ROLE and first else ""
        documents.append(
            Document(
                file, (title if first else _title(group)) or title, f"{galley.matter}matter", _shell(article, group),
                galley.chapter, kind if first else "", role,
            )
        )  # fmt: skip
    if notes is not None:
        _hand_out(notes, documents, notes.get("aria-label") or word("notes", lang))
    return documents


def _names(chapters: Iterable[str]) -> dict[str, str]:
    """A file name for each chapter, of letters that every archive and every reader knows.

    None has two hyphens in a row: those part the number of a file from the name of its chapter.
    """
    taken = {"nav", "cover", "toc"}
    names = {}
    for number, chapter in enumerate(chapters, 1):
        plain = unicodedata.normalize("NFKD", chapter).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or f"chapter-{number:03}"
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        names[chapter] = name
    return names


def places(documents: Iterable[Document]) -> dict[tuple[str, str], str]:
    """The file of every id of every chapter."""
    found: dict[tuple[str, str], str] = {}
    for document in documents:
        found.setdefault((document.chapter, ""), document.name)
        for element in document.article.iter():
            if local(element) and (name := element.get("id")):
                found.setdefault((document.chapter, name), document.name)
    return found


def _take(article: Element, name: str, mark: str) -> Element | None:
    for child in article:
        if local(child) == name and mark in classes(child):
            child.tail = None
            article.remove(child)
            return child
    return None


def _groups(article: Element, long: bool) -> list[list[Element]]:
    """What stands in each file: all in one, or the text before the first heading and then each section of level 2."""
    children = list(article)
    if not long:
        return [children]
    groups: list[list[Element]] = [[]]
    for child in children:
        if "level2" in classes(child):
            groups.append([])
        groups[-1].append(child)
    return groups


def _shell(article: Element, children: Iterable[Element]) -> Element:
    """An article like the galley's, so that its styles hold, around some of its children."""
    shell = make("article", {str(key): str(value) for key, value in article.attrib.items() if key != "id"})
    shell.text = "\n"
    shell.extend(list(children))
    return shell


def _title(group: list[Element]) -> str:
    """The text of a file's own heading; none for the text before the first one."""
    if "level2" not in classes(group[0]):
        return ""
    heading = next((child for child in group[0] if local(child) in ("h1", "h2", "h3")), None)
    return "" if heading is None else plain_text(heading)


def _hand_out(notes: Element, documents: list[Document], label: str) -> None:
    """Give every note to the file that refers to it, never to one before the last note's: their order must stay."""
    homes = {
        reference.get("href", "").removeprefix("#"): index
        for index, document in reversed(list(enumerate(documents)))
        for reference in of_class(document.article, "note-ref")
    }
    home = 0
    items = [item for item in of_class(notes, "note") if local(item) == "li"]
    for number, item in enumerate(items, 1):
        home = max(home, homes.get(item.get("id", ""), home))
        _notes_of(documents[home], label).append(_note(item, number))


def _notes_of(document: Document, label: str) -> Element:
    last = document.article[-1] if len(document.article) else None
    if last is not None and local(last) == "section" and "footnotes" in classes(last):
        return last
    section = add(document.article, "section", {"class": "footnotes", EPUB_TYPE: "footnotes", "aria-label": label})
    section.text = section.tail = "\n"
    return section


def _note(item: Element, number: int) -> Element:
    """A note that readers show in a window of its own (EPUB 3.3, section 6.1.3.1; SSV `footnote`)."""
    marks = {"class": "note", "id": item.get("id", ""), EPUB_TYPE: "footnote", "role": "doc-footnote"}
    note = make("aside", marks)
    note.text, note.tail = item.text, "\n"
    note.extend(list(item))
    # Where notes do not pop up they stand at the end of the file, without a list to number them.
    label = make("span", {"class": "note-number apparatus"}, f"{number}.")
    first = note[0] if len(note) and local(note[0]) == "p" else note
    label.tail, first.text = " " + (first.text or "").lstrip(), None
    first.insert(0, label)
    return note


def _mark(document: Document) -> None:
    """What things are, in the words of the Structural Semantics Vocabulary; roles are in the galley already."""
    for reference in of_class(document.article, "note-ref"):
        reference.set(EPUB_TYPE, "noteref")
    for entries in of_class(document.article, "references"):
        section = entries.getparent()
        if (
            section is not None
            and local(section) == "section"
            and "role" not in section.attrib
            and document.section != "bibliography"
        ):
            section.set(EPUB_TYPE, "bibliography")
            section.set("role", "doc-bibliography")
    if document.section == "glossary":
        for term in document.article.iter(f"{{{XHTML}}}dt"):
            term.set(EPUB_TYPE, "glossterm")
        for meaning in document.article.iter(f"{{{XHTML}}}dd"):
            meaning.set(EPUB_TYPE, "glossdef")


def _link(documents: Sequence[Document]) -> None:
    """Point every link inside the book at the file in which its target now stands."""
    found = places(documents)
    for document in documents:
        for link in document.article.iter(f"{{{XHTML}}}a"):
            href = link.get("href", "")
            if href.startswith("octavo:"):
                chapter, _, target = href.removeprefix("octavo:").partition("#")
            elif href.startswith("#"):
                chapter, target = document.chapter, href[1:]
            else:
                continue
            home = found.get((chapter, target)) or found.get((chapter, unquote(target)))
            if home:
                link.set("href", f"#{target}" if home == document.name else f"{home}#{target}")
