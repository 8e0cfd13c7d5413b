"""The text that the pages of a PDF draw, by marked content, as `press/pdf` writes it (ISO 32000-1, 9.4, 14.6)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

import pikepdf

_TOKEN = re.compile(
    rb"<</MCID (?P<mcid>\d+)(?:/ActualText ?(?P<actual><[0-9a-fA-F]*>|\((?:[^()\\]|\\.)*\)))?>>\s*BDC"
    rb"|(?P<reversed>/ReversedChars\s+BMC)"
    rb"|(?P<artifact>/Artifact\s+(?:BMC|<<[^>]*>>\s*BDC))|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\S+) (?P<size>[-\d.]+) Tf"
    rb"|[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm"
    rb"|\[(?P<shown>[^\]]*)\] TJ"
    rb"|/(?P<drawn>\S+) Do\b"
)
_STRING = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+(?:e-?\d+)?)")
_MAPPING = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>")


@dataclass(slots=True)
class Run:
    """The text of one marked-content sequence, with its page and its place on the page, in points."""

    text: str = ""
    page: int = 0
    start: float = 0.0
    """Where it starts on its line."""
    end: float = 0.0
    base: float = 0.0
    """The height of its base line."""
    size: float = 0.0
    """The size of its type."""
    is_drawn: bool = True


_Font = tuple[dict[int, str], dict[int, float]]
"""The characters that the glyphs of a font mean, and their widths."""


@dataclass(slots=True)
class _Pen:
    """Where the drawing of a page has got to, and the font that it uses."""

    glyphs: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0
    is_reversed: bool = False
    """Whether characters are drawn in reverse order."""

    def draw(self, shown: bytes, run: Run, has_actual_text: bool) -> None:
        """Draw text into a run. One that has an actual text keeps it."""
        texts, advance = _decode_glyphs(shown, self.glyphs, self.widths)
        if not run.is_drawn:
            run.start, run.base, run.size, run.is_drawn = self.x, self.y, self.size, True
        if not has_actual_text:
            run.text = "".join(reversed(texts)) + run.text if self.is_reversed else run.text + "".join(texts)
        self.x += advance * self.size / 1000
        run.end = self.x


class PageTextReader:
    """Reads the pages of one file, each font of it once."""

    def __init__(self) -> None:
        self.unmarked = 0
        """How many pictures and texts were drawn outside any marked content."""
        self._fonts: dict[tuple[int, int], _Font] = {}

    def read(self, number: int, page: pikepdf.Page) -> dict[int, Run]:
        """Return the runs of a page by their identifiers (MCID); `number` is its index."""
        runs: dict[int, Run] = {}
        open_marks: list[Run | None] = []
        pen = _Pen()
        fonts: dict[bytes, _Font] = {}
        with_actual_text: set[int] = set()
        for token in _TOKEN.finditer(_content(page)):
            match token.lastgroup:
                case "mcid" | "actual":
                    run = runs[int(token["mcid"])] = Run(page=number, is_drawn=False)
                    if token["actual"]:
                        run.text = _decode_string(token["actual"])
                        with_actual_text.add(id(run))
                    open_marks.append(run)
                case "artifact":
                    open_marks.append(None)
                case "reversed":
                    open_marks.append(open_marks[-1] if open_marks else None)
                    pen.is_reversed = True
                case "end":
                    pen.is_reversed = False  # reversed content contains no other marks
                    del open_marks[-1:]
                case "size":
                    pen.size = float(token["size"])
                    pen.glyphs, pen.widths = self._font(page, token["font"], fonts)
                case "y":
                    pen.x, pen.y = float(token["x"]), float(token["y"])
                case "shown":
                    if not open_marks:
                        self.unmarked += 1
                    elif (current := open_marks[-1]) is not None:
                        pen.draw(token["shown"], current, id(current) in with_actual_text)
                case _:
                    self.unmarked += not open_marks
        return runs

    def _font(self, page: pikepdf.Page, name: bytes, of_page: dict[bytes, _Font]) -> _Font:
        """Return a font of a page; `of_page` are those that it has used before."""
        if name not in of_page:
            font = page.Resources.Font[f"/{name.decode()}"]
            key = font.objgen
            if key not in self._fonts:
                table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
                characters = {
                    int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                    for code, text in _MAPPING.findall(table)
                }
                self._fonts[key] = characters, _widths(font.DescendantFonts[0].get("/W", []))
            of_page[name] = self._fonts[key]
        return of_page[name]


def _content(page: pikepdf.Page) -> bytes:
    """Return the content of a page: an empty page has none, and some pages have it in several streams."""
    content = page.obj.get("/Contents")
    if content is None:
        return b""
    streams: Iterable[pikepdf.Object] = content if isinstance(content, pikepdf.Array) else [content]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _widths(table: Iterable[pikepdf.Object]) -> dict[int, float]:
    """Return the widths of glyphs in thousandths of the size (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    parts = list(table)
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({first + i: float(width) for i, width in enumerate(second)})
        else:
            width = float(parts.pop(0))
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
    return widths


def _decode_glyphs(array: bytes, glyphs: dict[int, str], widths: dict[int, float]) -> tuple[list[str], float]:
    parts = _STRING.findall(array)
    codes = bytes.fromhex(b"".join([codes for codes, _ in parts]).decode())
    drawn = struct.unpack(f">{len(codes) // 2}H", codes)
    advance = sum([widths.get(glyph, 0.0) for glyph in drawn]) - sum([float(shift) for _, shift in parts if shift])
    return [glyphs.get(glyph, "\ufffd") for glyph in drawn], advance


def _decode_string(string: bytes) -> str:
    raw = bytes.fromhex(string[1:-1].decode()) if string.startswith(b"<") else re.sub(rb"\\(.)", rb"\1", string[1:-1])
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
