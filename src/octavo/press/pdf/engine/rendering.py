"""A document laid out by WeasyPrint, with octavo's patches, the fonts it was given, and none of the machine's."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from octavo.model.errors import MachineError
from octavo.model.html_elements import Element
from octavo.press.pdf.engine import bidi, patches
from octavo.press.pdf.engine.boxes import Document
from octavo.press.pdf.engine.state import PatchState

FONTS = Path(__file__).parent / "fonts.conf"
_SHEETS = 4
"""How many sheets are kept: chapters differ in the fonts that they need."""


def warm() -> None:
    """Import WeasyPrint.

    Raises `MachineError` where a library of the system is missing, or where this WeasyPrint does not fit octavo.
    """
    try:
        with _without_system_fonts():
            _import()
    except OSError as missing:
        raise MachineError(
            f"WeasyPrint cannot find a library of the system: {missing}",
            "run 'octavo doctor': it shows the command that installs it",
        ) from missing
    patches.check()


def _import() -> None:
    """Import WeasyPrint; where that fails, remove its modules: some are only half imported.

    It fails where another thread imports Pillow at the same moment, and Python breaks the deadlock between them.
    """
    for tries_left in (1, 0):
        try:
            import weasyprint  # noqa: F401
        except Exception:
            for name in [each for each in sys.modules if each.partition(".")[0] == "weasyprint"]:
                del sys.modules[name]
            if not tries_left:
                raise
        else:
            return


@contextmanager
def _without_system_fonts() -> Iterator[None]:
    """While this lasts, fontconfig sees no font of the machine: none may get into an edition.

    Programs that are started afterwards need theirs: Chromium crashes without any. The environment is the whole
    process's, so this holds the lock.
    """
    with patches.LOCK:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(FONTS)
        try:
            yield
        finally:
            del os.environ["FONTCONFIG_FILE"]
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


@dataclass(frozen=True, slots=True)
class Css:
    """Style sheets: `shared` with other gatherings, and `own`, which follows it in this one."""

    shared: str
    own: str


@contextmanager
def rendered(
    root: Element, css: Css, files: Mapping[str, bytes], state: PatchState
) -> Iterator[tuple[Document, list[str]]]:
    """Lay out a document; yield it and WeasyPrint's messages. While this lasts, all patches are applied.

    `files` holds everything that the document or its sheets may read, by its whole URL.
    """
    warm()
    from weasyprint import CSS

    with _without_system_fonts(), patches.applied(state), _captured_messages() as messages:
        sheet = _read_sheet(css.shared, tuple((url, data) for url, data in files.items() if url in css.shared))
        settings = {"font_config": sheet.fonts, "counter_style": sheet.counters.copy()}
        messages.clear()  # what is wrong with a sheet is reported once, at its line: see sheet_judge.py
        own = CSS(string=css.own, base_url="res:", **settings)
        document = _html(root, _fetcher(files), state.is_bidi)
        yield document.render(stylesheets=[sheet.css, own], **settings), messages


def messages_about(css: str) -> list[str]:
    """Return what WeasyPrint says about a piece of a style sheet."""
    warm()
    from weasyprint import CSS

    with patches.LOCK, _captured_messages() as messages:
        CSS(string=css, base_url="res:", url_fetcher=_fetcher({}))
    return messages


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What WeasyPrint makes of a style sheet and the fonts that it names."""

    css: Any
    fonts: Any
    counters: Any


@lru_cache(_SHEETS)
def _read_sheet(css: str, files: tuple[tuple[str, bytes], ...]) -> _Sheet:
    """Read a sheet and its fonts, once in a process: the gatherings of a book share them.

    WeasyPrint never frees all the memory of a font, and would need more with every gathering.
    """
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    fonts, counters = FontConfiguration(), CounterStyle()
    sheet = CSS(string=css, url_fetcher=_fetcher(dict(files)), base_url="res:", font_config=fonts,
                counter_style=counters)  # fmt: skip
    if fonts._folder is not None:
        _FOLDERS.append(fonts._folder)
    return _Sheet(sheet, fonts, counters)


_FOLDERS: list[Path] = []
"""The folders into which WeasyPrint has written fonts."""


def clean_up() -> None:
    """Remove the files that WeasyPrint has written in this process."""
    _read_sheet.cache_clear()
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


atexit.register(clean_up)


def _html(root: Element, fetcher: Any, is_bidi: bool) -> Any:
    """Return WeasyPrint's document of a tree: parsing it as HTML would be slow, and would undo what HTML forbids."""
    import cssselect2
    from weasyprint import HTML

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = "res:", fetcher, "print"
    if is_bidi:
        bidi.cut(root)
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


def _fetcher(files: Mapping[str, bytes]) -> Any:
    """Return a fetcher that reads the files it was given, what a drawing holds as a `data:` URL, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class GivenFilesFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url not in files:
                raise ValueError(f"{url} is not available")
            kind = "image/svg+xml" if url.lower().endswith(".svg") else "application/octet-stream"
            return URLFetcherResponse(url, files[url], {"Content-Type": kind})

    return GivenFilesFetcher(allowed_protocols=("res", "face", "sheet", "data"))


@contextmanager
def _captured_messages() -> Iterator[list[str]]:
    """WeasyPrint only logs what goes wrong; yield a list that collects it."""
    messages: list[str] = []

    class ListHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), ListHandler(logging.WARNING)
    before = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate, logger.level = False, logging.WARNING
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate, logger.level = before
