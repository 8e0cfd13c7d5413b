"""The three agree: what was counted and read in the manuscript is found again, word for word, in a finished edition."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.galley import Counts, Galley, Reading
from octavo.model.publication import Chapter
from octavo.tools.place import Finder

_NAMES = {"pdf": "PDF", "epub": "EPUB", "html": "HTML"}


def read_html(data: bytes) -> Reading:
    """What a reader meets in a finished page."""
    return reading.read(
        html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True)).find("body")
    )


def read_epub(data: bytes) -> Reading:
    """What a reader meets in a finished EPUB, from the first document of its spine to the last."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        readings = [reading.read(_body(book.read(name))) for name in _spine(book)]
    total = Counts()
    for part in readings:
        total = total + part.counts
    return Reading(
        total,
        tuple(word for part in readings for word in part.words),
        tuple(note for part in readings for note in part.notes),
    )


READERS = {"epub": read_epub, "html": read_html}
"""How the editions that are not print are read back."""


def _body(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True)).find("{http://www.w3.org/1999/xhtml}body")


def _spine(book: zipfile.ZipFile) -> list[str]:
    container: Any = etree.fromstring(book.read("META-INF/container.xml"))
    package = container.find(".//{*}rootfile").get("full-path")
    root: Any = etree.fromstring(book.read(package))
    items = {item.get("id"): unquote(item.get("href")) for item in root.iterfind(".//{*}manifest/{*}item")}
    folder = posixpath.dirname(package)
    return [posixpath.join(folder, items[part.get("idref")]) for part in root.iterfind(".//{*}spine/{*}itemref")]


def compare(galley: Galley, chapter: Chapter, format: str, found: Reading) -> list[Diagnostic]:
    """Where an edition parts from the manuscript: the first differing word, then counts that differ."""
    wanted = galley.reading
    for kind, own, other in (("text", wanted.words, found.words), ("notes", _flat(wanted.notes), _flat(found.notes))):
        if own != other:
            return [_parting(chapter, format, kind, own, other)]
    return [
        error(
            f"agreement.{name}",
            f"the manuscript has {count} {name}, the {_NAMES[format]} has {found.counts.as_dict()[name]}",
            Place(chapter.name, 1, 1),
            "this is a fault of octavo: please report it, with the text",
            format,
        )
        for name, count in wanted.counts.as_dict().items()
        if found.counts.as_dict()[name] != count
    ]


def _flat(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for note in notes for word in (*note.split(), "¶"))


def _parting(chapter: Chapter, format: str, kind: str, own: Sequence[str], other: Sequence[str]) -> Diagnostic:
    at = next((i for i, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    around = slice(max(0, at - 4), at + 4)
    return error(
        "agreement.words",
        f"the {_NAMES[format]} parts from the manuscript in its {kind}, at word {at + 1}: "
        f"'{' '.join(own[around])}' has become '{' '.join(other[around])}'",
        Finder(chapter.text, chapter.name).words(" ".join(own[max(0, at - 2) : at + 3])),
        "this is a fault of octavo: please report it, with the text",
        format,
    )
