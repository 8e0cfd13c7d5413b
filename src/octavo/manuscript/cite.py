"""Citations: all of a publication set by one run of citeproc, and its bibliography with them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

from octavo.manuscript import links, shape
from octavo.manuscript.clean import clean, drop, inside, take, unwrap
from octavo.manuscript.context import ChapterContext, Element
from octavo.manuscript.parse import HERE, shortened, tree
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Place
from octavo.model.jobs import MapJobs, step
from octavo.model.publication import Publication
from octavo.tools import pandoc, sandbox
from octavo.tools.locate import Finder
from octavo.tools.suggest import nearest

PLACE = "octavo-refs"
"""The class of the empty element that the bibliography is to fill."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as Pandoc has read it: `nth` is its row in its chapter, `cite` its JSON."""

    nth: int
    cite: str
    in_note: bool


@dataclass(frozen=True, slots=True)
class RenderedCitation:
    """A citation as it is shown. `note` is the text of the note that the style makes of it, where it makes one."""

    html: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references, as they are shown: the attributes of what holds them, each one's HTML, and their ids."""

    attributes: tuple[tuple[str, str], ...] = ()
    html: str = ""
    ids: frozenset[str] = frozenset()


@dataclass
class RenderedCitations:
    """What citeproc made of a publication: the citations by chapter and row."""

    citations: dict[str, dict[int, RenderedCitation]] = field(default_factory=dict)
    bibliography: Bibliography = field(default_factory=Bibliography)


def gather(article: Element) -> tuple[Citation, ...]:
    """The citations of a chapter, in the order in which they are read."""
    found = []
    for mark in _marked(article):
        in_note = any("note" in reading.classes(each) for each in mark.iterancestors("li"))
        found.append(Citation(int(mark.get("data-nth") or 0), mark.get("data-cite") or "", in_note))
    return tuple(sorted(found, key=lambda each: each.nth))


@dataclass(frozen=True, slots=True)
class CitationSet:
    """All citations of a publication, by chapter. Of its own chapters it has one, without its text."""

    publication: Publication
    chapters: tuple[tuple[str, tuple[Citation, ...]], ...]


def run(desk: ChapterContext, chapters: Mapping[str, tuple[Citation, ...]], spread: MapJobs) -> RenderedCitations:
    """Set the citations of all chapters, in order; what is wrong with the bibliography goes to the desk."""
    if not any(chapters.values()):
        _arguments(desk)  # what cannot be had is said
        return RenderedCitations()
    if not desk.publication.metadata.bibliography:
        return RenderedCitations()
    bare = desk.publication.alone(desk.chapter.id)
    bare = replace(bare, chapters=(replace(desk.chapter, text=""),))
    ((shown, found, lacking),) = spread(set_all, [CitationSet(bare, tuple(chapters.items()))])
    desk.found += found
    desk.lacking += lacking
    result: RenderedCitations = shown
    return result


@step("citations")
def set_all(job: CitationSet) -> tuple[RenderedCitations, tuple[Diagnostic, ...], tuple[str, ...]]:
    """Set citations; gives also what is wrong with the bibliography, and the keys that it lacks."""
    desk = ChapterContext(job.publication, job.publication.chapters[0], Finder("", job.publication.keys_name))
    shown = _set(desk, dict(job.chapters))
    return shown, tuple(desk.found), tuple(desk.lacking)


def _set(desk: ChapterContext, chapters: Mapping[str, Sequence[Citation]]) -> RenderedCitations:
    arguments = _arguments(desk)
    if not arguments:
        return RenderedCitations()
    document = json.dumps({"pandoc-api-version": _version(chapters), "meta": {}, "blocks": [*_blocks(chapters)]})
    converted = pandoc.convert(
        document,
        "json",
        {"link-citations": True},
        [
            "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}", f"--metadata=lang={desk.lang}",
            "--citeproc", *arguments, f"--lua-filter={HERE / 'reader.lua'}",
        ],
        desk.publication.root,
    )  # fmt: skip
    for warned in converted.warnings:
        if warned.kind == "CiteprocWarning" and not _unresolved(warned.message):
            desk.warn("cite.problem", warned.message, desk.key("bibliography"))
    if converted.failure is not None:
        _give_up(desk, converted.failure)
        return RenderedCitations()
    lacking = [key for warned in converted.warnings if (key := _unresolved(warned.message))]
    desk.lacking += dict.fromkeys(lacking)
    text = tree(converted.text).find("text")
    clean(text, desk)
    shape.shape(text, desk)
    _settle_links(text, desk)
    return _read(text, chapters)


def _arguments(desk: ChapterContext) -> list[str]:
    metadata = desk.publication.metadata
    arguments = [f"--bibliography={found}" for found in _files(desk)]
    if arguments and metadata.csl and (style := desk.look_up(metadata.csl, "csl", "citation style")):
        arguments.append(f"--csl={style}")
    return arguments


def _files(desk: ChapterContext, quiet: bool = False) -> list[Path]:
    names = desk.publication.metadata.bibliography
    looked_up = [desk.look_up(name, "bibliography", "bibliography", quiet=quiet) for name in names]
    return [found for found in looked_up if found is not None]


def _version(chapters: Mapping[str, Sequence[Citation]]) -> Any:
    first = next(each for citations in chapters.values() for each in citations)
    return json.loads(first.cite)["pandoc-api-version"]


def _blocks(chapters: Mapping[str, Sequence[Citation]]) -> Iterator[Any]:
    """A paragraph for each citation, or a note, where it stands in one; notes are numbered through all chapters."""
    before = 0
    for chapter, citations in chapters.items():
        last = 0
        for each in citations:
            cite = json.loads(each.cite)["blocks"][0]["c"][0]
            for citation in cite["c"][0]:
                last = max(last, citation["citationNoteNum"])
                citation["citationNoteNum"] += before
            marked = {"t": "Span", "c": [[f"{each.nth}@{chapter}", ["octavo-cited"], []], [cite]]}
            inner = {"t": "Note", "c": [{"t": "Para", "c": [marked]}]} if each.in_note else marked
            yield {"t": "Para", "c": [inner]}
        before += last


def _unresolved(message: str) -> str | None:
    found = re.fullmatch(r"citation (.+) not found", message)
    return found[1] if found else None


def known_keys(desk: ChapterContext) -> list[str]:
    """The keys of all entries of the bibliographies."""
    known: list[tuple[str, ...]] = []
    for found in _files(desk, quiet=True):
        known += re.findall(
            r"@\w+\s*\{\s*([^,\s]+)|\"id\"\s*:\s*\"([^\"]+)|^-?\s*id:\s*(\S+)", _text(found), re.MULTILINE
        )
    return ["".join(groups) for groups in known]


def instead(key: str, known: Sequence[str]) -> str:
    """What to do about a key that no bibliography has."""
    near = nearest(key, known)
    return f"did you mean '@{near}'?" if near else "check the key against the bibliography"


def _text(file: Path) -> str:
    """A file's text; none where it is too big to search."""
    data = sandbox.read_bytes(file, 1 << 26)
    return "" if isinstance(data, sandbox.FileTooBig) else data.decode("utf-8", "replace")


def _give_up(desk: ChapterContext, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{desk.publication.root}/", "")
    if "citeproc" in failure.lower():
        desk.error("cite.style", f"the citation style cannot be used: {shortened(plain, 200)}", desk.key("csl"))
        return
    at = re.search(r"bibliography file (.+?):(?: \(line (\d+), column (\d+)\):)?(?: |$)", plain)
    place = desk.key("bibliography")
    if at and (desk.publication.root / at[1]).is_file():
        source = Path(desk.publication.source)
        file = (source if desk.publication.is_book else source.parent) / at[1]
        place = Place(file.as_posix(), int(at[2] or 1), int(at[3] or 1))
        plain = plain[at.end() :].strip() or plain
    desk.error("cite.bibliography", f"the bibliography cannot be read: {shortened(plain, 200)}", place)


def _settle_links(text: Element, desk: ChapterContext) -> None:
    for element in text.iter():
        if isinstance(element.tag, str) and (element.get("id") or "").startswith("ref-"):
            element.set("id", links.valid(element.get("id")))
    for link in list(text.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#ref-"):
            link.set("href", f"#{links.valid(href[1:])}")
        elif not href.startswith("#"):
            links.outside(link, href, desk)


def _read(text: Element, chapters: Mapping[str, Sequence[Citation]]) -> RenderedCitations:
    shown = RenderedCitations({chapter: {} for chapter in chapters})
    ids = {each.get("id") for each in text.iter("div") if (each.get("id") or "").startswith("ref-")}
    for link in list(text.iter("a")):  # to what is not there
        if link.get("role") == "doc-biblioref" and (link.get("href") or "")[1:] not in ids:
            unwrap(link)
    notes = {item.get("id"): item for item in text.iter("li") if (item.get("id") or "").startswith("fn")}
    for span in text.iter("span"):
        if "octavo-cited" not in reading.classes(span):
            continue
        nth, _, chapter = span.get("id").partition("@")
        shown.citations[chapter][int(nth)] = _cited(span, notes)
    holder = next((div for div in text.iter("div") if div.get("id") == "refs"), None)
    if holder is not None and len(holder):
        attributes = tuple((key, value) for key, value in holder.attrib.items() if key != "id")
        shown.bibliography = Bibliography(attributes, inside(holder), frozenset(ids))
    return shown


def _cited(span: Element, notes: Mapping[str, Element]) -> RenderedCitation:
    call = next((a for a in span.iter("a") if a.get("role") == "doc-noteref"), None)
    if call is None:
        return RenderedCitation(inside(span))
    item = notes[(call.get("href") or "").lstrip("#")]
    for back in [a for a in item.iter("a") if a.get("role") == "doc-backlink"]:
        drop(back)
    return RenderedCitation(inside(span), inside(item))


def put(article: Element, shown: Mapping[int, RenderedCitation], home: str, lang: str) -> list[tuple[Element, str]]:
    """Put the citations in; gives what calls for a note that the style makes, with the note's text.

    `home` is the chapter that has the references, where it is another one.
    """
    notes = []
    for mark in _marked(article):
        cited = shown.get(int(mark.get("data-nth") or 0))
        mark.attrib.pop("data-nth")
        keys = _keys(mark.attrib.pop("data-cite", ""))
        if cited is None:
            mark.set("class", "citation")
            mark.set("data-cites", keys)
            continue
        for child in list(mark):
            mark.remove(child)
        take(mark, etree.fromstring(f"<span>{cited.html}</span>"))
        _lead_home(mark, home)
        call = next((a for a in mark.iter("a") if a.get("role") == "doc-noteref"), None)
        raised = call if call is not None else _only_raised(mark)
        if raised is not None:
            _punctuate(mark, raised, call is not None, lang)
        unwrap(mark)
        if call is not None:
            notes.append((call, cited.note.replace('href="#ref-', f'href="octavo:{home}#ref-') if home else cited.note))
    return notes


def fill(article: Element, bibliography: Bibliography) -> None:
    """Put the references where they belong; an empty place that octavo made itself goes."""
    for place in [each for each in article.iter("div") if each.get("id") == "refs"]:
        ours = PLACE in reading.classes(place)
        if not bibliography.html:
            if ours:
                place.tail = None
                drop(place)
            continue
        given = dict(bibliography.attributes)
        own = [mark for mark in reading.classes(place) if mark != PLACE]
        place.attrib.clear()
        place.set("id", "refs")
        for key, value in {**given, "class": " ".join([given.get("class", ""), *own]).strip()}.items():
            place.set(key, value)
        filled = etree.fromstring(f"<div>{bibliography.html}</div>")
        if not (place.text or "").strip() and len(place) == 0:
            place.text = filled.text
        place.extend(list(filled))


def _lead_home(mark: Element, home: str) -> None:
    for link in list(mark.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#ref-") and home:
            link.set("href", f"octavo:{home}{href}")


def _keys(cite: str) -> str:
    return " ".join(each["citationId"] for each in json.loads(cite)["blocks"][0]["c"][0]["c"][0]) if cite else ""


def keys(citation: Citation) -> list[str]:
    """What is cited."""
    return _keys(citation.cite).split()


def _only_raised(mark: Element) -> Element | None:
    """A number that stands raised and alone, as some styles have it."""
    inner = mark
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
        if inner.tag == "sup":
            return inner
    return None


def _punctuate(mark: Element, raised: Element, is_note: bool, lang: str) -> None:
    """What is raised follows close on its word; a note on the punctuation too, as Pandoc has it after citeproc."""
    behind = mark.tail or ""
    moved = ""
    for letter in behind if is_note else "":
        if not unicodedata.category(letter).startswith("P"):
            break
        moved += letter
    mark.tail = behind[len(moved) :]
    alone = not "".join(_before(mark, raised)).strip()
    target = mark if alone else raised
    said = _text_before(target).rstrip() if alone else _text_before(target)
    if moved[:1] in (".", ",") and said[-1:] in ("”", "’") and lang in ("en", "en-US"):
        said, moved = f"{said[:-1]}{moved[0]}{said[-1]}", moved[1:]
    if moved and said[-1:] != moved[0]:
        said += moved
    _set_text_before(target, said)


def _before(mark: Element, raised: Element) -> Iterator[str]:
    yield mark.text or ""
    for element in mark.iterdescendants():
        if element is raised:
            return
        yield element.text or ""
        if raised not in element.iterdescendants():
            yield element.tail or ""


def _text_before(element: Element) -> str:
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""


def _set_text_before(element: Element, text: str) -> None:
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = text
    else:
        previous.tail = text


def _marked(article: Element) -> list[Element]:
    return [span for span in article.iter("span") if "octavo-cite" in reading.classes(span)]
