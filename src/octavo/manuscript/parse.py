"""One source text to one tree, by one call of Pandoc. Knows nothing of other chapters and of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lxml import etree

from octavo.manuscript import dialects
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import find_one
from octavo.model.diagnostic import Place
from octavo.model.html_elements import MATHML, Element
from octavo.model.publication import ChapterKind
from octavo.tools import pandoc

HERE = Path(__file__).parent
XMLNS = "{http://www.w3.org/2000/xmlns/}"
"""The namespace of `xmlns` itself, in which an HTML parser puts the declaration that Pandoc writes on formulas."""

TITLED = (ChapterKind.ARTICLE, ChapterKind.TITLE)
"""Kinds of chapters that open with the title of the whole publication."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """`text` holds the body; the other trees hold the inline markup of the title page, where there is any."""

    text: Element
    title: Element
    subtitle: Element | None
    abstract: Element | None


def parse(context: ChapterContext) -> ParsedText | None:
    """Run Pandoc over a chapter, and report its warnings. Return None where it could not read the text at all."""
    arguments = [
        "--section-divs", "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}",
        "--preserve-tabs", "--syntax-highlighting=none",  # code is coloured all at once (colour.py)
        f"--metadata=lang={context.lang}",  # as a string, which no filter for words touches
        *_find_filters(context), *(f"--lua-filter={HERE / name}" for name in ("marks.lua", "tex.lua", "reader.lua")),
    ]  # fmt: skip
    chapter = context.chapter
    reader = _make_reader(chapter.reader or context.publication.settings.reader)
    converted = pandoc.convert(chapter.text, reader, _make_metadata(context), arguments, context.publication.root)
    for warned in converted.warnings:
        _report_warning(context, warned)
    if converted.failure is not None:
        _report_failure(context, converted.failure)
        return None
    tree = parse_html(converted.text)
    return ParsedText(find_one(tree, "text"), find_one(tree, "work"), tree.find("subtitle"), tree.find("abstract"))


def _make_metadata(context: ChapterContext) -> dict[str, object]:
    """The metadata that Pandoc reads as Markdown: a title page's are those of the publication."""
    metadata, chapter = context.publication.metadata, context.chapter
    known: dict[str, object] = {"title": chapter.title}
    if chapter.kind in TITLED:
        known = {"title": metadata.title, "subtitle": metadata.subtitle, "abstract": metadata.abstract}
    elif chapter.kind == ChapterKind.COPYRIGHT:
        known = {"title": metadata.title, "subtitle": metadata.subtitle}
    # Pandoc puts references at the end where nobody says where; in a book that is the made chapter's.
    known["octavo-refs"] = bool(metadata.bibliography) and not context.publication.is_book
    known["octavo-theorems"] = dialects.traits(chapter.dialect).theorems
    return {key: value for key, value in known.items() if value}


def _make_reader(name: str) -> str:
    """The header has been read; what looks like a second one is text, and must not vanish."""
    return f"{name}+alerts-yaml_metadata_block" if name == "markdown" else name


def _find_filters(context: ChapterContext) -> list[str]:
    arguments = []
    for name in context.publication.settings.filters:
        found = context.find_header_file(name, "octavo.filters", "filter")
        if found is None:
            continue
        if found.suffix != ".lua":
            context.error("filter.not-lua", f"'{name}' is not a Lua filter", context.key_place("octavo.filters"),
                       "octavo runs Lua filters only, because they come with Pandoc")  # fmt: skip
            continue
        arguments.append(f"--lua-filter={found}")
    return arguments


def _report_warning(context: ChapterContext, warned: pandoc.PandocWarning) -> None:
    if warned.kind == "CouldNotConvertTeXMath":
        reason = " ".join(line.strip() for line in warned.message.splitlines()[1:] if line.strip(" ^"))
        context.warn(
            "math.syntax",
            f"this TeX cannot be read: {shorten(warned.subject or warned.message.splitlines()[0])}",
            context.finder.math(warned.subject, context.count_occurrence("math", warned.subject)),
            f"it is shown as it stands; Pandoc says: {shorten(reason.partition(' expecting ')[0], 120)}",
        )
    elif warned.kind in _MESSAGES:
        rule, message, hint = _MESSAGES[warned.kind]
        context.warn(rule, message.format(warned.subject.strip("[]")), _find_place(context, warned), hint)
    elif warned.kind not in _IGNORED:
        message = re.sub(r" at line \d+ column \d+(?= |$)", "", " ".join(warned.message.split()))
        context.warn("pandoc.warning", shorten(message, 160), _find_place(context, warned))


_MESSAGES = {
    "DuplicateLinkReference": ("link.duplicate-label", "the link label '{}' is given twice", "the last one stands"),
    "DuplicateNoteReference": ("note.duplicate", "two notes are called '{}'", "the last one stands"),
    "NoteDefinedButNotUsed": (
        "note.unused",
        "the note '{}' is never referred to",
        "refer to it, or take it out: it is not shown",
    ),
}
"""Pandoc's warnings in octavo's words, by their kind: rule, message, hint."""

_IGNORED = {"NoTitleElement", "NoLangSpecified", "CouldNotDeduceFormat", "DuplicateIdentifier",
                "CouldNotLoadTranslations", "NoTranslation"}  # fmt: skip
"""What is none of the author's doing, or found better elsewhere: ids that raw HTML gives are seen only in the tree."""


def _find_place(context: ChapterContext, warned: pandoc.PandocWarning) -> Place:
    """Where Pandoc was when it noticed."""
    return context.finder.line(warned.line, warned.column) if warned.line else context.key_place("")


def _report_failure(context: ChapterContext, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{context.publication.root}/", "")
    if "filter" in failure.lower():
        # Lua shortens the path of a script in a way of its own.
        told = re.search(r"([^/\s]+\.lua:\d+: .*?)(?: stack traceback:|$)", plain)
        message = f"a filter failed: {shorten(told[1] if told else plain, 200)}"
        context.error("filter.failed", message, context.key_place("octavo.filters"))
    else:
        context.error("pandoc.failed", f"Pandoc cannot read this text: {shorten(plain, 200)}", context.key_place(""))


def shorten(text: str, length: int = 60) -> str:
    """A text cut to what a message can hold."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def parse_html(html: str) -> Element:
    """Pandoc's own HTML is well-formed; where raw HTML is mixed into it, only an HTML parser knows what is meant."""
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

    # The elements of the template are unknown to HTML, and `title` would swallow markup: each part is parsed by itself.
    root = etree.Element("galley")
    for name in ("work", "subtitle", "abstract", "text"):
        part = re.search(
            rf"^<{name}>(.*?)</{name}>\n(?={'</galley>' if name == 'text' else '<'})", html, re.DOTALL | re.MULTILINE
        )
        if part is None:
            continue
        document = tinyhtml5.parse(
            "<!doctype html><body>" + _FORBIDDEN.sub("\ufffd", part[1]), namespace_html_elements=False
        )
        body = document.find("body")
        body.tag = name
        _make_well_formed(body)
        root.append(etree.fromstring(_serialize(body), etree.XMLParser(huge_tree=True)))
    return root


ElementTree.register_namespace("mml", MATHML)


def _serialize(body: ElementTree.Element) -> str:
    """As XML, with formulas as Pandoc writes them, in a namespace without a prefix."""
    text = ElementTree.tostring(body, encoding="unicode").replace(f' xmlns:mml="{MATHML}"', "")
    text = text.replace("<mml:math", f'<mml:math xmlns="{MATHML}"')
    return re.sub(r"(</?)mml:", r"\1", text)


def _make_well_formed(root: ElementTree.Element) -> None:
    """An HTML parser lets through names that XML does not have; they carry nothing a reader would miss."""
    name = re.compile(r"(\{[^}]*\})?[A-Za-z_][\w.-]*")
    for element in root.iter():
        tag: object = element.tag
        if not isinstance(tag, str):
            element.text = ""
            continue
        if not name.fullmatch(element.tag):
            element.tag = "span"
        for key in [key for key in element.attrib if not name.fullmatch(key) or key.startswith(XMLNS)]:
            del element.attrib[key]
