"""A gathering: a galley dressed for paper, laid out and written as a PDF by WeasyPrint."""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from octavo.model.errors import MachineError
from octavo.press.pdf import structure
from octavo.press.pdf.mended import mended

FONTS = Path(__file__).parent / "fonts.conf"


@dataclass(frozen=True, slots=True)
class Gathering:
    """`pdf` is tagged and complete but for its metadata; `said` is what WeasyPrint complained of."""

    pdf: bytes
    pages: int
    said: tuple[str, ...]


def warm() -> None:
    """Import WeasyPrint, which takes most of a second: worth doing while something else is waited for."""
    # Read by fontconfig when Pango first asks for a font: no face of the machine may get into an edition.
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # "No fonts configured": that is what is wanted
            import weasyprint  # noqa: F401
    except OSError as missing:
        raise MachineError(
            f"WeasyPrint cannot find a library of the system: {missing}",
            "run 'octavo doctor', which knows the command that mends it",
        ) from missing


def lay_out(html: str, css: str, files: Mapping[str, bytes]) -> Gathering:
    """Lay out `html` dressed in `css`. `files` holds everything that either may ask for, by its whole address."""
    warm()
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher(files)
    with _overheard() as said, mended(), closing(_Fonts(FontConfiguration())) as held:
        fonts = held.configuration
        sheet = CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url="res:")
        document = _page(html, fetcher).render(font_config=fonts, stylesheets=[sheet])
        _join_links(document)
        with structure.tagged(document):
            pdf = document.write_pdf(finisher=_finish, pdf_tags=True, pdf_version="1.7")
    return Gathering(pdf, len(document.pages), tuple(dict.fromkeys(said)))


class _Fonts:
    """WeasyPrint's fonts, and the folder that it writes faces to: it goes at the end, whatever that end is."""

    def __init__(self, configuration: Any) -> None:
        self.configuration = configuration

    def close(self) -> None:
        if self.configuration._folder is not None:
            shutil.rmtree(self.configuration._folder, ignore_errors=True)
            self.configuration._folder = None


def _page(html: str, fetcher: Any) -> Any:
    """A WeasyPrint document made from a tree: parsing it as HTML would be slow, and would undo what HTML forbids."""
    import cssselect2
    from weasyprint import HTML

    page = HTML.__new__(HTML)
    page.base_url, page.url_fetcher, page.media_type = "res:", fetcher, "print"
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(html), content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    return page


def _fetcher(files: Mapping[str, bytes]) -> Any:
    """What WeasyPrint may read: what it was given, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):
        def fetch(self, url: str, _headers: Any = None) -> Any:
            if url not in files:
                raise ValueError(f"{url} is not at hand")
            kind = "image/svg+xml" if url.lower().endswith(".svg") else "application/octet-stream"
            return URLFetcherResponse(url, files[url], {"Content-Type": kind})

    return Given(allowed_protocols=("res", "face"))


def _join_links(document: Any) -> None:
    """One link annotation for each line of a link: those of the markup inside it only make its own larger."""
    for page in document.pages:
        inside: dict[Any, Any] = {}
        for entry in page.links:
            box = entry[3]
            if box.element is not None and box.element.tag == "a" and "::" not in (box.element_tag or ""):
                for child in box.descendants(placeholders=True):
                    if child is not box:
                        inside[getattr(child, "_box", child)] = box
        kept: dict[Any, Any] = {}
        for kind, target, rectangle, box in page.links:
            outer = inside.get(box)
            if outer is None:
                kept[box] = (kind, target, rectangle, box)
            elif outer in kept and hasattr(box, "replacement"):
                first = kept[outer]
                kept[outer] = (*first[:2], _around(first[2], rectangle), outer)
        page.links[:] = kept.values()


def _around(one: Any, other: Any) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _finish(_document: Any, pdf: Any) -> None:
    """What the pages need besides: no dates, no name of a machine."""
    pdf.info.pop("Producer", None)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """WeasyPrint only logs what goes wrong; here it is kept."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    before = logger.propagate, logger.level
    logger.addHandler(ear)
    logger.propagate, logger.level = False, logging.WARNING
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate, logger.level = before
