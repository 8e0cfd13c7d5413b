"""The galleys divided into the files of an ebook, each note at the end of the file that refers to it.

Leaves navigation to `nav.py` and packing to `package.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from octavo.model import galley_classes
from octavo.model.edition import PageBreak
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, serial
from octavo.model.reading import classes, local, plain_text
from octavo.model.settings import Settings
from octavo.model.words import word
from octavo.press import initials
from octavo.press.epub import index, pages
from octavo.press.epub.markup import EPUB_TYPE, XHTML, add, make, of_class, parse

USUAL = Settings()
LONG = 60_000
"""In an article of more characters than this, every section of level 2 gets a file of its own: slow reading systems lay
out a whole file before they show its first page. An essay stays in one file."""
LONG_CHAPTER = 300_000
"""The same for a chapter, which already has a file of its own."""
_KINDS = {
    "title": "titlepage", "copyright": "copyright-page", "dedication": "dedication", "epigraph": "epigraph",
    "foreword": "foreword", "preface": "preface", "introduction": "introduction", "prologue": "prologue",
    "part": "part", "chapter": "chapter", "appendix": "appendix", "glossary": "glossary",
    "bibliography": "bibliography", "index": "index", "epilogue": "epilogue", "afterword": "afterword",
    "conclusion": "conclusion", "acknowledgments": "acknowledgments", "colophon": "colophon",
}  # fmt: skip
"""The `epub:type` of each kind of chapter (EPUB Structural Semantics Vocabulary 1.1)."""
_WITHOUT_ROLE = frozenset({"title", "copyright"})
"""Kinds for which DPUB-ARIA has no role: for all others it is `doc-` and the type."""


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
    manuscript: Manuscript,
    lang: str,
    breaks: Sequence[PageBreak] = (),
    spread: MapJobs = serial,
    settings: Settings = USUAL,
) -> tuple[Document, ...]:
    """Return the content documents in reading order, with their notes, and with links across files.

    `breaks` are the pages of the printed book.
    """
    if len(manuscript.galleys) == 1 and manuscript.galleys[0].kind == "article":
        documents = _cut_article(manuscript.galleys[0], lang, settings)
    else:
        documents = _cut_book(manuscript, lang, breaks, spread, settings)
    for document in documents:
        _add_types(document)
    _resolve_links(documents)
    return tuple(documents)


def _cut_article(galley: Galley, lang: str, settings: Settings) -> list[Document]:
    article = parse(galley.html)
    initials.mark(article, galley.kind, settings, lang, with_spans=False)
    header = _remove(article, "header", galley_classes.TITLE_BLOCK)
    notes = _remove(article, "section", galley_classes.NOTES)
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
        _distribute_notes(notes, documents, notes.get("aria-label") or word("notes", lang))
    return documents


def _cut_book(
    manuscript: Manuscript, lang: str, breaks: Sequence[PageBreak], spread: MapJobs, settings: Settings
) -> list[Document]:
    names = _names([galley.chapter for galley in manuscript.galleys])
    labels: dict[tuple[str, str], str] = {}
    texts = [galley.html for galley in manuscript.galleys]
    if breaks:
        with_breaks = spread(pages.mark_pages, list(_paged_galleys(manuscript, breaks)))
        texts = [text for text, _ in with_breaks]
        for galley, (_, found) in zip(manuscript.galleys, with_breaks, strict=True):
            labels |= {(galley.chapter, anchor): label for anchor, label in found.items()}
    articles = [(galley, parse(text)) for galley, text in zip(manuscript.galleys, texts, strict=True)]
    documents = []
    for galley, article in articles:
        if galley.kind == "index":
            block = next(of_class(article, galley_classes.INDEX))
            index.fill(block, manuscript.index, lang, labels, [each.label for each in breaks])
            block.attrib.pop("role", "")  # the section around it has it
        initials.mark(article, galley.kind, settings, lang, with_spans=False)
        documents += _cut_chapter(galley, article, names[galley.chapter], lang)
    return documents


def _paged_galleys(manuscript: Manuscript, breaks: Sequence[PageBreak]) -> Iterator[pages.PagedGalley]:
    by_chapter: dict[str, list[PageBreak]] = {}
    for each in breaks:
        by_chapter.setdefault(each.chapter, []).append(each)
    page = ""
    for galley in manuscript.galleys:
        own = tuple(by_chapter.get(galley.chapter, ()))
        yield pages.PagedGalley(galley.html, own, page)
        page = own[-1].label if own else page


def _cut_chapter(galley: Galley, article: Element, name: str, lang: str) -> list[Document]:
    notes = _remove(article, "section", galley_classes.NOTES)
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
        _distribute_notes(notes, documents, notes.get("aria-label") or word("notes", lang))
    return documents


def _names(chapters: Iterable[str]) -> dict[str, str]:
    """A file name for each chapter, of letters that every archive and reading system can handle.

    None has two hyphens in a row: those separate the name of a chapter from the number of a file.
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
    """Return the file of every id of every chapter."""
    found: dict[tuple[str, str], str] = {}
    for document in documents:
        found.setdefault((document.chapter, ""), document.name)
        for element in document.article.iter():
            if local(element) and (name := element.get("id")):
                found.setdefault((document.chapter, name), document.name)
    return found


def _remove(article: Element, name: str, mark: str) -> Element | None:
    for child in article:
        if local(child) == name and mark in classes(child):
            child.tail = None
            article.remove(child)
            return child
    return None


def _groups(article: Element, long: bool) -> list[list[Element]]:
    """The content of each file: everything in one, or the text before the first heading and each section of level 2."""
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
    """An article like the galley's, for the same styles, around some of its children."""
    shell = make("article", {str(key): str(value) for key, value in article.attrib.items() if key != "id"})
    shell.text = "\n"
    shell.extend(list(children))
    return shell


def _title(group: list[Element]) -> str:
    """The text of a file's own heading; nothing for the text before the first heading."""
    if "level2" not in classes(group[0]):
        return ""
    heading = next((child for child in group[0] if local(child) in ("h1", "h2", "h3")), None)
    return "" if heading is None else plain_text(heading)


def _distribute_notes(notes: Element, documents: list[Document], label: str) -> None:
    """Move every note to the file that refers to it, but not before that of the last note: notes keep their order."""
    homes = {
        reference.get("href", "").removeprefix("#"): index
        for index, document in reversed(list(enumerate(documents)))
        for reference in of_class(document.article, galley_classes.NOTE_REF)
    }
    home = 0
    items = [item for item in of_class(notes, galley_classes.NOTE) if local(item) == "li"]
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
    """A note that reading systems may show in a pop-up (EPUB 3.3, section 6.1.3.1; SSV `footnote`)."""
    marks = {"class": "note", "id": item.get("id", ""), EPUB_TYPE: "footnote", "role": "doc-footnote"}
    note = make("aside", marks)
    note.text, note.tail = item.text, "\n"
    note.extend(list(item))
    # Where notes do not pop up, they are at the end of the file, without a list to number them.
    label = make("span", {"class": "note-number apparatus"}, f"{number}.")
    first = note[0] if len(note) and local(note[0]) == "p" else note
    label.tail, first.text = " " + (first.text or "").lstrip(), None
    first.insert(0, label)
    return note


def _add_types(document: Document) -> None:
    """Add types from the Structural Semantics Vocabulary; the galley already has the roles."""
    for reference in of_class(document.article, galley_classes.NOTE_REF):
        reference.set(EPUB_TYPE, "noteref")
    for entries in of_class(document.article, galley_classes.REFERENCES):
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


def _resolve_links(documents: Sequence[Document]) -> None:
    """Point every link inside the book to the file that now has its target."""
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
