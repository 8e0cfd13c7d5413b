"""Citations: one run of citeproc renders all of a publication, with the bibliography."""

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
from octavo.manuscript.clean import clean
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import (
    drop,
    find_one,
    get_parent,
    has_class,
    inner_xml,
    list_attributes,
    move_content,
    pop_attribute,
    unwrap,
)
from octavo.manuscript.filter_classes import CITATION_MARK, CITED, REFS
from octavo.manuscript.parse import HERE, parse_html, shorten
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Place
from octavo.model.galley_classes import CITATION, NOTE
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, step
from octavo.model.publication import Publication
from octavo.tools import pandoc, sandbox
from octavo.tools.locate import Finder
from octavo.tools.suggest import nearest


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as Pandoc read it: `nth` is its row in its chapter, `cite` its JSON."""

    nth: int
    cite: str
    in_note: bool


@dataclass(frozen=True, slots=True)
class RenderedCitation:
    """A citation as it is shown. `note` is the text of the note that the citation style makes, if it makes one."""

    html: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The bibliography as it is shown: the attributes of its element, the HTML of its entries, and their ids."""

    attributes: tuple[tuple[str, str], ...] = ()
    html: str = ""
    ids: frozenset[str] = frozenset()


@dataclass
class RenderedCitations:
    """What citeproc made of a publication: the citations by chapter and row, and the bibliography."""

    citations: dict[str, dict[int, RenderedCitation]] = field(default_factory=dict)
    bibliography: Bibliography = field(default_factory=Bibliography)


def collect_citations(article: Element) -> tuple[Citation, ...]:
    """Return the citations of a chapter in reading order."""
    found = []
    for mark in _find_marks(article):
        in_note = any(has_class(each, NOTE) for each in mark.iterancestors("li"))
        found.append(Citation(int(mark.get("data-nth") or 0), mark.get("data-cite") or "", in_note))
    return tuple(sorted(found, key=lambda each: each.nth))


@dataclass(frozen=True, slots=True)
class CitationSet:
    """All citations of a publication, by chapter. The publication has one chapter, without its text."""

    publication: Publication
    chapters: tuple[tuple[str, tuple[Citation, ...]], ...]
    uncited: str = ""
    """The works that are listed without being cited, as Pandoc's `nocite` has them."""


def render_citations(
    context: ChapterContext, chapters: Mapping[str, tuple[Citation, ...]], spread: MapJobs
) -> RenderedCitations:
    """Render the citations of all chapters, in order; report problems with the bibliography to the context."""
    metadata = context.publication.metadata
    uncited = [*metadata.nocite, *(each for chapter in context.publication.chapters for each in chapter.nocite)]
    if not any(chapters.values()) and not uncited:
        _list_arguments(context)  # reports files that do not exist
        return RenderedCitations()
    if not metadata.has_references:
        return RenderedCitations()
    bare = context.publication.alone(context.chapter.id)
    bare = replace(bare, chapters=(replace(context.chapter, text=""),))
    ((rendered, found, missing),) = spread(render_all, [CitationSet(bare, tuple(chapters.items()), ", ".join(uncited))])
    context.diagnostics += found
    context.missing_keys += missing
    result: RenderedCitations = rendered
    return result


@step("citations")
def render_all(job: CitationSet) -> tuple[RenderedCitations, tuple[Diagnostic, ...], tuple[str, ...]]:
    """Render citations; return them with the problems of the bibliography and the keys that it lacks."""
    context = ChapterContext(job.publication, job.publication.chapters[0], Finder("", job.publication.keys_name))
    rendered = _run_citeproc(context, dict(job.chapters), job.uncited)
    return rendered, tuple(context.diagnostics), tuple(context.missing_keys)


def _run_citeproc(
    context: ChapterContext, chapters: Mapping[str, Sequence[Citation]], uncited: str
) -> RenderedCitations:
    arguments, metadata = _list_arguments(context), context.publication.metadata
    if not _find_files(context, quiet=True) and not metadata.references:
        return RenderedCitations()
    document, reader = "", "markdown"
    if any(chapters.values()):
        blocks, version = [*_make_paragraphs(chapters)], _read_api_version(chapters)
        document, reader = json.dumps({"pandoc-api-version": version, "meta": {}, "blocks": blocks}), "json"
    wanted: dict[str, object] = {
        "link-citations": metadata.link_citations,
        "suppress-bibliography": metadata.suppress_bibliography,
        "nocite": uncited,
        "references": json.loads(metadata.references) if metadata.references else None,
    }
    converted = pandoc.convert(
        document,
        reader,
        {name: value for name, value in wanted.items() if value},
        [
            "--mathml", "--wrap=none", f"--template={HERE / 'parse.html'}", f"--metadata=lang={context.lang}",
            "--citeproc", *arguments, f"--lua-filter={HERE / 'reader.lua'}",
        ],
        context.publication.root,
    )  # fmt: skip
    for warning in converted.warnings:
        if warning.kind == "CiteprocWarning" and not _find_missing_key(warning.message):
            context.warn("cite.problem", warning.message, context.key_place("bibliography"))
    if converted.failure is not None:
        _report_failure(context, converted.failure)
        return RenderedCitations()
    missing = [key for warning in converted.warnings if (key := _find_missing_key(warning.message))]
    context.missing_keys += dict.fromkeys(missing)
    text = find_one(parse_html(converted.text), "text")
    clean(text, context)
    shape.shape(text, context)
    _resolve_links(text, context)
    return _read_rendered(text, chapters)


def _list_arguments(context: ChapterContext) -> list[str]:
    metadata = context.publication.metadata
    arguments = [f"--bibliography={found}" for found in _find_files(context)]
    csl = metadata.csl if arguments or metadata.references else None
    if csl and (style := context.find_header_file(csl, "csl", "citation style")):
        arguments.append(f"--csl={style}")
    return arguments


def _find_files(context: ChapterContext, quiet: bool = False) -> list[Path]:
    names = context.publication.metadata.bibliography
    looked_up = [context.find_header_file(name, "bibliography", "bibliography", quiet=quiet) for name in names]
    return [found for found in looked_up if found is not None]


def _read_api_version(chapters: Mapping[str, Sequence[Citation]]) -> Any:
    first = next(each for citations in chapters.values() for each in citations)
    return json.loads(first.cite)["pandoc-api-version"]


def _make_paragraphs(chapters: Mapping[str, Sequence[Citation]]) -> Iterator[Any]:
    """Yield a paragraph for each citation, or a note for one in a note; notes are numbered through all chapters."""
    before = 0
    for chapter, citations in chapters.items():
        last = 0
        for each in citations:
            cite = json.loads(each.cite)["blocks"][0]["c"][0]
            for citation in cite["c"][0]:
                last = max(last, citation["citationNoteNum"])
                citation["citationNoteNum"] += before
            marked = {"t": "Span", "c": [[f"{each.nth}@{chapter}", [CITED], []], [cite]]}
            inner = {"t": "Note", "c": [{"t": "Para", "c": [marked]}]} if each.in_note else marked
            yield {"t": "Para", "c": [inner]}
        before += last


def _find_missing_key(message: str) -> str | None:
    found = re.fullmatch(r"citation (.+) not found", message)
    return found[1] if found else None


def list_known_keys(context: ChapterContext) -> list[str]:
    """Return the keys of all entries of the bibliographies."""
    known: list[tuple[str, ...]] = []
    for found in _find_files(context, quiet=True):
        known += re.findall(
            r"@\w+\s*\{\s*([^,\s]+)|\"id\"\s*:\s*\"([^\"]+)|^-?\s*id:\s*(\S+)", _read_file(found), re.MULTILINE
        )
    own = json.loads(context.publication.metadata.references or "[]")
    return ["".join(groups) for groups in known] + [str(each["id"]) for each in own]


def suggest_key(key: str, known: Sequence[str]) -> str:
    """Return a hint for a key that no bibliography has."""
    near = nearest(key, known)
    return f"did you mean '@{near}'?" if near else "check the key against the bibliography"


def _read_file(file: Path) -> str:
    """Return a file's text, or nothing where the file is too big to search."""
    data = sandbox.read_bytes(file, 1 << 26)
    return "" if isinstance(data, sandbox.FileTooBig) else data.decode("utf-8", "replace")


def _report_failure(context: ChapterContext, failure: str) -> None:
    plain = " ".join(failure.split()).replace(f"{context.publication.root}/", "")
    if "citeproc" in failure.lower():
        context.error(
            "cite.style", f"the citation style cannot be used: {shorten(plain, 200)}", context.key_place("csl")
        )
        return
    at = re.search(r"bibliography file (.+?):(?: \(line (\d+), column (\d+)\):)?(?: |$)", plain)
    place = context.key_place("bibliography")
    if at and (context.publication.root / at[1]).is_file():
        source = Path(context.publication.source)
        file = (source if context.publication.is_book else source.parent) / at[1]
        place = Place(file.as_posix(), int(at[2] or 1), int(at[3] or 1))
        plain = plain[at.end() :].strip() or plain
    context.error("cite.bibliography", f"the bibliography cannot be read: {shorten(plain, 200)}", place)


def _resolve_links(text: Element, context: ChapterContext) -> None:
    for element in text.iter():
        if (name := element.get("id", "")).startswith("ref-"):
            element.set("id", links.make_valid(name))
    for link in list(text.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#ref-"):
            link.set("href", f"#{links.make_valid(href[1:])}")
        elif not href.startswith("#"):
            links.resolve_external(link, href, context)


def _read_rendered(text: Element, chapters: Mapping[str, Sequence[Citation]]) -> RenderedCitations:
    rendered = RenderedCitations({chapter: {} for chapter in chapters})
    ids = {name for each in text.iter("div") if (name := each.get("id", "")).startswith("ref-")}
    for link in list(text.iter("a")):  # to entries that do not exist
        if link.get("role") == "doc-biblioref" and (link.get("href") or "")[1:] not in ids:
            unwrap(link)
    notes = {name: item for item in text.iter("li") if (name := item.get("id", "")).startswith("fn")}
    for span in text.iter("span"):
        if not has_class(span, CITED):
            continue
        nth, _, chapter = span.get("id", "").partition("@")
        rendered.citations[chapter][int(nth)] = _read_citation(span, notes)
    holder = next((div for div in text.iter("div") if div.get("id") == "refs"), None)
    if holder is not None and len(holder):
        attributes = tuple((key, value) for key, value in list_attributes(holder) if key != "id")
        rendered.bibliography = Bibliography(attributes, inner_xml(holder), frozenset(ids))
    return rendered


def _read_citation(span: Element, notes: Mapping[str, Element]) -> RenderedCitation:
    call = next((a for a in span.iter("a") if a.get("role") == "doc-noteref"), None)
    if call is None:
        return RenderedCitation(inner_xml(span))
    item = notes[(call.get("href") or "").lstrip("#")]
    for back in [a for a in item.iter("a") if a.get("role") == "doc-backlink"]:
        drop(back)
    return RenderedCitation(inner_xml(span), inner_xml(item))


def insert_citations(
    article: Element, rendered: Mapping[int, RenderedCitation], home: str, lang: str
) -> list[tuple[Element, str]]:
    """Insert the rendered citations; return the note references that the style makes, each with its note's text.

    `home` is the chapter with the bibliography, where that is another chapter.
    """
    notes = []
    for mark in _find_marks(article):
        cited = rendered.get(int(mark.get("data-nth") or 0))
        mark.attrib.pop("data-nth")
        keys = _join_keys(pop_attribute(mark, "data-cite") or "")
        if cited is None:
            mark.set("class", CITATION)
            mark.set("data-cites", keys)
            continue
        for child in list(mark):
            mark.remove(child)
        move_content(mark, etree.fromstring(f"<span>{cited.html}</span>"))
        _link_to_home(mark, home)
        call = next((a for a in mark.iter("a") if a.get("role") == "doc-noteref"), None)
        raised = call if call is not None else _find_superscript(mark)
        if raised is not None:
            _move_punctuation(mark, raised, call is not None, lang)
        unwrap(mark)
        if call is not None:
            notes.append((call, cited.note.replace('href="#ref-', f'href="octavo:{home}#ref-') if home else cited.note))
    return notes


def insert_bibliography(article: Element, bibliography: Bibliography) -> None:
    """Insert the bibliography where it belongs; remove an empty place that octavo made itself."""
    for place in [each for each in article.iter("div") if each.get("id") == "refs"]:
        is_made = REFS in reading.classes(place)
        if not bibliography.html:
            if is_made:
                place.tail = None
                drop(place)
            continue
        given = dict(bibliography.attributes)
        own = [mark for mark in reading.classes(place) if mark != REFS]
        place.attrib.clear()
        place.set("id", "refs")
        for key, value in {**given, "class": " ".join([given.get("class", ""), *own]).strip()}.items():
            place.set(key, value)
        filled = etree.fromstring(f"<div>{bibliography.html}</div>")
        if not (place.text or "").strip() and len(place) == 0:
            place.text = filled.text
        place.extend(list(filled))


def _link_to_home(mark: Element, home: str) -> None:
    for link in list(mark.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#ref-") and home:
            link.set("href", f"octavo:{home}{href}")


def _join_keys(cite: str) -> str:
    return " ".join(each["citationId"] for each in json.loads(cite)["blocks"][0]["c"][0]["c"][0]) if cite else ""


def list_keys(citation: Citation) -> list[str]:
    """Return the keys that a citation cites."""
    return _join_keys(citation.cite).split()


def _find_superscript(mark: Element) -> Element | None:
    """Return the superscript that is all there is in a citation, as some styles set it."""
    inner = mark
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
        if inner.tag == "sup":
            return inner
    return None


def _move_punctuation(mark: Element, raised: Element, is_note: bool, lang: str) -> None:
    """Move a superscript close to its word, and a note reference behind the punctuation too, as Pandoc does after
    citeproc."""
    behind = mark.tail or ""
    moved = ""
    for letter in behind if is_note else "":
        if not unicodedata.category(letter).startswith("P"):
            break
        moved += letter
    mark.tail = behind[len(moved) :]
    alone = not "".join(_list_texts_before(mark, raised)).strip()
    target = mark if alone else raised
    before = _get_text_before(target).rstrip() if alone else _get_text_before(target)
    if moved[:1] in (".", ",") and before[-1:] in ("”", "’") and lang in ("en", "en-US"):
        before, moved = f"{before[:-1]}{moved[0]}{before[-1]}", moved[1:]
    if moved and before[-1:] != moved[0]:
        before += moved
    _set_text_before(target, before)


def _list_texts_before(mark: Element, raised: Element) -> Iterator[str]:
    yield mark.text or ""
    for element in mark.iterdescendants():
        if element is raised:
            return
        yield element.text or ""
        if raised not in element.iterdescendants():
            yield element.tail or ""


def _get_text_before(element: Element) -> str:
    previous = element.getprevious()
    return (get_parent(element).text if previous is None else previous.tail) or ""


def _set_text_before(element: Element, text: str) -> None:
    previous = element.getprevious()
    if previous is None:
        get_parent(element).text = text
    else:
        previous.tail = text


def _find_marks(article: Element) -> list[Element]:
    return [span for span in article.iter("span") if has_class(span, CITATION_MARK)]
