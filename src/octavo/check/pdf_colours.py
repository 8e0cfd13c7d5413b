"""The colour spaces of a finished PDF: those that its pages draw in, and those of its pictures (ISO 32000-1, 8.6)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf

_OPERATORS = re.compile(rb"(?<![\w/])(rg|RG|k|K)(?=\s|$)|/(\S+)\s+(cs|CS|Do|sh|scn|SCN)(?=\s|$)")
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>")
_BY_OPERATOR = {b"rg": "RGB", b"RG": "RGB", b"k": "CMYK", b"K": "CMYK"}
_DEVICE = {
    "/DeviceRGB": "RGB", "/CalRGB": "RGB", "/Lab": "RGB", "/RGB": "RGB", "/DeviceCMYK": "CMYK", "/CMYK": "CMYK",
    "/Separation": "CMYK", "/DeviceN": "CMYK",
}  # fmt: skip
_BY_CHANNELS = {3: "RGB", 4: "CMYK"}

_Object = pikepdf.Object
_Id = tuple[int, int]
_Use = tuple[str, tuple[int, int] | None]
"""A space, and the size of a picture in pixels."""


@dataclass(frozen=True, slots=True)
class ColourUse:
    """A page draws in a space, `RGB` or `CMYK`; `size` is that of a picture in pixels, and None for a drawing."""

    page: int
    space: str
    size: tuple[int, int] | None = None


def find_uses(data: bytes) -> list[ColourUse]:
    """Return what a PDF draws in colour, each once for a page, in the order of the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            ColourUse(number, space, size)
            for number, page in enumerate(pdf.pages)
            for space, size in dict.fromkeys(_drawn(page.obj.get("/Contents"), page.get("/Resources"), ()))
        ]


def _drawn(content: _Object | None, resources: _Object | None, around: tuple[_Id, ...]) -> Iterator[_Use]:
    """Yield what a content stream draws; `around` are the forms and patterns that it is in."""
    for found in _OPERATORS.finditer(_STRINGS.sub(b"", _bytes(content))):
        if found[1]:
            yield _BY_OPERATOR[found[1]], None
        elif resources is not None:
            yield from _named(f"/{found[2].decode('latin-1')}", found[3], resources, around)


def _named(name: str, operator: bytes, resources: _Object, around: tuple[_Id, ...]) -> Iterator[_Use]:
    """Yield what an operator draws that names one of the resources."""
    if operator == b"Do":
        drawn = _resource(resources, "/XObject", name)
        if drawn is not None and drawn.get("/Subtype") == "/Image":
            if (space := _space(drawn.get("/ColorSpace"))) and not drawn.get("/ImageMask", False):
                yield space, (int(drawn.Width), int(drawn.Height))
        elif drawn is not None and drawn.objgen not in around:
            yield from _drawn(drawn, drawn.get("/Resources", resources), (*around, drawn.objgen))
    elif operator in (b"cs", b"CS"):
        if space := _space(_resource(resources, "/ColorSpace", name)) or _DEVICE.get(name, ""):
            yield space, None
    elif operator == b"sh":
        shading = _resource(resources, "/Shading", name)
        if shading is not None and (space := _space(shading.get("/ColorSpace"))):
            yield space, None
    else:
        pattern = _resource(resources, "/Pattern", name)
        if pattern is not None and pattern.get("/PatternType") == 2:  # noqa: PLR2004, RUF100
            if space := _space(pattern.Shading.get("/ColorSpace")):
                yield space, None
        elif pattern is not None and pattern.objgen not in around:
            yield from _drawn(pattern, pattern.get("/Resources", resources), (*around, pattern.objgen))


def _resource(resources: _Object, category: str, name: str) -> _Object | None:
    return resources.get(category, pikepdf.Dictionary()).get(name)


def _space(space: _Object | None) -> str:
    """Return the kind of a colour space; empty for shades of grey."""
    if isinstance(space, pikepdf.Array):
        kind = str(space[0])
        if kind == "/ICCBased":
            return _BY_CHANNELS.get(int(space[1].N), "")
        if kind in ("/Indexed", "/Pattern"):
            return _space(space[1]) if len(space) > 1 else ""
        return _DEVICE.get(kind, "")
    return _DEVICE.get(str(space), "")


def _bytes(content: _Object | None) -> bytes:
    if content is None:
        return b""
    streams: Iterable[_Object] = content if isinstance(content, pikepdf.Array) else [content]
    return b"\n".join(stream.read_bytes() for stream in streams)
