"""What WeasyPrint 70 gets wrong in laying out, mended while it works. Each mend says what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_RATIO = 4
"""Characters that may stand on a line for each em of its width: WeasyPrint's guess, so that long texts cost nothing."""

_SPACES = (" ", "\u00a0")
"""What Pango lets hang over a line's end."""


@contextmanager
def mended() -> Iterator[None]:
    """While this lasts, WeasyPrint lays out as it should."""
    from weasyprint.layout import block, inline

    split_first_line, linebox_layout = inline.split_first_line, block._linebox_layout
    inline.split_first_line = _hanging_space(split_first_line)
    block._linebox_layout = _notes_kept(linebox_layout)
    try:
        yield
    finally:
        inline.split_first_line, block._linebox_layout = split_first_line, linebox_layout


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


def _hanging_space(split_first_line: Any) -> Any:
    """A text that fills its line but for the space at its end fits: the space hangs.

    WeasyPrint counts the space, finds the text too wide, and breaks it behind its first word, so that a line before an
    inline element may hold a single word. Needed until `text.line_break.split_first_line` leaves the space out.
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
            if rest is None and line_size(line, style)[0] > max_width:
                bare = create_layout(text.rstrip("".join(_SPACES)), style, context, None, justification_spacing)
                if line_size(bare.get_first_line()[0], style)[0] <= max_width:
                    return first_line_metrics(line, text, layout, None, True, style)
        return split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)

    return split
