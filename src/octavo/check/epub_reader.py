"""The reader of EPUBs: opens the package, and reads its documents in the order of the spine."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.check import screen
from octavo.check.screen_page import OpenedEdition
from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import Edition, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication

_CONFORMS = re.compile(rb'property="dcterms:conformsTo"[^>]*>\s*([^<]+?)\s*<')


def read_back(
    edition: Edition,
    publication: Publication,
    manuscript: Manuscript,
    pages: PageList | None = None,
    map_jobs: MapJobs = serial,
) -> tuple[Counts, list[Diagnostic]]:
    """Read an EPUB, and compare it with the manuscript and with the pages of the printed book."""
    return screen.examine(open_edition(edition, map_jobs), publication, manuscript, pages)


def open_edition(edition: Edition, map_jobs: MapJobs = serial) -> OpenedEdition:
    """Open an EPUB and read all its documents."""
    with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
        files = {name: book.read(name) for name in book.namelist()}
    names = [name for name in files if name.endswith((".xhtml", ".ncx"))]
    return screen.open_pages(edition.format, files, names, [*_spine(files)], is_xml=True, map_jobs=map_jobs)


def find_claim(paths: Sequence[Path]) -> str:
    """Return what the metadata of an EPUB say that it conforms to."""
    (path,) = paths
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".opf") and (claim := _CONFORMS.search(book.read(name))):
                return claim[1].decode()
    return ""


def _spine(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the names of the documents in the order of the spine (EPUB 3.3, section 5.7)."""
    container = etree.fromstring(files["META-INF/container.xml"])
    package = str(next(container.iterfind(".//{*}rootfile")).attrib["full-path"])
    root = etree.fromstring(files[package])
    items = {item.attrib["id"]: unquote(str(item.attrib["href"])) for item in root.iterfind(".//{*}manifest/{*}item")}
    for part in root.iterfind(".//{*}spine/{*}itemref"):
        yield posixpath.join(posixpath.dirname(package), items[part.attrib["idref"]])
