"""The colours of a finished PDF: in which spaces its pages draw, and its pictures are (ISO 32000-1, 8.6)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_OPERATORS = re.compile(rb"(?<![\w/])(rg|RG|k|K)(?=\s|$)|/(\S+)\s+(cs|CS|Do|sh|scn|SCN)(?=\s|$)")
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>")
_BY_OPERATOR = {b"rg": "RGB", b"RG": "RGB", b"k": "CMYK", b"K": "CMYK"}
_DEVICE = {
    "/DeviceRGB": "RGB", "/CalRGB": "RGB", "/Lab": "RGB", "/RGB": "RGB", "/DeviceCMYK": "CMYK", "/CMYK": "CMYK",
    "/Separation": "CMYK", "/DeviceN": "CMYK",
}  # fmt: skip
_BY_PARTS = {3: "RGB", 4: "CMYK"}


@dataclass(frozen=True, slots=True)
class ColourUse:
    """That a page draws in a space: `RGB` or `CMYK`. `size` is that of a picture in pixels; None is a drawing."""

    page: int
    space: str
    size: tuple[int, int] | None = None


def uses(data: bytes) -> list[ColourUse]:
    """What a PDF draws in colours, each once a page, in the order of the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            ColourUse(number, space, size)
            for number, page in enumerate(pdf.pages)
            for space, size in dict.fromkeys(_drawn(page.obj.get("/Contents"), page.get("/Resources"), ()))
        ]


def _drawn(content: Any, resources: Any, above: tuple[Any, ...]) -> Iterator[tuple[str, tuple[int, int] | None]]:
    for found in _OPERATORS.finditer(_STRINGS.sub(b"", _bytes(content))):
        if found[1]:
            yield _BY_OPERATOR[found[1]], None
        elif resources is not None:
            yield from _named(f"/{found[2].decode('latin-1')}", found[3], resources, above)


def _named(
    name: str, operator: bytes, resources: Any, above: tuple[Any, ...]
) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """What an operator draws that names something among the resources."""
    if operator == b"Do":
        made = resources.get("/XObject", {}).get(name)
        if made is not None and made.get("/Subtype") == "/Image":
            if (space := _space(made.get("/ColorSpace"))) and not made.get("/ImageMask", False):
                yield space, (int(made.Width), int(made.Height))
        elif made is not None and made.objgen not in above:
            yield from _drawn(made, made.get("/Resources", resources), (*above, made.objgen))
    elif operator in (b"cs", b"CS"):
        if space := _space(resources.get("/ColorSpace", {}).get(name, name)):
            yield space, None
    elif operator == b"sh":
        shading = resources.get("/Shading", {}).get(name)
        if shading is not None and (space := _space(shading.get("/ColorSpace"))):
            yield space, None
    else:
        pattern = resources.get("/Pattern", {}).get(name)
        if pattern is not None and pattern.get("/PatternType") == 2:  # noqa: PLR2004, RUF100
            if space := _space(pattern.Shading.get("/ColorSpace")):
                yield space, None
        elif pattern is not None and pattern.objgen not in above:
            yield from _drawn(pattern, pattern.get("/Resources", resources), (*above, pattern.objgen))


def _space(space: Any) -> str:
    """The kind of a colour space; nothing for shades of grey."""
    if isinstance(space, pikepdf.Array):
        kind = str(space[0])
        if kind == "/ICCBased":
            return _BY_PARTS.get(int(space[1].N), "")
        if kind in ("/Indexed", "/Pattern"):
            return _space(space[1]) if len(space) > 1 else ""
        return _DEVICE.get(kind, "")
    return _DEVICE.get(str(space), "")


def _bytes(content: Any) -> bytes:
    if content is None:
        return b""
    streams = content if isinstance(content, pikepdf.Array) else [content]
    return b"\n".join(stream.read_bytes() for stream in streams)
