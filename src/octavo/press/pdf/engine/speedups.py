"""What WeasyPrint 70 does again and again in laying out, done once. Nothing comes out otherwise than without it.

What depends on a style alone is kept with the style, and goes with it; the rest is kept for one gathering. WeasyPrint
gives styles other values while it builds boxes, but to none of the properties that are kept here; later it copies a
style first, and a copy begins with nothing kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from octavo.press.pdf.engine.pango import library

Change = tuple[Any, str, Any, Any]
"""A module or a class, the name of a function in it, WeasyPrint's function and ours."""


@contextmanager
def quicker() -> Iterator[None]:
    """While this lasts, WeasyPrint lays out and draws one document in less time."""
    import weasyprint.css

    alike = _Alike()
    changes = _changes(alike)
    for place, name, _, ours in changes:
        setattr(place, name, ours)
    weasyprint.css.id = alike.number
    try:
        yield
    finally:
        for place, name, theirs, _ in changes:
            setattr(place, name, theirs)
        del weasyprint.css.id


def _changes(alike: _Alike) -> list[Change]:
    from weasyprint.css import ComputedStyle, StyleFor
    from weasyprint.draw import text as draw
    from weasyprint.layout import background, inline, percent, preferred
    from weasyprint.text import line_break
    from weasyprint.text.line_break import Layout

    wanted: list[tuple[Any, str, Callable[[Any], Any]]] = [
        (ComputedStyle, "__missing__", _plain_values),
        (StyleFor, "set_computed_styles", lambda theirs: _put_off(alike.watched(theirs))),
        (StyleFor, "__call__", _made_when_asked_for),
        (inline, "split_first_line", _remembered),
        (preferred, "split_first_line", _remembered),
        (Layout, "setup", _copied),
        (percent, "resolve_percentages", _fixed_lengths),
        (background, "layout_box_backgrounds", _without_background),
        (line_break, "strut", _kept_strut),
        (draw, "draw_first_line", _drawn_at_once),
    ]
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("weasyprint.")]
    changes = []
    for place, name, make in wanted:
        theirs = getattr(place, name)
        ours = make(theirs)
        # A function is also in the modules that import it.
        places = [place] if isinstance(place, type) else [each for each in modules if vars(each).get(name) is theirs]
        changes += [(each, name, theirs, ours) for each in places]
    return changes


def _kept(style: Any, name: str, make: Callable[[Any], Any]) -> Any:
    """What is made of a style, made once."""
    known = vars(style)
    if name not in known:
        known[name] = make(style)
    return known[name]


# Styles


def _plain_values(missing: Any) -> Any:
    """A property that no sheet gives to an element is its parent's, or the initial one.

    WeasyPrint asks for variables, logical properties and formulas first, in every property of every style: a tenth of
    the time. Needed until `css.ComputedStyle.__missing__` asks whether there is a declaration before all else.
    """
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    logical = {
        direction: {name: of(block="ttb", inline=direction) for name, of in PHYSICAL_FUNCTIONS.items()}
        for direction in ("ltr", "rtl")
    }
    special = {"display", "float", "page", "position", *(key for key in INITIAL_VALUES if "text_decoration_" in key)}
    inherited = INHERITED - special - PHYSICAL_FUNCTIONS.keys()
    initial = {
        key: value
        for key, value in INITIAL_VALUES.items()
        if key not in special | INHERITED and key not in INITIAL_NOT_COMPUTED
    }

    def find(style: Any, key: str) -> Any:
        if key not in style.cascaded:
            if key in inherited:
                if style.parent_style is not None and not check_math(value := style.parent_style[key]):
                    style[key] = value
                    return value
            elif key in initial and (
                key not in PHYSICAL_FUNCTIONS or logical[style["direction"]][key] not in style.cascaded
            ):
                value = style[key] = initial[key]
                return value
        return missing(style, key)

    return find


class _Alike:
    """Elements that differ in their `id` alone are known to be alike, so that what is in them shares its styles.

    WeasyPrint shares styles among the children of one element, and of those that share their own; what is in different
    sections never does, as an `id` is a declaration to it. Needed until `css.StyleFor` leaves `anchor` out of the key
    of parents.
    """

    def __init__(self) -> None:
        self.first: dict[Any, Any] = {}

    def number(self, thing: Any) -> int:
        """What `css` takes for the `id` of a thing: that of the first style that is like it."""
        return id(getattr(thing, "octavo_like", thing))

    def watched(self, set_styles: Any) -> Any:
        """WeasyPrint's function that gives an element its style, seen whether there has been one like that."""

        def set_and_compare(
            style_for: Any,
            element: Any,
            parent: Any,
            root: Any = None,
            pseudo_type: Any = None,
            *rest: Any,
            **more: Any,
        ) -> None:
            set_styles(style_for, element, parent, root, pseudo_type, *rest, **more)
            if pseudo_type is None and parent is not None:
                self._compare(style_for.get_computed_styles()[element, None])

        return set_and_compare

    def _compare(self, style: Any) -> None:
        if "anchor" in style.cascaded:
            given = ((name, id(value), weight) for name, (value, weight) in style.cascaded.items() if name != "anchor")
            first = self.first.setdefault((self.number(style.parent_style), frozenset(given)), style)
            if first is not style:
                style.octavo_like = first


def _put_off(set_styles: Any) -> Any:
    """The styles of pseudo-elements are made when they are asked for.

    WeasyPrint's own sheet speaks of six pseudo-elements of every element, and hardly any is ever there. Needed until
    `css.StyleFor` does so.
    """

    def set_or_put_off(
        style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, *rest: Any, **named: Any
    ) -> None:
        cascaded = style_for._cascaded_styles
        is_other = pseudo_type is None or pseudo_type.startswith("@") or parent is not element
        if is_other or "anchor" in cascaded.get((element, pseudo_type), ("anchor",)):
            set_styles(style_for, element, parent, root, pseudo_type, *rest, **named)
            return

        if "octavo_later" not in vars(style_for):

            def make(element: Any, pseudo_type: Any) -> None:
                set_styles(style_for, element, element, root, pseudo_type, *rest, **named)

            vars(style_for)["octavo_later"] = dict(cascaded), make

    return set_or_put_off


def _made_when_asked_for(find: Any) -> Any:
    def find_or_make(style_for: Any, element: Any, pseudo_type: Any = None) -> Any:
        key = element, pseudo_type
        if pseudo_type is not None and key not in style_for._computed_styles and "octavo_later" in vars(style_for):
            later, make = style_for.octavo_later
            if key in later:
                style_for._cascaded_styles[key] = later[key]
                make(*key)
                del style_for._cascaded_styles[key]
        return find(style_for, element, pseudo_type)

    return find_or_make


# Boxes


_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right", "padding_top",
    "padding_bottom", "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip


def _fixed_lengths(resolve: Any) -> Any:
    """Where no length of a style is a part of another one, all boxes of that style get the same.

    WeasyPrint works out fourteen lengths of each box, each time that it is tried. Needed until
    `layout.percent.resolve_percentages` keeps them.
    """
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.formatting_structure.boxes import Box

    widths = [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]
    logical = {PHYSICAL_FUNCTIONS[name](block="ttb", inline=way) for name in _LENGTHS for way in ("ltr", "rtl")}
    concerned = {*_LENGTHS, *logical, "box_sizing"}
    initial = dict[str, Any]()

    class Probe:
        def __init__(self, style: Any) -> None:
            self.style = style

    def is_fixed(value: Any) -> bool:
        return value is None or value == "auto" or getattr(value, "unit", None) == "px"

    def lengths(style: Any) -> dict[str, Any] | None:
        if style["border_collapse"] == "collapse":
            return None
        is_given = not concerned.isdisjoint(style) or not concerned.isdisjoint(getattr(style, "cascaded", ()))
        is_plain = not is_given and not any(style[width] for width in widths)
        if is_plain and initial:
            return initial
        if not all(is_fixed(style[name]) for name in _LENGTHS):
            return None
        probe = Probe(style)
        resolve(probe, (0, 0))
        del probe.style
        if is_plain:
            initial.update(vars(probe))
        return vars(probe)

    def resolve_or_copy(box: Any, containing_block: Any) -> None:
        fixed = _kept(box.style, "octavo_lengths", lengths) if isinstance(box, Box) else None
        if fixed is None:
            resolve(box, containing_block)
        else:
            vars(box).update(fixed)

    return resolve_or_copy


_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))


def _without_background(lay_out: Any) -> Any:
    """Most boxes have neither background nor border, and their style says so.

    WeasyPrint looks for pictures, colours, shadows and round corners in each of them. Needed until
    `layout.background.layout_box_backgrounds` asks once for each style.
    """

    def is_bare(style: Any) -> bool:
        return (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and getattr(style["background_color"], "alpha", 1) == 0
            and not style["box_shadow"]
            and all((0, "px") in style[corner] for corner in _CORNERS)
        )

    bare = dict.fromkeys(_CORNERS, (0, 0))

    def lay_out_or_pass(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or box is page or not _kept(box.style, "octavo_bare", is_bare):
            lay_out(page, box, get_image, layout_children, style)
            return
        for name, value in bare.items():
            setattr(box, name, value)
        box.background = None
        if layout_children:
            for child in box.all_children():
                lay_out_or_pass(page, child, get_image)

    return lay_out_or_pass


# Text


def _kept_strut(strut: Any) -> Any:
    """Needed until `text.line_break.strut` keeps what it finds with the style, not under a text of fourteen values."""

    def find(style: Any) -> Any:
        return _kept(style, "octavo_strut", strut)

    return find


_TRIES = 256
"""Lines that are remembered: those of a table, or of the notes of a page, are tried again soon."""


def _remembered(split_first_line: Any) -> Any:
    """What fits on a line is remembered for a while.

    WeasyPrint lays out cells to find how wide they have to be, and all notes of a page again with each that is added:
    every fifth line has been tried before. Needed until `text.line_break.split_first_line` remembers it.
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
            known[key] = style, dict(vars(layout)), tuple(rest)  # the style is held, so that its `id` stays its own
        _, attributes, result = known[key]
        fresh = Layout.__new__(Layout)
        vars(fresh).update(attributes)
        return fresh, *result

    return split


def _copied(setup: Any) -> Any:
    """The layout of a text is a copy of an empty one, made once for each style.

    WeasyPrint tells Pango of language, face and features anew for each of some fifteen tries at a line. Needed until
    `text.line_break.Layout.setup` keeps what it makes with the style.
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
        empty, rest = _kept(style, "octavo_layout", make)
        vars(layout).update(rest)
        layout.style = style
        layout.layout = ffi.gc(pango.pango_layout_copy(empty), gobject.g_object_unref)

    return copy


class _UnknownError(Exception):
    """There is a glyph that the font has not shown before, or one that is not drawn as others are."""


class _Runs(dict[bytes, str]):
    """How runs of glyphs of a font are written in a PDF, by what Pango says of them; many are words met before."""

    def __init__(self, font: Any, size: float) -> None:
        super().__init__()
        self.font, self.size = font, size
        self.glyphs: dict[tuple[int, int, int], str] = {}

    @staticmethod
    def of(font: Any, size: float) -> _Runs:
        """Those of a font in a size, which are kept with the font."""
        if font.bitmap or font.svg or font.png or font.colr or type(font.to_unicode) is not dict:
            raise _UnknownError
        sizes: dict[float, _Runs] = vars(font).setdefault("octavo_runs", {})
        if size not in sizes:
            sizes[size] = _Runs(font, size)
        return sizes[size]

    def __missing__(self, run: bytes) -> str:
        numbers = memoryview(run).cast("i").tolist()
        if any(numbers[3::_WORDS]):
            raise _UnknownError
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
                raise _UnknownError
            offset = x / self.size
            kerning = self.font.widths[glyph] + offset - width * 1000 * FROM_UNITS / self.size
            written = (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
        self.glyphs[glyph, width, x] = written
        return written


_LEAST = 1e-6
"""Pixels under which WeasyPrint draws no text."""
_WORDS = 5
"""Numbers that Pango keeps of a glyph: its own, width, offsets to the side and upwards, and what kind it is."""
_SIZES = 14802
"""The version of Pango from which on it says the size of a font."""


def _drawn_at_once(draw: Any) -> Any:
    """Glyphs that were drawn before are drawn in one go.

    WeasyPrint works out each of them anew, reading its numbers one by one: a tenth of the time. Lines that are cut off,
    and those with a glyph that is new, raised or a picture, it draws itself. Needed until `draw.text.draw_first_line`
    reads all glyphs of a run at once.
    """
    from weasyprint.text.ffi import ffi, pango

    if ffi.sizeof("PangoGlyphInfo") != _WORDS * ffi.sizeof("gint") or pango.pango_version() < _SIZES:
        return draw

    def draw_known(stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        layout = box.pango_layout
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_whole and box.text.strip() and box.style["font_size"] >= _LEAST:
            pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
            with suppress(_UnknownError):
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
    """The parts of a line, each with its font and the size of that."""
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
            raise _UnknownError
        glyphs = item.glyphs
        texts.append(runs[bytes(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * size))])
    if runs is None:
        raise _UnknownError
    yield runs.font, runs.size, "".join(texts)
