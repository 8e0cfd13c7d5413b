"""One source text to one tree, by one call of Pandoc. It depends on no other chapter and on no format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lxml import etree

from octavo.manuscript import dialects, drawings, notes, raw_html
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import find_one
from octavo.manuscript.markdown import make_readable, report_glued
from octavo.manuscript.markdown.note_marks import MARKED
from octavo.manuscript.markdown.quotes import MARKS as QUOTES
from octavo.model.diagnostic import Place
from octavo.model.html_elements import MATHML, Element
from octavo.model.publication import ChapterKind, Metadata
from octavo.model.words import separators, word
from octavo.tools import pandoc

HERE = Path(__file__).parent
_FILTERS = ("breaks", "equations", "marks", "tex", "reader")
"""octavo's own Lua filters, in the order in which they run."""

TITLED = (ChapterKind.ARTICLE, ChapterKind.TITLE)
"""Kinds of chapters that begin with the title of the whole publication."""


_START = "\ue000"
"""What is put before a title or a name, so that Pandoc does not read `1. The start` as a list."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """`text` is the body; the other trees are the texts of the header, by key, and the names of the contributors."""

    text: Element
    title: Element
    front: Mapping[str, Element]
    names: tuple[Element, ...] = ()
    keywords: tuple[Element, ...] = ()


def parse(context: ChapterContext) -> ParsedText | None:
    """Run Pandoc on a chapter and report its warnings; return None where it cannot read the text at all."""
    arguments = [
        "--section-divs", "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}",
        "--preserve-tabs", "--syntax-highlighting=none",  # all code is highlighted at once (colour.py)
        f"--metadata=lang={context.lang}",  # as a string, which filters of words leave alone
        *_find_filters(context), *(f"--lua-filter={HERE / name}.lua" for name in _FILTERS),
    ]  # fmt: skip
    chapter = context.chapter
    reader = _make_reader(chapter.reader or context.publication.settings.reader)
    front, names, keywords = _list_front_texts(context)
    metadata = {
        # Pandoc reads a text that ends with a line feed as blocks, any other one as a line.
        "octavo-front": [f"{text}\n" if key in BLOCK_KEYS else f"{_START} {text}" for key, text in front.items()],
        "octavo-names": [f"{_START} {each}" for each in (*names, *keywords)],
        **_make_metadata(context),
    }
    text, source = make_readable(context, reader)
    if any(mark in text for mark in QUOTES):
        metadata["octavo-quotes"] = True
    converted = pandoc.convert(text, reader, metadata, arguments, context.publication.root)
    for warning in converted.warnings:
        _report_warning(context, warning)
    if converted.failure is not None:
        _report_failure(context, converted.failure)
        return None
    tree = parse_html(converted.text)
    if MARKED in converted.text:
        notes.unite_notes(find_one(tree, "text"))
    report_glued(source, find_one(tree, "text"), context)
    parts = [_without_start(each) for each in tree.findall("front")]
    parsed = dict(zip(front, parts, strict=False))
    title = parsed.pop("title", etree.Element("front"))
    rest = tuple(parts[len(front) :])
    return ParsedText(find_one(tree, "text"), title, parsed, rest[: len(names)], rest[len(names) :])


BLOCK_KEYS = ("abstract", "description", "rights", "thanks")
"""The keys of the header whose text may have paragraphs and lists."""


def _list_front_texts(context: ChapterContext) -> tuple[dict[str, str], list[str], tuple[str, ...]]:
    """Return the texts of the header that the chapter shows or needs, by key; names of contributors; keywords."""
    metadata, chapter = context.publication.metadata, context.chapter
    is_copyright = chapter.kind == ChapterKind.COPYRIGHT and chapter.made
    if chapter.kind not in TITLED and not is_copyright:
        own = {"title": chapter.title, "subtitle": chapter.subtitle, "label": chapter.label}
        return {key: text for key, text in own.items() if text}, [], ()
    is_titled = chapter.kind in TITLED
    keys = ("title", "subtitle", "publisher", *BLOCK_KEYS) if is_titled else ("title", "publisher", "rights")
    texts = {key: text for key in keys if (text := getattr(metadata, key))}
    # Series are joined as a list is, and an edition or volume that is a number gets its word.
    texts |= {key: text for key, text in (("edition", _edition(metadata)), ("series", _series(metadata))) if text}
    return texts, [person.name for person in metadata.contributors], metadata.keywords if is_titled else ()


def _edition(metadata: Metadata) -> str:
    """Return the edition, in the words of the language where the author gives only its number."""
    edition = metadata.edition or ""
    return word("edition-n", metadata.lang).format(edition) if edition.isdecimal() else edition


def _series(metadata: Metadata) -> str:
    """Return the series, the first with the number of the publication in it."""
    if not metadata.series:
        return ""
    first, *others = metadata.series
    volume = metadata.volume or ""
    number = word("volume-n", metadata.lang).format(volume) if volume.isdecimal() else volume
    comma, _ = separators(metadata.lang)
    return "; ".join([comma.join(filter(None, (first, number))), *others])


def _without_start(part: Element) -> Element:
    """Remove what was put before a text that is one line."""
    holder = part
    while len(holder) and not (holder.text or "").strip():
        holder = holder[0]
    if (holder.text or "").lstrip().startswith(_START):
        holder.text = (holder.text or "").lstrip()[len(_START) :].lstrip()
    return part


_BIBLIOGRAPHIES = ("references", "bibliography", "works cited", "literature", "literature cited", "cited works")
"""Headings under which authors leave the place for the bibliography empty."""


def _make_metadata(context: ChapterContext) -> dict[str, object]:
    """Return what the filters need to know of the publication."""
    metadata, chapter = context.publication.metadata, context.chapter
    known: dict[str, object] = {}
    # In a book the bibliography has a chapter of its own.
    if metadata.has_references and not metadata.suppress_bibliography and not context.publication.is_book:
        own = word("bibliography", metadata.lang)
        known["octavo-refs"] = f"{_START} {metadata.reference_section_title or own}"
        known["octavo-refs-titles"] = [own.casefold(), *_BIBLIOGRAPHIES]
        known["octavo-refs-uncited"] = bool(metadata.nocite)
        known["octavo-titled"] = bool(metadata.title)
    if metadata.header_includes:
        known["octavo-macros"] = "\n".join(["````````", *metadata.header_includes, "````````", ""])  # as it is
    known["octavo-theorems"] = dialects.traits(chapter.dialect).theorems
    return {key: value for key, value in known.items() if value}


def _make_reader(name: str) -> str:
    """Return Pandoc's reader without YAML blocks: the header has been read, and anything like a second one is text."""
    return f"{name}+alerts-yaml_metadata_block" if name == "markdown" else name


def _find_filters(context: ChapterContext) -> list[str]:
    arguments = []
    for name in context.publication.settings.filters:
        found = context.find_header_file(name, "octavo.filters", "filter")
        if found is None:
            continue
        if found.suffix != ".lua":
            context.error("filter.not-lua", f"'{name}' is not a Lua filter", context.key_place("octavo.filters"),
                       "use a Lua filter: others need programs that octavo does not have")  # fmt: skip
            continue
        arguments.append(f"--lua-filter={found}")
    return arguments


def _report_warning(context: ChapterContext, warning: pandoc.PandocWarning) -> None:
    if warning.kind == "CouldNotConvertTeXMath":
        reason = " ".join(line.strip() for line in warning.message.splitlines()[1:] if line.strip(" ^"))
        context.warn(
            "math.syntax",
            f"this TeX cannot be parsed: {shorten(warning.subject or warning.message.splitlines()[0])}",
            context.finder.math(warning.subject, context.count_occurrence("math", warning.subject)),
            f"correct it: it is shown as TeX; Pandoc says: {shorten(reason.partition(' expecting ')[0], 120)}",
        )
    elif warning.kind in _MESSAGES:
        rule, message, hint = _MESSAGES[warning.kind]
        context.warn(rule, message.format(warning.subject.strip("[]")), _find_place(context, warning), hint)
    elif warning.kind not in _IGNORED:
        message = re.sub(r" at line \d+ column \d+(?= |$)", "", " ".join(warning.message.split()))
        context.warn("pandoc.warning", shorten(message, 160), _find_place(context, warning))


_MESSAGES = {
    "DuplicateLinkReference": (
        "link.duplicate-label",
        "the link label '{}' is defined twice",
        "rename one of them: only the last one is used",
    ),
    "DuplicateNoteReference": (
        "note.duplicate",
        "the note '{}' is defined twice",
        "rename one of them: only the last one is used",
    ),
    "NoteDefinedButNotUsed": (
        "note.unused",
        "the note '{}' has no reference",
        "add a reference, or remove the note: it is not shown",
    ),
}
"""Pandoc's warnings in octavo's words, by their kind: rule, message, hint."""

_IGNORED = {"NoTitleElement", "NoLangSpecified", "CouldNotDeduceFormat", "DuplicateIdentifier",
                "CouldNotLoadTranslations", "NoTranslation"}  # fmt: skip
"""Warnings that are not about the text, or are found better elsewhere: only the tree shows ids in raw HTML."""


def _find_place(context: ChapterContext, warning: pandoc.PandocWarning) -> Place:
    """Return the place that a warning is about."""
    return context.finder.line(warning.line, warning.column) if warning.line else context.key_place("")


def _report_failure(context: ChapterContext, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{context.publication.root}/", "")
    if "filter" in failure.lower():
        # Lua abbreviates the path of a script in its own way.
        found = re.search(r"([^/\s]+\.lua:\d+: .*?)(?: stack traceback:|$)", plain)
        message = f"a filter failed: {shorten(found[1] if found else plain, 200)}"
        context.error("filter.failed", message, context.key_place("octavo.filters"))
    else:
        context.error("pandoc.failed", f"Pandoc cannot read this text: {shorten(plain, 200)}", context.key_place(""))


def shorten(text: str, length: int = 60) -> str:
    """Return a text shortened to what a message can hold."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def parse_html(html: str) -> Element:
    """Parse Pandoc's HTML: as XML where it is well-formed, by the rules of HTML where it has raw HTML in it."""
    if "\n<raw></raw>\n" not in html[:20000]:
        try:
            return etree.fromstring(_encode(html), etree.XMLParser(huge_tree=True, resolve_entities=False))
        except etree.XMLSyntaxError:
            pass
    return _parse_as_html(html)


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _encode(html: str) -> bytes:
    return _FORBIDDEN.sub("\ufffd", html).encode("utf-8", "replace")


def _parse_as_html(html: str) -> Element:
    import tinyhtml5

    # HTML does not know the template's elements, and `title` would swallow markup: each part is parsed separately.
    root = etree.Element("galley")
    head, _, rest = html.partition("\n<text>\n")
    front = re.findall(r"^<front>(.*?)</front>(?=\n<|$)", head, re.DOTALL | re.MULTILINE)
    for name, part in (*(("front", each) for each in front), ("text", rest.rpartition("\n</text>\n")[0])):
        document = tinyhtml5.parse(
            "<!doctype html><body>" + raw_html.tame(_FORBIDDEN.sub("\ufffd", part)), namespace_html_elements=False
        )
        body = document.find("body")
        body.tag = name
        _make_well_formed(body)
        root.append(etree.fromstring(_serialize(body), etree.XMLParser(huge_tree=True)))
    return root


ElementTree.register_namespace("mml", MATHML)


def _serialize(body: ElementTree.Element) -> str:
    """Write a tree as XML, with formulas in a namespace without a prefix, as Pandoc writes them."""
    text = ElementTree.tostring(body, encoding="unicode").replace(f' xmlns:mml="{MATHML}"', "")
    text = text.replace("<mml:math", f'<mml:math xmlns="{MATHML}"')
    return re.sub(r"(</?)mml:", r"\1", text)


def _make_well_formed(root: ElementTree.Element) -> None:
    """Remove names that HTML parsers allow and XML does not; a reader does not miss them."""
    name = re.compile(r"(\{[^}]*\})?[A-Za-z_][\w.-]*")
    for element in root.iter():
        tag: object = element.tag
        if not isinstance(tag, str):
            element.text = ""
            continue
        if not name.fullmatch(element.tag):
            element.tag = "span"
        for key in [key for key in element.attrib if not name.fullmatch(key) or key.startswith(drawings.XMLNS)]:
            del element.attrib[key]
