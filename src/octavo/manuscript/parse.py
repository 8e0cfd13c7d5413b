"""One source text to one tree, by one call of Pandoc. Knows nothing of other chapters and of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lxml import etree

from octavo.manuscript import dialects
from octavo.manuscript.context import ChapterContext, Element
from octavo.model.diagnostic import Place
from octavo.tools import pandoc

HERE = Path(__file__).parent
XMLNS = "{http://www.w3.org/2000/xmlns/}"
"""The namespace of `xmlns` itself, in which an HTML parser puts the declaration that Pandoc writes on formulas."""

TITLED = ("article", "title")
"""Kinds of chapters that open with the title of the whole publication."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """`text` holds the body; the other trees hold the inline markup of the title page, where there is any."""

    text: Element
    title: Element
    subtitle: Element | None
    abstract: Element | None


def parse(desk: ChapterContext) -> ParsedText | None:
    """Run Pandoc over a chapter. What it warned of goes to the desk; None where it could not read the text at all."""
    arguments = [
        "--section-divs", "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}",
        "--preserve-tabs", "--syntax-highlighting=none",  # code is coloured all at once (colour.py)
        f"--metadata=lang={desk.lang}",  # as a string, which no filter for words touches
        *_filters(desk), *(f"--lua-filter={HERE / name}" for name in ("marks.lua", "tex.lua", "reader.lua")),
    ]  # fmt: skip
    chapter = desk.chapter
    reader = _reader(chapter.reader or desk.publication.settings.reader)
    converted = pandoc.convert(chapter.text, reader, _head(desk), arguments, desk.publication.root)
    for warned in converted.warnings:
        _report(desk, warned)
    if converted.failure is not None:
        _give_up(desk, converted.failure)
        return None
    return ParsedText(*(tree(converted.text).find(part) for part in ("text", "work", "subtitle", "abstract")))


def _head(desk: ChapterContext) -> dict[str, object]:
    """The metadata that Pandoc reads as Markdown: a title page's are those of the publication."""
    metadata, chapter = desk.publication.metadata, desk.chapter
    known: dict[str, object] = {"title": chapter.title}
    if chapter.kind in TITLED:
        known = {"title": metadata.title, "subtitle": metadata.subtitle, "abstract": metadata.abstract}
    elif chapter.kind == "copyright":
        known = {"title": metadata.title, "subtitle": metadata.subtitle}
    # Pandoc puts references at the end where nobody says where; in a book that is the made chapter's.
    known["octavo-refs"] = bool(metadata.bibliography) and not desk.publication.is_book
    known["octavo-theorems"] = dialects.traits(chapter.dialect).theorems
    return {key: value for key, value in known.items() if value}


def _reader(name: str) -> str:
    """The header has been read; what looks like a second one is text, and must not vanish."""
    return f"{name}+alerts-yaml_metadata_block" if name == "markdown" else name


def _filters(desk: ChapterContext) -> list[str]:
    arguments = []
    for name in desk.publication.settings.filters:
        found = desk.look_up(name, "octavo.filters", "filter")
        if found is None:
            continue
        if found.suffix != ".lua":
            desk.error("filter.not-lua", f"'{name}' is not a Lua filter", desk.key("octavo.filters"),
                       "octavo runs Lua filters only, because they come with Pandoc")  # fmt: skip
            continue
        arguments.append(f"--lua-filter={found}")
    return arguments


def _report(desk: ChapterContext, warned: pandoc.PandocWarning) -> None:
    if warned.kind == "CouldNotConvertTeXMath":
        reason = " ".join(line.strip() for line in warned.message.splitlines()[1:] if line.strip(" ^"))
        desk.warn(
            "math.syntax",
            f"this TeX cannot be read: {shortened(warned.subject or warned.message.splitlines()[0])}",
            desk.finder.math(warned.subject, desk.nth("math", warned.subject)),
            f"it is shown as it stands; Pandoc says: {shortened(reason.partition(' expecting ')[0], 120)}",
        )
    elif warned.kind in _SAYINGS:
        rule, message, hint = _SAYINGS[warned.kind]
        desk.warn(rule, message.format(warned.subject.strip("[]")), _where(desk, warned), hint)
    elif warned.kind not in _PASSED_OVER:
        message = re.sub(r" at line \d+ column \d+(?= |$)", "", " ".join(warned.message.split()))
        desk.warn("pandoc.warning", shortened(message, 160), _where(desk, warned))


_SAYINGS = {
    "DuplicateLinkReference": ("link.duplicate-label", "the link label '{}' is given twice", "the last one stands"),
    "DuplicateNoteReference": ("note.duplicate", "two notes are called '{}'", "the last one stands"),
    "NoteDefinedButNotUsed": (
        "note.unused",
        "the note '{}' is never referred to",
        "refer to it, or take it out: it is not shown",
    ),
}
"""Pandoc's warnings in octavo's words, by their kind: rule, message, hint."""

_PASSED_OVER = {"NoTitleElement", "NoLangSpecified", "CouldNotDeduceFormat", "DuplicateIdentifier",
                "CouldNotLoadTranslations", "NoTranslation"}  # fmt: skip
"""What is none of the author's doing, or found better elsewhere: ids that raw HTML gives are seen only in the tree."""


def _where(desk: ChapterContext, warned: pandoc.PandocWarning) -> Place:
    """Where Pandoc was when it noticed."""
    return desk.finder.line(warned.line, warned.column) if warned.line else desk.key("")


def _give_up(desk: ChapterContext, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{desk.publication.root}/", "")
    if "filter" in failure.lower():
        # Lua shortens the path of a script in a way of its own.
        told = re.search(r"([^/\s]+\.lua:\d+: .*?)(?: stack traceback:|$)", plain)
        message = f"a filter failed: {shortened(told[1] if told else plain, 200)}"
        desk.error("filter.failed", message, desk.key("octavo.filters"))
    else:
        desk.error("pandoc.failed", f"Pandoc cannot read this text: {shortened(plain, 200)}", desk.key(""))


def shortened(text: str, length: int = 60) -> str:
    """A text cut to what a message can hold."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def tree(html: str) -> Element:
    """Pandoc's own HTML is well-formed; where raw HTML is mixed into it, only an HTML parser knows what is meant."""
    if "\n<raw></raw>\n" not in html[:20000]:
        try:
            return etree.fromstring(_escaped(html), etree.XMLParser(huge_tree=True, resolve_entities=False))
        except etree.XMLSyntaxError:
            pass
    return _by_html_rules(html)


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _escaped(html: str) -> bytes:
    return _FORBIDDEN.sub("\ufffd", html).encode("utf-8", "replace")


def _by_html_rules(html: str) -> Element:
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
        root.append(etree.fromstring(_written(body), etree.XMLParser(huge_tree=True)))
    return root


_MATHML = "http://www.w3.org/1998/Math/MathML"
ElementTree.register_namespace("mml", _MATHML)


def _written(body: Element) -> str:
    """As XML, with formulas as Pandoc writes them, in a namespace without a prefix."""
    text = ElementTree.tostring(body, encoding="unicode").replace(f' xmlns:mml="{_MATHML}"', "")
    text = text.replace("<mml:math", f'<mml:math xmlns="{_MATHML}"')
    return re.sub(r"(</?)mml:", r"\1", text)


def _make_well_formed(root: Element) -> None:
    """An HTML parser lets through names that XML does not have; they carry nothing a reader would miss."""
    name = re.compile(r"(\{[^}]*\})?[A-Za-z_][\w.-]*")
    for element in root.iter():
        if not isinstance(element.tag, str):
            element.text = ""
            continue
        if not name.fullmatch(element.tag):
            element.tag = "span"
        for key in [key for key in element.attrib if not name.fullmatch(key) or key.startswith(XMLNS)]:
            del element.attrib[key]
