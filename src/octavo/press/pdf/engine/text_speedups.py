"""Text, laid out and drawn once where WeasyPrint does so again and again; every result stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from octavo.press.pdf.engine.boxes import Box
from octavo.press.pdf.engine.pango import library
from octavo.press.pdf.engine.speedups import kept_with
from octavo.press.pdf.engine.state import PatchState

# Layout


def keep_strut(strut: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the strut of a style with it; WeasyPrint keeps it under a text made of fourteen values."""

    def find(style: Any) -> Any:
        return kept_with(style, "octavo_strut", strut)

    return find


_TRIES = 256
"""How many lines are remembered: those of a table, or of the notes of a page, are soon tried again."""


def remember_lines(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """Remember for a while what fits on a line.

    WeasyPrint lays out cells to find how wide they have to be, and all notes of a page again with each that is added:
    every fifth line has been tried before.
    """
    from weasyprint.text.line_break import Layout

    known: dict[Any, tuple[Any, Any, tuple[Any, ...]]] = {}

    def split(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        key = (
            text, id(style), style["white_space"], max_width, justification_spacing, is_line_start, minimum
        )  # fmt: skip
        if key not in known:
            layout, *rest = split_first_line(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
            if len(known) >= _TRIES:
                known.clear()
            known[key] = style, dict(vars(layout)), tuple(rest)  # a reference to the style keeps its `id` unique
        _, attributes, result = known[key]
        fresh = Layout.__new__(Layout)
        vars(fresh).update(attributes)
        return fresh, *result

    return split


def copy_empty_layouts(setup: Callable[..., None]) -> Callable[..., None]:
    """Begin the layout of a text with a copy of an empty one, made once for each style.

    WeasyPrint sets language, font and features again for each of some fifteen tries at a line.
    """
    from weasyprint.text.line_break import Layout

    ffi, gobject, pango = library()

    def make(style: Any) -> tuple[Any, dict[str, Any]]:
        empty = Layout.__new__(Layout)
        setup(empty, style)
        rest = dict(vars(empty))
        del rest["style"]
        return rest.pop("layout"), rest

    def copy(layout: Any, style: Any) -> None:
        empty, rest = kept_with(style, "octavo_layout", make)
        vars(layout).update(rest)
        layout.style = style
        layout.layout = ffi.gc(pango.pango_layout_copy(empty), gobject.g_object_unref)

    return copy


def use_passed_on_layout(create_layout: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Take the layout that `fixes.hang_spaces` has passed on, if it is of the same text; else make one."""

    def create(text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any) -> Any:
        known, layout = state.passed_on or (None, None)
        state.passed_on.clear()
        if known == (text, id(style), max_width, justification_spacing):
            return layout
        return create_layout(text, style, context, max_width, justification_spacing)

    return create


# Drawing


class _UnknownGlyphError(Exception):
    """A glyph has not been drawn in this font before, or is drawn in a special way."""


class _Runs(dict[bytes, str]):
    """Runs of glyphs of a font as a PDF writes them, by Pango's data; many are words that occurred before."""

    def __init__(self, font: Any, size: float) -> None:
        super().__init__()
        self.font, self.size = font, size
        self.glyphs: dict[tuple[int, int, int], str] = {}

    @staticmethod
    def of(font: Any, size: float) -> _Runs:
        """Return the runs of a font in a size, which are kept with the font."""
        if font.bitmap or font.svg or font.png or font.colr or type(font.to_unicode) is not dict:
            raise _UnknownGlyphError
        sizes: dict[float, _Runs] = vars(font).setdefault("octavo_runs", {})
        if size not in sizes:
            sizes[size] = _Runs(font, size)
        return sizes[size]

    def __missing__(self, run: bytes) -> str:
        numbers = memoryview(run).cast("i").tolist()
        if any(numbers[3::_WORDS]):
            raise _UnknownGlyphError
        glyphs = zip(*(numbers[at::_WORDS] for at in range(3)), strict=True)
        written = "".join([self.glyphs.get(glyph) or self._written(*glyph) for glyph in glyphs])
        self[run] = f"<{written}>".removesuffix("<>")
        return self[run]

    def _written(self, glyph: int, width: int, x: int) -> str:
        from weasyprint.text.ffi import FROM_UNITS, pango

        if glyph == pango.PANGO_GLYPH_EMPTY:
            written = f">{-width / self.size}<"
        else:
            if glyph not in self.font.to_unicode:
                raise _UnknownGlyphError
            offset = x / self.size
            kerning = self.font.widths[glyph] + offset - width * 1000 * FROM_UNITS / self.size
            written = (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
        self.glyphs[glyph, width, x] = written
        return written


_LEAST = 1e-6
"""The font size in pixels below which WeasyPrint draws no text."""
_WORDS = 5
"""Numbers that Pango keeps for a glyph: its own, width, offsets to the side and upwards, and flags."""
_SIZES = 14802
"""The first version of Pango that gives the size of a font."""


def draw_known_glyphs(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Draw glyphs that were drawn before all at once.

    WeasyPrint works out each of them again, reading its numbers one by one: a tenth of the time. It still draws lines
    that are cut off, and those with a glyph that is new, raised or a picture.
    """
    from weasyprint.text.ffi import ffi, pango

    if ffi.sizeof("PangoGlyphInfo") != _WORDS * ffi.sizeof("gint") or pango.pango_version() < _SIZES:
        return draw

    def draw_known(stream: Any, box: Box, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        layout = box.pango_layout
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_whole and box.text.strip() and box.style["font_size"] >= _LEAST:
            pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
            with suppress(_UnknownGlyphError):
                parts = list(_parts(stream, layout.get_first_line()[0]))
                stream.set_text_matrix(*matrix.values)
                for at, (font, size, text) in enumerate(parts, start=1):
                    stream.set_font_size(font.hash, size)
                    if text or at == len(parts):
                        stream.show_text(text)
                return []
        return draw(stream, box, text_overflow, block_ellipsis, matrix)

    return draw_known


def _parts(stream: Any, line: Any) -> Iterator[tuple[Any, float, str]]:
    """Yield the parts of a line, each with its font and font size."""
    from weasyprint.text.ffi import ffi

    before, runs, texts = ffi.NULL, None, list[str]()
    size = ffi.sizeof("PangoGlyphInfo")
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font = item.item.analysis.font
        if font != before:
            if runs is not None:
                yield runs.font, runs.size, "".join(texts)
            before, runs, texts = font, _Runs.of(*stream.add_font(font)), []
        if runs is None:
            raise _UnknownGlyphError
        glyphs = item.glyphs
        texts.append(runs[bytes(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * size))])
    if runs is None:
        raise _UnknownGlyphError
    yield runs.font, runs.size, "".join(texts)
