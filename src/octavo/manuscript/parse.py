"""One source text to one tree, by one call of Pandoc. Knows nothing of other chapters and of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lxml import etree

from octavo.manuscript.desk import Desk, Element
from octavo.model.diagnostic import Place
from octavo.tools import fetch, pandoc

HERE = Path(__file__).parent
XMLNS = "{http://www.w3.org/2000/xmlns/}"
"""The namespace of `xmlns` itself, in which an HTML parser puts the declaration that Pandoc writes on formulas."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """`text` holds the body; the other trees hold the inline markup of the title page, where there is any."""

    text: Element
    title: Element
    subtitle: Element | None
    abstract: Element | None


def parse(desk: Desk) -> Parsed | None:
    """Run Pandoc over a chapter. What it warned of goes to the desk; None where it could not read the text at all."""
    metadata, settings = desk.publication.metadata, desk.publication.settings
    arguments = [
        "--section-divs", "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}",
        f"--metadata=lang={metadata.lang}",  # as a string, which no filter for words touches
        *_filters(desk), *_citations(desk), f"--lua-filter={HERE / 'reader.lua'}",
    ]  # fmt: skip
    head = {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "abstract": metadata.abstract,
        "link-citations": True,
    }
    known = {key: value for key, value in head.items() if value}
    converted = pandoc.convert(desk.chapter.text, _reader(settings.reader), known, arguments, desk.publication.root)
    for warned in converted.warnings:
        _report(desk, warned)
    if converted.failure is not None:
        _give_up(desk, converted.failure)
        return None
    return _parsed(converted.text)


def _reader(name: str) -> str:
    """The header has been read; what looks like a second one is text, and must not vanish."""
    return f"{name}+alerts-yaml_metadata_block" if name == "markdown" else name


def _filters(desk: Desk) -> list[str]:
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


def _citations(desk: Desk) -> list[str]:
    metadata = desk.publication.metadata
    if not metadata.bibliography:
        return []
    arguments = [
        f"--bibliography={found}"
        for name in metadata.bibliography
        if (found := desk.look_up(name, "bibliography", "bibliography"))
    ]
    if metadata.csl and (style := desk.look_up(metadata.csl, "csl", "citation style")):
        arguments.append(f"--csl={style}")
    return ["--citeproc", *arguments] if arguments else []


def _report(desk: Desk, warned: pandoc.Warned) -> None:
    if key := re.fullmatch(r"citation (.+) not found", warned.message):
        desk.error(
            "cite.unresolved",
            f"no entry of the bibliography is called '{key[1]}'",
            desk.finder.citation(key[1]),
            _nearest(desk, key[1]),
        )
    elif warned.kind == "CouldNotConvertTeXMath":
        reason = " ".join(line.strip() for line in warned.message.splitlines()[1:] if line.strip(" ^"))
        desk.warn(
            "math.syntax",
            f"this TeX cannot be read: {_shortened(warned.subject or warned.message.splitlines()[0])}",
            desk.finder.math(warned.subject),
            f"it is shown as it stands; Pandoc says: {_shortened(reason.partition(' expecting ')[0], 120)}",
        )
    elif warned.kind == "CiteprocWarning":
        desk.warn("cite.problem", warned.message, desk.key("bibliography"))
    elif warned.kind in _SAYINGS:
        rule, message, hint = _SAYINGS[warned.kind]
        desk.warn(rule, message.format(warned.subject.strip("[]")), _where(desk, warned), hint)
    elif warned.kind not in _PASSED_OVER:
        message = re.sub(r" at line \d+ column \d+(?= |$)", "", " ".join(warned.message.split()))
        desk.warn("pandoc.warning", _shortened(message, 160), _where(desk, warned))


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

_PASSED_OVER = {"NoTitleElement", "NoLangSpecified", "CouldNotDeduceFormat", "DuplicateIdentifier"}
"""What is none of the author's doing, or found better elsewhere: ids that raw HTML gives are seen only in the tree."""


def _where(desk: Desk, warned: pandoc.Warned) -> Place:
    """Where Pandoc was when it noticed: the lines of its text are those of the file."""
    return Place(desk.chapter.name, warned.line, warned.column) if warned.line else desk.key("")


def _nearest(desk: Desk, key: str) -> str:
    import difflib

    known: list[str] = []
    for name in desk.publication.metadata.bibliography:
        if found := desk.look_up(name, "bibliography", "bibliography", quiet=True):
            known += re.findall(
                r"@\w+\s*\{\s*([^,\s]+)|\"id\"\s*:\s*\"([^\"]+)|^-?\s*id:\s*(\S+)", _text(found), re.MULTILINE
            )
    names = ["".join(groups) for groups in known]
    near = difflib.get_close_matches(key, names, 1)
    return f"did you mean '@{near[0]}'?" if near else "check the key against the bibliography"


def _text(file: Path) -> str:
    """A file's text; none where it is too big to search."""
    data = fetch.read_bytes(file, 1 << 26)
    return "" if isinstance(data, fetch.TooBig) else data.decode("utf-8", "replace")


def _give_up(desk: Desk, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{desk.publication.root}/", "")
    if "filter" in failure.lower():
        # Lua shortens the path of a script in a way of its own.
        told = re.search(r"([^/\s]+\.lua:\d+: .*?)(?: stack traceback:|$)", plain)
        message = f"a filter failed: {_shortened(told[1] if told else plain, 200)}"
        desk.error("filter.failed", message, desk.key("octavo.filters"))
    elif "citeproc" in failure.lower():
        desk.error("cite.style", f"the citation style cannot be used: {_shortened(plain, 200)}", desk.key("csl"))
    elif "bib" in failure.lower() or "reference" in failure.lower() or "csl" in failure.lower():
        desk.error(
            "cite.bibliography", f"the bibliography cannot be read: {_shortened(plain, 200)}", desk.key("bibliography")
        )
    else:
        desk.error("pandoc.failed", f"Pandoc cannot read this text: {_shortened(plain, 200)}", desk.key(""))


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _parsed(html: str) -> Parsed:
    root = _tree(html)
    return Parsed(
        text=root.find("text"), title=root.find("work"), subtitle=root.find("subtitle"), abstract=root.find("abstract")
    )


def _tree(html: str) -> Element:
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
        root.append(etree.fromstring(ElementTree.tostring(body, encoding="unicode"), etree.XMLParser(huge_tree=True)))
    return root


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
