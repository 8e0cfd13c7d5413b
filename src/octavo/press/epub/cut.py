"""The galley cut into the files of a book: title page, text, and each note at the end of the file that refers to it.

Leaves navigation to `nav.py` and the packing to `package.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from octavo.model.galley import Galley
from octavo.model.reading import classes, local, plain_text
from octavo.model.words import word
from octavo.press.epub.markup import EPUB_TYPE, XHTML, Element, add, make, of_class, parse

LONG = 60_000
"""Characters of a galley from which on every section of level 2 gets a file of its own: slow readers lay out a whole
file before they show its first page. An essay stays in one file."""


@dataclass(frozen=True, slots=True)
class Document:
    """One content document of the spine: `article` is the `<article class="galley">` that goes into its body."""

    name: str
    title: str
    kind: str
    """Its `epub:type` (EPUB Structural Semantics Vocabulary): titlepage or bodymatter."""
    article: Element


def cut(galley: Galley, lang: str) -> tuple[Document, ...]:
    """The content documents in reading order, their notes in place and their links pointing across the files."""
    article = parse(galley.html)
    header = _take(article, "header", "title-block")
    notes = _take(article, "section", "notes")
    documents = [
        Document("title.xhtml", galley.title or word("title-page", lang), "titlepage", _shell(article, [header]))
    ]
    groups = [group for group in _groups(article, len(galley.html)) if group]
    for number, group in enumerate(groups, 1):
        name = "text.xhtml" if len(groups) == 1 else f"text-{number:0{max(2, len(str(len(groups))))}}.xhtml"
        documents.append(Document(name, _title(group) or documents[0].title, "bodymatter", _shell(article, group)))
    if notes is not None:
        _hand_out(notes, documents, notes.get("aria-label") or word("notes", lang))
    _mark(documents)
    _link(documents)
    return tuple(documents)


def places(documents: tuple[Document, ...]) -> dict[str, str]:
    """The file of every id."""
    found: dict[str, str] = {}
    for document in documents:
        for element in document.article.iter():
            if local(element) and element.get("id"):
                found.setdefault(element.get("id"), document.name)
    return found


def _take(article: Element, name: str, mark: str) -> Element | None:
    for child in article:
        if local(child) == name and mark in classes(child):
            child.tail = None
            article.remove(child)
            return child
    return None


def _groups(article: Element, length: int) -> list[list[Element]]:
    """What stands in each file: all in one, or the text before the first heading and then each section of level 2."""
    children = list(article)
    if length <= LONG:
        return [children]
    groups: list[list[Element]] = [[]]
    for child in children:
        if "level2" in classes(child):
            groups.append([])
        groups[-1].append(child)
    return groups


def _shell(article: Element, children: list[Element | None]) -> Element:
    """An article like the galley's, so that its styles hold, around some of its children."""
    shell = make("article", {key: value for key, value in article.attrib.items() if key != "id"})
    shell.text = "\n"
    shell.extend([child for child in children if child is not None])
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
        home = max(home, homes.get(item.get("id"), home))
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


def _mark(documents: list[Document]) -> None:
    """What things are, in the words of the Structural Semantics Vocabulary; roles are in the galley already."""
    for document in documents:
        for reference in of_class(document.article, "note-ref"):
            reference.set(EPUB_TYPE, "noteref")
        for entries in of_class(document.article, "references"):
            section = entries.getparent()
            if local(section) == "section" and "role" not in section.attrib:
                section.set(EPUB_TYPE, "bibliography")
                section.set("role", "doc-bibliography")


def _link(documents: list[Document]) -> None:
    """Point every link inside the text at the file in which its target now stands."""
    found = places(tuple(documents))
    for document in documents:
        for link in document.article.iter(f"{{{XHTML}}}a"):
            href = link.get("href", "")
            home = found.get(href[1:]) or found.get(unquote(href[1:])) if href.startswith("#") else None
            if home and home != document.name:
                link.set("href", home + href)
