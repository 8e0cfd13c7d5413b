"""What WeasyPrint gets wrong in laying out, put right: the functions that `patches.py` puts in place of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from octavo.press.pdf.engine.boxes import Box
from octavo.press.pdf.engine.state import PatchState

_RATIO = 4
"""The most characters per em that a line can hold: WeasyPrint's guess, so that long texts cost nothing."""
_SPACES = (" ", "\u00a0")
"""What Pango lets hang over the end of a line."""


class _Unnamed(str):
    """The name of pages without a name, for WeasyPrint, which takes an empty name for no change of name."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def end_named_pages(block_level_page_name: Callable[..., Any]) -> Callable[..., Any]:
    """Begin a new page behind a block with a named page, where what follows has none (CSS Paged Media 3, 7.2)."""

    def name_after(before: Box, after: Box) -> Any:
        name = block_level_page_name(before, after)
        return _Unnamed() if name == "" else name

    return name_after


def forget_named_pages(update_page_groups: Callable[..., Any]) -> Callable[..., Any]:
    """Make a page without a name where one has just begun behind a named page."""

    def update(page_groups: Any, resume_at: Any, next_page: dict[str, Any], *rest: Any) -> Any:
        if isinstance(next_page["page"], _Unnamed):
            next_page = {**next_page, "page": ""}
        return update_page_groups(page_groups, resume_at, next_page, *rest)

    return update


def keep_marks_in_place(marker_to_box: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the text that an author's sheet makes the mark of an item in the box of the mark.

    The two share a style, so that the text is placed absolutely together with the box around it.
    """

    def make(*given: Any) -> Any:
        for marker in marker_to_box(*given):
            for child in marker.children:
                if child.style is marker.style:
                    child.style = child.style.copy()
                    child.style["position"] = "static"
            yield marker

    return make


def keep_heads(table_layout: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the head of a table on its first page, where WeasyPrint leaves it out because no row fits under it.

    A row may fit nowhere, as when notes fill the page and its own note must wait: it overflows rather than the head
    is lost.
    """

    def lay(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
        from weasyprint.layout.block import remove_placeholders

        result = table_layout(context, table, bottom_space, skip_stack, *rest)
        made, groups = result[0], table.children
        has_head = bool(groups) and groups[0].is_header
        if skip_stack is not None or made is None or not has_head or made.children[0].is_header:
            return result
        *_, absolute, fixed = rest
        remove_placeholders(context, [made], absolute, fixed)
        bodies = [each for each in groups if not each.is_header and not each.is_footer]
        broken = [each.style["break_inside"] for each in bodies]
        for each in bodies:  # WeasyPrint keeps the head of a table that must not be broken
            each.style["break_inside"] = "avoid"
        try:
            return table_layout(context, table, bottom_space, skip_stack, *rest)
        finally:
            for each, value in zip(bodies, broken, strict=True):
                each.style["break_inside"] = value

    return lay


def join_leaders(handle_leader: Callable[..., None]) -> Callable[..., None]:
    """Make the dots of a leader one text: WeasyPrint draws each dot as a text of its own, which makes contents large
    and takes a third of the time that they need."""
    from weasyprint.layout.leader import leader_index
    from weasyprint.text.line_break import split_first_line

    def handle(context: Any, line: Box, containing_block: Any) -> None:
        handle_leader(context, line, containing_block)
        _, leader = leader_index(line)
        if leader is None or len(leader.children) < 2:
            return
        whole = leader.children[-1]  # the leftmost: they are placed from the right
        text = whole.text * len(leader.children)
        layout, _, _, whole.width, *_ = split_first_line(text, whole.style, context, None, whole.justification_spacing)
        whole.text, whole.pango_layout = text, layout
        leader.children = (whole,)

    return handle


def hang_spaces(split_first_line: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Let a text fit that fills its line except for the space at its end: the space hangs.

    WeasyPrint counts the space, finds the text too wide, and breaks it after its first word, so that a line before an
    inline element may hold a single word.

    A layout that was made here but does not fit is passed on to WeasyPrint, which asks for the same one next.
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
            state.passed_on[:] = [(text, id(style), max_width, justification_spacing), layout]
        return split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)

    return split
