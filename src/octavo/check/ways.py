"""Every way leads somewhere: links within an edition, its pictures, and the pages of the printed book in it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.edition import Edition, PageList

_NAMES = {"epub": "EPUB", "html": "HTML", "site": "site"}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Files:
    """An edition opened: the names of its files, and its documents as trees."""

    names: frozenset[str]
    documents: Mapping[str, Any]


def examine(edition: Edition, pages: PageList | None, place: Place) -> list[Diagnostic]:
    """What leads nowhere in an edition that is not print, and how the pages in an EPUB differ from those printed."""
    files = _opened(edition)
    wrong = [f"'{target}' in {name or 'the page'} leads nowhere" for name, target in _dead(files)]
    if edition.format == "epub" and pages is not None:
        wrong += _misplaced(files, pages)
    hint = "this is a fault of octavo: please report it, with the text"
    return [
        error("agreement.ways", f"the {_NAMES[edition.format]}: {message}", place, hint, edition.format)
        for message in wrong[:_SHOWN]
    ]


def _opened(edition: Edition) -> _Files:
    if edition.format == "epub":
        with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
            files = {name: book.read(name) for name in book.namelist()}
        strict = etree.XMLParser(huge_tree=True)
        trees = {
            name: etree.fromstring(data, strict) for name, data in files.items() if name.endswith((".xhtml", ".ncx"))
        }
        return _Files(frozenset(files), trees)
    pages = {"": edition.data} if edition.files is None else edition.files
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    trees = {
        name: html.document_fromstring(data, parser=parser)
        for name, data in pages.items()
        if not name or name.endswith(".html")
    }
    return _Files(frozenset(pages), trees)


def _dead(files: _Files) -> Iterator[tuple[str, str]]:
    """The file and the target of every reference within the edition to which there is nothing."""
    ids = {
        name: {element.get("id") for element in tree.iter() if element.get("id") is not None}
        for name, tree in files.documents.items()
    }
    for name, tree in files.documents.items():
        for element in tree.iter():
            for key in ("href", "src"):
                target = element.get(key)
                if target is not None and not _is_there(target, name, files, ids):
                    yield name, target


def _is_there(target: str, name: str, files: _Files, ids: Mapping[str, set[str]]) -> bool:
    if urlsplit(target).scheme or target.startswith("//"):
        return not target.startswith("octavo:")
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if file not in files.names:
        return False
    return not fragment or file not in ids or fragment in ids[file] or unquote(fragment) in ids[file]


def _misplaced(files: _Files, pages: PageList) -> list[str]:
    """How the page list and the page breaks of an EPUB differ from the pages of the printed book."""
    wanted = {(each.label, each.chapter): each.word for each in pages.breaks}
    found: dict[tuple[str, str], int] = {}
    read: dict[str, int] = {}
    for name in sorted(files.documents):
        for article in files.documents[name].iter("{http://www.w3.org/1999/xhtml}article"):
            chapter = article.get("data-chapter", "")
            before = read.get(chapter, 0)
            breaks, words = reading.page_breaks(article)
            found.update({(label, chapter): before + word for label, word in breaks})
            read[chapter] = before + words
    wrong = [f"page {label} is missing" for label, chapter in wanted.keys() - found.keys()]
    wrong += [
        f"page {label} begins at word {found[label, chapter]} of '{chapter}', and in print at word {word}"
        for (label, chapter), word in wanted.items()
        if (label, chapter) in found and found[label, chapter] != word
    ]
    listed = _listed(files)
    if listed != [each.label for each in pages.breaks]:
        wrong.append("its list of pages is not that of the printed book")
    return sorted(wrong)


def _listed(files: _Files) -> list[str]:
    kind = "{http://www.idpf.org/2007/ops}type"
    for tree in files.documents.values():
        for nav in tree.iter("{http://www.w3.org/1999/xhtml}nav"):
            if nav.get(kind) == "page-list":
                return ["".join(link.itertext()).strip() for link in nav.iter("{http://www.w3.org/1999/xhtml}a")]
    return []
