"""A page of a PDF as a drawing in SVG, where it has only lines, areas and letters."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

_Matrix = tuple[float, float, float, float, float, float]
_MOST = 20_000
"""The most objects of a page that becomes a drawing: beyond them, pixels are smaller."""


class _BeyondSvgError(Exception):
    """The page has something that is not drawn here: pictures, shadings, blending, fonts made of drawings."""


@dataclass(slots=True)
class _Drawing:
    parts: list[str] = field(default_factory=list)
    clips: dict[str, str] = field(default_factory=dict)
    """The names of clipping paths, by what they are."""
    letters: dict[int, list[tuple[int, _Matrix]]] = field(default_factory=dict)
    """The characters of each text object, with where they are."""
    count: int = 0


def draw(page: Any) -> str | None:
    """Return an open page of PDFium as SVG on white paper; None where it has more than lines, areas and letters."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPage_GetRotation(page):
        return None
    left, bottom, right, top = page.get_cropbox()
    drawing = _Drawing()
    text = page.get_textpage()
    try:
        _read_letters(text.raw, drawing)
        count = pdfium.FPDFPage_CountObjects(page.raw)
        for row in range(count):
            _draw_object(pdfium.FPDFPage_GetObject(page.raw, row), drawing)
    except _BeyondSvgError:
        return None
    finally:
        text.close()
    width, height = right - left, top - bottom
    clips = "".join(f'<clipPath id="{name}">{path}</clipPath>' for path, name in drawing.clips.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width * 96 / 72)}" height="{_n(height * 96 / 72)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}"><rect width="{_n(width)}" height="{_n(height)}" fill="#fff"/>'
        f'<defs>{clips}</defs><g transform="matrix(1 0 0 -1 {_n(-left)} {_n(top)})">{"".join(drawing.parts)}</g></svg>'
    )


def _read_letters(text: Any, drawing: _Drawing) -> None:
    import pypdfium2.raw as pdfium

    for row in range(pdfium.FPDFText_CountChars(text)):
        holder = pdfium.FPDFText_GetTextObject(text, row)
        if not holder or pdfium.FPDFText_IsGenerated(text, row) == 1:
            continue
        matrix = pdfium.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        if not pdfium.FPDFText_GetMatrix(text, row, matrix) or not pdfium.FPDFText_GetCharOrigin(text, row, x, y):
            raise _BeyondSvgError
        place = (matrix.a, matrix.b, matrix.c, matrix.d, x.value, y.value)
        letter = pdfium.FPDFText_GetUnicode(text, row)
        drawing.letters.setdefault(_key(holder), []).append((letter, place))


def _key(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _draw_object(item: Any, drawing: _Drawing, top: bool = True) -> None:
    import pypdfium2.raw as pdfium

    drawing.count += 1
    if drawing.count > _MOST or pdfium.FPDFPageObj_HasTransparency(item):
        raise _BeyondSvgError
    kind = pdfium.FPDFPageObj_GetType(item)
    clips = _clips(item, drawing)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        shown = _path(item)
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
        shown = _text(item, drawing)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and top:
        matrix, parts = _matrix(item), drawing.parts
        drawing.parts = []
        for row in range(pdfium.FPDFFormObj_CountObjects(item)):
            _draw_object(pdfium.FPDFFormObj_GetObject(item, row), drawing, top=False)
        shown = f"<g{_transform(matrix)}>{''.join(drawing.parts)}</g>"
        drawing.parts = parts
    else:
        raise _BeyondSvgError
    for clip in reversed(clips) if shown else ():
        shown = f'<g clip-path="url(#{clip})">{shown}</g>'
    drawing.parts.append(shown)


def _path(item: Any) -> str:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(item)
    data = _segments(count, partial(pdfium.FPDFPath_GetPathSegment, item))
    if not data or not (fill.value or stroke.value):
        return ""
    rule = ' fill-rule="evenodd"' if fill.value == pdfium.FPDF_FILLMODE_ALTERNATE else ""
    paint = rule + _colour(item, "fill") if fill.value else ' fill="none"'
    paint += _stroke(item) if stroke.value else ""
    return f'<path d="{data}"{paint}{_transform(_matrix(item))}/>'


def _stroke(item: Any) -> str:
    import pypdfium2.raw as pdfium

    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    cap = ("butt", "round", "square")[max(0, min(2, pdfium.FPDFPageObj_GetLineCap(item)))]
    join = ("miter", "round", "bevel")[max(0, min(2, pdfium.FPDFPageObj_GetLineJoin(item)))]
    paint = f'{_colour(item, "stroke")} stroke-width="{_n(max(width.value, 0.1))}" stroke-linecap="{cap}"'
    paint += f' stroke-linejoin="{join}" stroke-miterlimit="10"'
    if (count := pdfium.FPDFPageObj_GetDashCount(item)) > 0:
        dashes, phase = (ctypes.c_float * count)(), ctypes.c_float()
        pdfium.FPDFPageObj_GetDashArray(item, dashes, count)
        pdfium.FPDFPageObj_GetDashPhase(item, phase)
        paint += f' stroke-dasharray="{" ".join(map(_n, dashes))}" stroke-dashoffset="{_n(phase.value)}"'
    return paint


def _colour(item: Any, what: str) -> str:
    import pypdfium2.raw as pdfium

    read = pdfium.FPDFPageObj_GetFillColor if what == "fill" else pdfium.FPDFPageObj_GetStrokeColor
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(item, red, green, blue, alpha):
        raise _BeyondSvgError
    opacity = f' {what}-opacity="{_n(alpha.value / 255)}"' if alpha.value < 255 else ""
    return f' {what}="#{red.value:02x}{green.value:02x}{blue.value:02x}"{opacity}'


def _text(item: Any, drawing: _Drawing) -> str:
    """Return the letters of a text object as outlines."""
    import pypdfium2.raw as pdfium

    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return ""
    if mode != pdfium.FPDF_TEXTRENDERMODE_FILL:
        raise _BeyondSvgError
    font, size, paint, parts = pdfium.FPDFTextObj_GetFont(item), ctypes.c_float(), _colour(item, "fill"), []
    pdfium.FPDFTextObj_GetFontSize(item, size)
    for letter, place in drawing.letters.get(_key(item), ()):
        if chr(letter).isspace():
            continue
        glyph = pdfium.FPDFFont_GetGlyphPath(font, letter, size.value)
        count = pdfium.FPDFGlyphPath_CountGlyphSegments(glyph) if glyph else 0
        if count <= 0:
            raise _BeyondSvgError
        data = _segments(count, partial(pdfium.FPDFGlyphPath_GetGlyphPathSegment, glyph))
        parts.append(f'<path d="{data}"{_transform(_scaled(place, size.value))}/>')
    return f"<g{paint}>{''.join(parts)}</g>" if parts else ""


def _clips(item: Any, drawing: _Drawing) -> list[str]:
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    names = []
    for number in range(max(0, count)):
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, number)
        data = _segments(segments, partial(pdfium.FPDFClipPath_GetPathSegment, clip, number))
        names.append(drawing.clips.setdefault(f'<path d="{data}"/>', f"clip{len(drawing.clips) + 1}"))
    return names


def _segments(count: int, get: Callable[[int], Any]) -> str:
    return " ".join(_commands(count, get))


def _commands(count: int, get: Callable[[int], Any]) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    curve: list[str] = []
    for row in range(max(0, count)):
        segment = get(row)
        x, y = ctypes.c_float(), ctypes.c_float()
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            raise _BeyondSvgError
        point = f"{_n(x.value)} {_n(y.value)}"
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) == 3:
                yield f"C{' '.join(curve)}"
                curve = []
        else:
            yield f"{'M' if kind == pdfium.FPDF_SEGMENT_MOVETO else 'L'}{point}"
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield "Z"


def _matrix(item: Any) -> _Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _scaled(matrix: _Matrix, size: float) -> _Matrix:
    """Return the matrix for outlines that are one unit high, at a size."""
    a, b, c, d, e, f = matrix
    return a * size, b * size, c * size, d * size, e, f


def _transform(matrix: _Matrix) -> str:
    return "" if list(matrix) == [1, 0, 0, 1, 0, 0] else f' transform="matrix({" ".join(map(_n, matrix))})"'


def _n(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".") if abs(number) < 1e7 else "0"
