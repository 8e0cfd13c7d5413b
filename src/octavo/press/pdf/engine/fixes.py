"""What WeasyPrint 70 gets wrong in laying out, mended while it works. Each mend says what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from octavo.press.pdf.engine import bidi, justify
from octavo.press.pdf.engine.speedups import quicker

_RATIO = 4
"""Characters that may stand on a line for each em of its width: WeasyPrint's guess, so that long texts cost nothing."""

_SPACES = (" ", "\u00a0")
"""What Pango lets hang over a line's end."""


@contextmanager
def mended(html: str) -> Iterator[None]:
    """While this lasts, WeasyPrint lays out a document as it should."""
    from weasyprint.layout import block, inline, page
    from weasyprint.pdf.fonts import Font
    from weasyprint.text import line_break
    from weasyprint.text.line_break import Layout

    theirs = inline.split_first_line, inline.text_align, inline.justify_line, Layout.set_text, Font.__init__
    linebox_layout, handle_leader = block._linebox_layout, inline.handle_leader
    create_layout, handed = line_break.create_layout, list[Any]()
    line_break.create_layout = _handed_over(create_layout, handed)
    page_styles = page.set_page_type_computed_styles
    page.set_page_type_computed_styles = _shared_page_styles(page_styles)
    inline.handle_leader = _joined_leaders(handle_leader)
    inline.split_first_line = _hanging_space(inline.split_first_line, handed)
    block._linebox_layout = _notes_kept(linebox_layout)
    both_ways = bidi.concerns(html)
    if both_ways:
        Font.__init__ = _hearing(Font.__init__)
    if both_ways or justify.concerns(html):
        inline.text_align = _in_visible_order(inline.text_align)
        inline.justify_line = justify.justify
        Layout.set_text = justify.with_room(Layout.set_text)
    try:
        with quicker():
            yield
    finally:
        inline.split_first_line, inline.text_align, inline.justify_line, Layout.set_text, Font.__init__ = theirs
        block._linebox_layout, inline.handle_leader = linebox_layout, handle_leader
        page.set_page_type_computed_styles, line_break.create_layout = page_styles, create_layout


def _notes_kept(linebox_layout: Any) -> Any:
    """The notes of every line that is kept are laid out, on this page or on the next one.

    Where a line fits once the notes of others have gone to the next page, WeasyPrint keeps it, and forgets its own.
    Needed until `layout.block._linebox_layout` lays out the notes of a line that it keeps so.
    """

    def lay_out(context: Any, box: Any, index: Any, child: Any, new_children: Any, *rest: Any) -> Any:
        before = len(new_children)
        done = linebox_layout(context, box, index, child, new_children, *rest)
        for line in new_children[before:]:
            for each in line.descendants() if context.footnotes else ():
                if each.footnote in context.footnotes:
                    context.footnotes.remove(each.footnote)
                    context.reported_footnotes.append(each.footnote)
        return done

    return lay_out


def _shared_page_styles(set_styles: Any) -> Any:
    """Pages that no selector tells apart share their styles, and those of their margins.

    WeasyPrint makes them for each page anew, which takes a third of the time that margins need. Needed until
    `layout.page.set_page_type_computed_styles` keeps them.
    """
    known: dict[Any, Any] = {}

    def share(page_type: Any, html: Any, style_for: Any) -> None:
        styles = style_for.get_computed_styles()
        kind = (page_type.side, page_type.blank, page_type.name, page_type.index == 0)
        if kind not in known or _counts_pages(style_for):
            set_styles(page_type, html, style_for)
            known[kind] = [(part, style) for (of, part), style in styles.items() if of == page_type]
        for part, style in known[kind]:
            styles[page_type, part] = style

    return share


def _counts_pages(style_for: Any) -> bool:
    """Whether a selector is for the page of a certain number."""
    return any(
        page_selector.index is not None
        for sheet, *_ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, page_selector in selectors
    )


def _joined_leaders(handle_leader: Any) -> Any:
    """The dots of a leader are one text.

    WeasyPrint draws each of them as a text by itself, which takes a third of the time that contents need. Needed until
    `layout.leader.handle_leader` puts them together.
    """
    from weasyprint.layout.leader import leader_index
    from weasyprint.text.line_break import split_first_line

    def handle(context: Any, line: Any, containing_block: Any) -> None:
        handle_leader(context, line, containing_block)
        _, leader = leader_index(line)
        if leader is None or len(leader.children) < 2:
            return
        whole = leader.children[-1]  # the leftmost, as they are put from the right
        text = whole.text * len(leader.children)
        layout, _, _, whole.width, *_ = split_first_line(text, whole.style, context, None, whole.justification_spacing)
        whole.text, whole.pango_layout = text, layout
        leader.children = (whole,)

    return handle


def _hearing(init: Any) -> Any:
    """A font that hears of every glyph each time that it is drawn."""

    def begin(font: Any, *given: Any) -> None:
        init(font, *given)
        font.to_unicode = bidi.GlyphMeanings()

    return begin


def _in_visible_order(text_align: Any) -> Any:
    """The last that WeasyPrint does to a line is to align it: before, and again once it is justified, its boxes get
    their places."""

    def align(context: Any, line: Any, available_width: Any, last: bool) -> Any:
        bidi.reorder(context, line)
        offset = text_align(context, line, available_width, last)
        bidi.reorder(context, line)
        return offset

    return align


def _hanging_space(split_first_line: Any, handed: list[Any]) -> Any:
    """A text that fills its line but for the space at its end fits: the space hangs.

    WeasyPrint counts the space, finds the text too wide, and breaks it behind its first word, so that a line before an
    inline element may hold a single word. Needed until `text.line_break.split_first_line` leaves the space out.

    A layout that does not fit is `handed` to WeasyPrint, which asks for the same.
    """
    from weasyprint.text.line_break import create_layout, first_line_metrics, line_size

    def split(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        collapses = max_width is not None and style["white_space"] in ("normal", "pre-line")
        if collapses and text.endswith(_SPACES) and 0 < len(text) * style["font_size"] <= max_width * _RATIO:
            layout = create_layout(text, style, context, max_width, justification_spacing)
            line, rest = layout.get_first_line()
            if rest is None:
                fits = line_size(line, style)[0] <= max_width
                if not fits:
                    bare = create_layout(text.rstrip("".join(_SPACES)), style, context, None, justification_spacing)
                    fits = line_size(bare.get_first_line()[0], style)[0] <= max_width
                if fits:
                    return first_line_metrics(line, text, layout, None, True, style)
            handed[:] = [(text, id(style), max_width, justification_spacing), layout]
        return split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)

    return split


def _handed_over(create_layout: Any, handed: list[Any]) -> Any:
    """The layout of a text, or the one that was `handed` over, if it is of the same."""

    def create(text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any) -> Any:
        known, layout = handed or (None, None)
        handed.clear()
        if known == (text, id(style), max_width, justification_spacing):
            return layout
        return create_layout(text, style, context, max_width, justification_spacing)

    return create
