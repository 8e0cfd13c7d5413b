"""Chapter to draft: all that can be settled of a text without knowing the other chapters.

What spans chapters stays marked in the draft's tree until the whole publication is known (`assemble.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from octavo.manuscript import (
    cite,
    clean,
    colour,
    crossref,
    headings,
    index,
    labels,
    links,
    notes,
    opening,
    pictures,
    shape,
    statement,
    titlepage,
)
from octavo.manuscript.cite import Citation
from octavo.manuscript.colour import Block
from octavo.manuscript.context import ChapterContext, Element
from octavo.manuscript.headings import DraftHeading
from octavo.manuscript.index import IndexMark
from octavo.manuscript.labels import Caption
from octavo.manuscript.parse import TITLED, ParsedText, parse
from octavo.model import accessible, reading
from octavo.model.accessible import ContentFacts
from octavo.model.diagnostic import Diagnostic
from octavo.model.jobs import Subject, step
from octavo.model.publication import Publication, Resource
from octavo.tools.locate import Finder


@dataclass(frozen=True, slots=True)
class Draft:
    """A chapter before the others are known. `html` is its article, with marks where something is yet to be put."""

    chapter: str
    html: str
    top: str
    """The id that a link to the whole chapter leads to."""
    heads: tuple[DraftHeading, ...]
    captions: tuple[Caption, ...]
    names: Mapping[str, str]
    """Every name that something in it may be linked to by, and the id that has become of it."""
    labels: Mapping[str, int]
    """The labels that the author gave, and the row of the heading that each stands under, or -1."""
    references: tuple[str, ...]
    links: tuple[str, ...]
    citations: tuple[Citation, ...]
    marks: tuple[IndexMark, ...]
    code: tuple[Block, ...]
    """The blocks of code in it that may be coloured."""
    has_references: bool
    """Whether the bibliography has its place in it."""
    resources: tuple[Resource, ...] = field(default=())
    absent: tuple[Path, ...] = ()
    """Where files were looked for that are not there."""
    content: ContentFacts = field(default_factory=ContentFacts)


@step("draft", subject=lambda job: Subject(job.chapters[0].id), counts="parsed", redone="read")
def draft(publication: Publication) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """Set the one chapter of a publication as far as that goes; none where its text cannot be read at all."""
    (chapter,) = publication.chapters
    desk = ChapterContext(publication, chapter, Finder.of(chapter))
    parsed = parse(desk)
    if parsed is None:
        return None, tuple(desk.found)
    front = {"title": parsed.title, "subtitle": parsed.subtitle, "abstract": parsed.abstract}
    for part in (*front.values(), parsed.text):
        if part is not None:
            clean.clean(part, desk)
    for key, part in front.items():
        if part is not None:
            titlepage.settle(part, key, desk)
    header = _header(parsed, desk)
    if not _is_shallow(parsed.text, desk):
        return None, tuple(desk.found)
    body = _body(parsed, desk)
    if body is None:
        return None, tuple(desk.found)
    settled = _article(header, body, desk)
    return _draft(settled, desk), tuple(desk.found)


def _header(parsed: ParsedText, desk: ChapterContext) -> Element | None:
    if desk.chapter.kind in TITLED:
        _settle_title(parsed, desk)
        return titlepage.block(desk, parsed.title, parsed.subtitle, parsed.abstract)
    if desk.chapter.kind == "copyright" and desk.chapter.made:
        return None
    return opening.opening(parsed, desk)


def _settle_title(parsed: ParsedText, desk: ChapterContext) -> None:
    if reading.plain_text(parsed.title):
        return
    heading = headings.title_from_text(parsed.text)
    if heading is not None and reading.plain_text(heading):
        shape.shape(heading, desk)
        pictures.place(heading, desk)
        clean.take(parsed.title, heading)
        desk.leads[heading.get("id", "")] = "title"
        return
    parsed.title.text = desk.publication.name.replace("-", " ").replace("_", " ")
    desk.warn(
        "title.missing",
        f"no title is given; '{parsed.title.text}' is taken from the file's name",
        desk.key("title"),
        "add 'title: …' to the header",
    )


def _body(parsed: ParsedText, desk: ChapterContext) -> Element | None:
    """The text; that of a chapter which octavo makes itself, or None where there is nothing to be made of it."""
    chapter, text = desk.chapter, parsed.text
    if chapter.made and chapter.kind == "copyright":
        page = opening.copyright_page(parsed, desk)
        if page is None:
            return None
        text.append(page)
    elif chapter.kind == "bibliography" and text.find(".//div[@id='refs']") is None:
        etree.SubElement(text, "div", {"id": "refs", "class": cite.PLACE})
    elif chapter.kind == "index":
        etree.SubElement(text, "div", {"class": "index apparatus", "role": "doc-index"})
    elif chapter.kind == "glossary":
        opening.glossary(text)
    elif chapter.kind in opening.UNTITLED:
        section = etree.Element("section", {"class": chapter.kind})
        clean.take(section, text)
        text.text = None
        text.append(section)
    return text


_DEEPEST = 100


def _is_shallow(text: Element, desk: ChapterContext) -> bool:
    """Whether nothing is nested so deeply that a press would break on it."""
    waiting = [(text, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth > _DEEPEST:
            words = " ".join("".join(element.itertext()).split()[:8])
            desk.error(
                "text.too-deep",
                f"this is nested in more than {_DEEPEST} levels",
                desk.finder.words(words),
                "take some of them away",
            )
            return False
        waiting += [(child, depth + 1) for child in element]
    return True


def _article(
    header: Element | None, text: Element, desk: ChapterContext
) -> tuple[Element, dict[str, str], list[str], str]:
    """The article, the names of what is in it, the links that wait, and the id that stands for all of it."""
    statement.open_section(text, desk)
    notes.without_headings(text)
    headings.level(text, desk)
    shape.shape(text, desk)
    labels.settle(text, desk)
    pictures.place(text, desk)
    index.settle(header, text)
    names = headings.other_names(text)
    top, leads = _ids(header, text, desk)
    for name, anchor in names:
        if anchor.get("id"):
            leads.setdefault(name, anchor.get("id"))
    waiting: list[str] = []
    for part in (header, text):
        if part is not None:
            waiting += links.settle_links(part, desk, leads, top)
    ending = notes.settle(header, text, desk)
    chapter = desk.chapter
    article = etree.Element("article", {"class": "galley"})
    if desk.publication.is_book:
        article.set("data-chapter", chapter.id)
        article.set("data-kind", chapter.kind)
    if header is not None:
        article.append(header)
        header.tail = "\n" + (text.text or "")
    else:
        article.text = text.text
    article.extend(list(text))
    if ending is not None:
        article.append(ending)
    return article, leads, waiting, top


def _ids(header: Element | None, text: Element, desk: ChapterContext) -> tuple[str, dict[str, str]]:
    """Settle all ids; gives that of the top, and what each written name leads to."""
    title = header.find("h1") if header is not None else None
    if desk.chapter.kind in TITLED:
        return "title", links.settle_ids(text, desk)
    if title is not None and title.get("id"):  # it was in the text, and came first there
        written = title.get("id")
        title.set("id", links.valid(written))
        desk.leads[written] = title.get("id")
        return title.get("id"), links.settle_ids(text, desk, title.get("id"))
    leads = links.settle_ids(text, desk)
    taken = {element.get("id") for element in text.iter() if isinstance(element.tag, str)} | links.RESERVED
    if title is not None:
        top = links.free(links.valid(opening.named(reading.plain_text(title))), taken - {"title"})
        title.set("id", top)
    else:
        top = links.free(desk.chapter.kind, taken)
        text[0].set("id", top)
    leads.setdefault(top, top)
    return top, leads


def _draft(settled: tuple[Element, dict[str, str], list[str], str], desk: ChapterContext) -> Draft:
    article, names, waiting, top = settled
    heads = headings.gather(article)
    captions = labels.gather(article, desk.publication.settings)
    marks = index.gather(article)
    html = etree.tostring(article, encoding="unicode")
    return Draft(
        chapter=desk.chapter.id,
        html=html,
        top=top,
        heads=heads,
        captions=captions,
        names=names,
        labels=_labels(article, names),
        references=crossref.gather(article),
        links=tuple(waiting),
        citations=cite.gather(article),
        marks=marks,
        code=colour.gather(article),
        has_references=article.find(".//div[@id='refs']") is not None,
        resources=tuple(desk.resources[name] for name in sorted(desk.resources) if f'"res:{name}"' in html),
        absent=tuple(desk.absent),
        content=accessible.examine(article),
    )


def _labels(article: Element, names: Mapping[str, str]) -> dict[str, int]:
    written: dict[str, str] = {}
    for name, anchor in names.items():
        if labels.is_label(name):
            written.setdefault(anchor, name)
    if not written:
        return {}
    found: dict[str, int] = {}
    row = -1
    for element in article.iter():
        row += element.tag in reading.HEADINGS
        if isinstance(element.tag, str) and (label := written.get(element.get("id") or "")):
            opens = element.tag == "section" and len(element) > 0 and element[0].tag in reading.HEADINGS
            found[label] = row + opens
    return found
