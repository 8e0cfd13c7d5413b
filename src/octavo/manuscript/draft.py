"""Chapter to draft: everything about a text that can be worked out without the other chapters.

What depends on other chapters stays marked in the draft's tree until the whole publication is known (`assemble.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from octavo.manuscript import (
    cite,
    clean,
    colour,
    crossref,
    glossary,
    headings,
    index,
    labels,
    links,
    notes,
    opening,
    picture_markup,
    pictures,
    shape,
    statement,
    titlepage,
)
from octavo.manuscript.cite import Citation
from octavo.manuscript.colour import Block
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, is_element, list_ids, move_content
from octavo.manuscript.filter_classes import REFS
from octavo.manuscript.headings import DraftHeading
from octavo.manuscript.index import IndexMark
from octavo.manuscript.labels import Caption
from octavo.manuscript.parse import BLOCK_KEYS, TITLED, ParsedText, parse
from octavo.model import accessible, reading
from octavo.model.accessible import ContentFacts
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley_classes import APPARATUS, COLOPHON_TEXT, GALLEY, INDEX
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.jobs import Subject, step
from octavo.model.publication import ChapterKind, Metadata, Publication, Resource
from octavo.tools.locate import Finder


@dataclass(frozen=True, slots=True)
class Draft:
    """A chapter before the others are known. `html` is its article, with marks for what is still to be inserted."""

    chapter: str
    html: str
    top: str
    """The id for links to the whole chapter."""
    heads: tuple[DraftHeading, ...]
    captions: tuple[Caption, ...]
    names: Mapping[str, str]
    """Every name that a link may use for something in the chapter, and the id that it has become."""
    labels: Mapping[str, int]
    """The author's labels, and the row of the heading that each is under, or -1."""
    references: tuple[str, ...]
    links: tuple[str, ...]
    citations: tuple[Citation, ...]
    marks: tuple[IndexMark, ...]
    entries: tuple[tuple[str, str], ...]
    """Of a glossary: its entries with their ids."""
    terms: tuple[str, ...]
    """The terms that it marks, as they are in the glossary."""
    code: tuple[Block, ...]
    """Its blocks of code that may be highlighted."""
    has_references: bool
    """Whether it has the place for the bibliography."""
    resources: tuple[Resource, ...] = field(default=())
    missing_files: tuple[Path, ...] = ()
    """Where files were looked for that do not exist."""
    content: ContentFacts = field(default_factory=ContentFacts)
    metadata: Metadata | None = None
    """The publication's metadata in plain text, from the chapter that has its title."""
    label: str = ""
    """What contents and running heads call it, in plain text, where that is not its title."""


@step("draft", subject=lambda job: Subject(job.chapters[0].id), counts="parsed", redone="read")
def draft(publication: Publication) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """Set the one chapter of a publication as far as possible; return None for a text that cannot be read at all."""
    (chapter,) = publication.chapters
    context = ChapterContext(publication, chapter, Finder.of(chapter))
    parsed = parse(context)
    if parsed is None:
        return None, tuple(context.diagnostics)
    lines = [
        parsed.title,
        *parsed.names,
        *parsed.keywords,
        *(part for key, part in parsed.front.items() if key not in BLOCK_KEYS),
    ]
    blocks = [part for key, part in parsed.front.items() if key in BLOCK_KEYS]
    for part in (*lines, *blocks, parsed.text):
        picture_markup.normalize(part, context)
        clean.clean(part, context)
    for part in (*lines, *blocks):
        titlepage.shape_header_text(part, part in lines, context)
    if chapter.kind == ChapterKind.COPYRIGHT:  # the title page has the notes of the title and the names
        for part in lines:
            titlepage.drop_notes(part)
    plain = titlepage.write_plain(parsed, context) if chapter.kind in TITLED else None
    header = _make_header(parsed, context)
    if not _is_shallow(parsed.text, context):
        return None, tuple(context.diagnostics)
    body = _make_body(parsed, context, header is not None)
    if body is None:
        return None, tuple(context.diagnostics)
    made = _make_article(header, body, context)
    drafted = _make_draft(made, _find_list_label(parsed, header), context)
    return replace(drafted, metadata=plain), tuple(context.diagnostics)


def _find_list_label(parsed: ParsedText, header: Element | None) -> str:
    """Return what the list of chapters calls a chapter in other words than its title."""
    title = header.find("h1") if header is not None else None
    label = reading.plain_text(parsed.front["label"]) if "label" in parsed.front else ""
    is_same = title is None or reading.words(label) == reading.words(reading.plain_text(title))
    return "" if is_same else label


def _make_header(parsed: ParsedText, context: ChapterContext) -> Element | None:
    if context.chapter.kind in TITLED:
        _choose_title(parsed, context)
        return titlepage.make_title_block(context, parsed)
    if context.chapter.kind == ChapterKind.COPYRIGHT and context.chapter.made:
        return None
    return opening.make_opening(parsed, context)


def _choose_title(parsed: ParsedText, context: ChapterContext) -> None:
    if reading.plain_text(parsed.title):
        return
    heading = headings.take_title(parsed.text)
    if heading is not None and reading.plain_text(heading):
        shape.shape(heading, context)
        pictures.resolve_pictures(heading, context)
        move_content(parsed.title, heading)
        context.moved_ids[heading.get("id", "")] = "title"
        return
    parsed.title.text = context.publication.name.replace("-", " ").replace("_", " ")
    context.warn(
        "title.missing",
        f"the title is missing; '{parsed.title.text}' is taken from the file name",
        context.key_place("title"),
        "add 'title: …' to the header",
    )


def _make_body(parsed: ParsedText, context: ChapterContext, has_header: bool) -> Element | None:
    """Return the text, or that of a page which octavo makes itself; None where there is nothing to put on it."""
    chapter, text = context.chapter, parsed.text
    if chapter.made and chapter.kind == ChapterKind.COPYRIGHT:
        page = opening.make_copyright_page(parsed, context)
        if page is None:
            return None
        text.append(page)
    elif chapter.kind == ChapterKind.BIBLIOGRAPHY and text.find(".//div[@id='refs']") is None:
        etree.SubElement(text, "div", {"id": "refs", "class": REFS})
    elif chapter.kind == ChapterKind.INDEX:
        etree.SubElement(text, "div", {"class": f"{INDEX} {APPARATUS}", "role": "doc-index"})
    elif chapter.kind == ChapterKind.GLOSSARY:
        opening.shape_glossary(text)
    elif chapter.kind in opening.UNTITLED_KINDS and not (has_header and chapter.kind == ChapterKind.COLOPHON):
        name = COLOPHON_TEXT if chapter.kind == ChapterKind.COLOPHON else str(chapter.kind)
        section = etree.Element("section", {"class": name})
        move_content(section, text)
        text.text = None
        text.append(section)
    return text


_MAX_DEPTH = 100


def _is_shallow(text: Element, context: ChapterContext) -> bool:
    """Tell whether nothing is nested so deeply that a press would fail on it."""
    stack = [(text, 0)]
    while stack:
        element, depth = stack.pop()
        if depth > _MAX_DEPTH:
            words = " ".join(all_text(element).split()[:8])
            context.error(
                "text.too-deep",
                f"this is nested more than {_MAX_DEPTH} levels deep",
                context.finder.words(words),
                "remove some of the levels",
            )
            return False
        stack += [(child, depth + 1) for child in element]
    return True


def _make_article(
    header: Element | None, text: Element, context: ChapterContext
) -> tuple[Element, dict[str, str], list[str], str]:
    """Return the article, the names in it, its unresolved links, and the id for all of it."""
    statement.add_section(text, context)
    notes.replace_headings(text)
    headings.set_levels(text, context)
    shape.shape(text, context)
    labels.shape_captions(text, context)
    pictures.resolve_pictures(text, context)
    index.shape_marks(header, text)
    parts = [part for part in (header, text) if part is not None]
    names = [each for part in parts for each in labels.take_tex_labels(part, context)]
    names += headings.list_foreign_ids(text)
    top, targets = _assign_ids(header, text, context)
    for name, anchor in names:
        if lead := anchor.get("id"):
            targets.setdefault(name, lead)
    unresolved: list[str] = []
    for part in parts:
        unresolved += links.resolve_links(part, context, targets, top)
    ending = notes.shape_notes(header, text, context)
    chapter = context.chapter
    article = etree.Element("article", {"class": GALLEY})
    if context.publication.is_book:
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
    return article, targets, unresolved, top


def _assign_ids(header: Element | None, text: Element, context: ChapterContext) -> tuple[str, dict[str, str]]:
    """Assign all ids; return that of the top, and the id that each written name leads to."""
    title = header.find("h1") if header is not None else None
    if context.chapter.kind in TITLED:
        return "title", links.assign_ids(text, context)
    if title is not None and (written := title.get("id")):  # the heading comes first in the text, so its id does too
        top = links.make_valid(written)
        title.set("id", top)
        context.moved_ids[written] = top
        return top, links.assign_ids(text, context, top)
    targets = links.assign_ids(text, context)
    taken = list_ids(text) | links.RESERVED
    if title is not None:
        top = links.make_unique(links.make_valid(opening.make_identifier(reading.plain_text(title))), taken - {"title"})
        title.set("id", top)
    else:
        top = links.make_unique(context.chapter.kind, taken)
        text[0].set("id", top)
    targets.setdefault(top, top)
    return top, targets


def _make_draft(made: tuple[Element, dict[str, str], list[str], str], label: str, context: ChapterContext) -> Draft:
    article, names, unresolved, top = made
    heads = headings.collect_headings(article)
    captions = labels.collect_captions(article, context.publication.settings)
    marks = index.collect_marks(article)
    html = etree.tostring(article, encoding="unicode")
    return Draft(
        chapter=context.chapter.id,
        html=html,
        top=top,
        heads=heads,
        captions=captions,
        names=names,
        labels=_find_labels(article, names, context.tex_labels),
        references=crossref.collect_labels(article),
        links=tuple(unresolved),
        citations=cite.collect_citations(article),
        marks=marks,
        entries=glossary.collect_entries(article) if context.chapter.kind == ChapterKind.GLOSSARY else (),
        terms=glossary.collect_marks(article),
        code=colour.collect_code(article),
        has_references=article.find(".//div[@id='refs']") is not None,
        resources=tuple(context.resources[name] for name in sorted(context.resources) if f'"res:{name}"' in html),
        missing_files=tuple(context.missing_files),
        content=accessible.examine(article),
        label=label,
    )


def _find_labels(article: Element, names: Mapping[str, str], of_tex: Set[str]) -> dict[str, int]:
    written: dict[str, list[str]] = {}
    for name, anchor in names.items():
        if labels.is_label(name) or name in of_tex:
            written.setdefault(anchor, []).append(name)
    if not written:
        return {}
    found: dict[str, int] = {}
    row = -1
    for element in article.iter():
        row += element.tag in HEADINGS
        for label in written.get(element.get("id") or "", ()) if is_element(element) else ():
            opens = element.tag == "section" and len(element) > 0 and element[0].tag in HEADINGS
            found[label] = row + opens
    return found
