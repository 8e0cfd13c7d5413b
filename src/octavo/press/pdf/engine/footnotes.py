"""Notes at the foot of pages: in the order of their references, on their pages as far as possible.

WeasyPrint moves a whole note to the next page where it does not fit, moves notes of earlier lines there to make room
for a line, loses their order, and lets notes that are higher than a page run out of it. Here a note that does not fit
is divided, where enough of its lines fit under the line that refers to it; else it is moved, or the line is, as the
property `footnote-policy` says. The rest of a note is a copy of it that knows where to go on, and is moved as if it
were the first note of the next page.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from octavo.press.pdf.engine.boxes import Box, kind

if TYPE_CHECKING:
    from octavo.press.pdf.engine.state import PatchState

_BOTTOM_SPACE = 9
"""The place of the argument `bottom_space` of `_linebox_layout`: infinitely low where lines cannot break to a page."""
_MOST = 0.8
"""The part of a page that notes from earlier pages may fill where text follows."""


class _Kept(list[Box]):
    """The notes of a page, of which WeasyPrint moves none to make room for a line: they seem to be none."""

    def __bool__(self) -> bool:
        return False


def _place(note: Box) -> tuple[bool, int, int]:
    """Return what notes are sorted by: the rest of a note is first, others are in the order of their references."""
    return note.foot_part == 0, note.foot_place, note.foot_part


def _has(notes: list[Box], note: Box) -> bool:
    return any(each is note for each in notes)


@dataclass(slots=True)
class NotesAtFoot:
    """The notes of one document, while it is laid out. `context` is WeasyPrint's `LayoutContext` throughout."""

    carried: dict[int, list[Box]] = field(default_factory=dict)
    """The notes that each page, by its index, has from the one before."""
    arriving: list[Box] = field(default_factory=list)
    """Those of the page that is being laid out."""
    limit: float | None = None
    """The height, within borders and padding, at which the last note of this page is divided."""

    can_move_line: bool = True
    """Whether the lines that are being laid out may break to the next page."""

    def number(self, notes: list[Box]) -> None:
        """Number all notes of the document in their order."""
        for place, note in enumerate(notes):
            note.foot_place, note.foot_part, note.foot_skip, note.foot_rest_of = place, 0, None, None
            note.foot_policy = note.style["footnote_policy"]

    def lay(self, context: Any, note: Box) -> bool:
        """Add a note to the page; return whether it has to be moved to the next one (`LayoutContext.layout_footnote`).

        Whether the line that refers to it still fits is WeasyPrint's next question; if not, the note may be divided.
        """
        if not isinstance(context.current_page_footnotes, _Kept):  # a new page
            context.current_page_footnotes = _Kept(context.current_page_footnotes)
        is_carried = _has(self.arriving, note)
        context.footnotes.remove(note)
        insort(context.current_page_footnotes, note, key=_place)
        context._update_footnote_area()
        if is_carried:
            return self._is_too_much(context, note)
        note.style["footnote_policy"] = note.foot_policy if self.can_move_line else "auto"
        if context.reported_footnotes:
            return True
        if not context.in_column:
            self._divide_when_line_overflows(context, note)
        return False

    def unlay(self, context: Any, note: Box) -> None:
        """Take back a note whose line is laid out again, on this page or another (`LayoutContext.unlayout_footnote`).

        Where WeasyPrint takes back a paragraph, it takes back the notes of the lines on earlier pages as well.
        """
        is_from_before = any(each.foot_place == note.foot_place for each in self.arriving)
        if is_from_before or _has(context.footnotes, note):
            return
        context.footnotes.append(note)
        self._remove(context, note)
        context._update_footnote_area()

    def move(self, context: Any, note: Box) -> None:
        """Move a note to the next page (`LayoutContext.report_footnote`)."""
        self._remove(context, note)
        insort(context.reported_footnotes, note, key=_place)
        context._update_footnote_area()

    def _remove(self, context: Any, note: Box) -> None:
        for notes in (context.current_page_footnotes, context.reported_footnotes):
            for each in [each for each in notes if each is note or each.foot_rest_of is note]:
                if each is not note:
                    self.limit = None
                notes.remove(each)

    def _divide_when_line_overflows(self, context: Any, note: Box) -> None:
        def overflows_page(bottom_space: float, position_y: float) -> bool:
            del context.overflows_page  # the next question is about something else
            if not context.overflows_page(bottom_space, position_y):
                return False
            foot = context.page_bottom + context.current_footnote_area.margin_height()
            rest = self._divide(context, note, foot - bottom_space - position_y)
            if rest is not None:
                insort(context.reported_footnotes, rest, key=_place)
            return rest is None

        context.overflows_page = overflows_page

    def _is_too_much(self, context: Any, note: Box) -> bool:
        """Divide a note from an earlier page if there is no room for all of it; return whether nothing of it fits."""
        area = context.current_footnote_area
        most = area.page.height * (1 if area.page.page_type.blank else _MOST)
        if _has(context.current_page_footnotes, note.foot_rest_of):
            return True
        if area.margin_height() <= most:
            return False
        rest = self._divide(context, note, most)
        if rest is not None:
            self.arriving.insert(1 + next(n for n, each in enumerate(self.arriving) if each is note), rest)
        return rest is None

    def _divide(self, context: Any, note: Box, room: float) -> Box | None:
        """Divide the last note of the page where the notes would be higher than `room`; return the rest of it."""
        area = context.current_footnote_area
        if context.current_page_footnotes[-1] is not note:
            return None
        limit = room - (area.margin_height() - area.height)
        laid, resume_at = self._lay_area(context, limit)
        last = len(context.current_page_footnotes) - 1
        if laid is None or not resume_at or not resume_at.get(last) or laid.height > limit * (1 + 1e-9):
            return None
        self.limit = limit
        context._update_footnote_area()
        rest = note.copy()
        rest.foot_rest_of, rest.foot_part, rest.foot_skip = note, note.foot_part + 1, resume_at[last]
        return rest

    def update_area(self, context: Any) -> bool:
        """Lay out the notes of the page, and leave them its foot (`LayoutContext._update_footnote_area`)."""
        area = context.current_footnote_area
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = list(context.current_page_footnotes)
        area.height = self._lay_area(context, self.limit)[0].height if area.children else 0
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        return False

    def _lay_area(self, context: Any, limit: float | None) -> tuple[Any, Any]:
        from weasyprint.formatting_structure.build import create_anonymous_boxes
        from weasyprint.layout.block import block_level_layout

        area = context.current_footnote_area
        laid, resume_at, *_ = self.lay_area(
            block_level_layout, context, create_anonymous_boxes(area.deepcopy()), area.page, limit
        )
        return laid, resume_at

    def lay_area(
        self, block_level_layout: Callable[..., Any], context: Any, area: Box, page: Box, limit: Any,
        positioned: list[Any] | None = None,
    ) -> Any:  # fmt: skip
        """Lay out notes, the first from where it was divided, the last as far as the limit."""
        skip = area.children[0].foot_skip if area.children else None
        bottom_space = -float("inf")
        if skip or limit is not None:
            area.style = area.style.copy()
            area.style["box_decoration_break"] = "clone"
        if limit is not None:
            bottom_space = context.page_bottom - (area.content_box_y() + limit) - (
                area.padding_bottom + area.border_bottom_width + area.margin_bottom)  # fmt: skip
        return block_level_layout(
            context, area, bottom_space, {0: skip} if skip else None, page, page_is_empty=limit is None,
            absolute_boxes=[] if positioned is None else positioned,
            fixed_boxes=[] if positioned is None else positioned,
        )  # fmt: skip


def keep_lines(linebox_layout: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Move no line for its notes where it cannot break to the next page: WeasyPrint would lose it, or fail."""
    notes = state.notes

    def lay_out(*given: Any) -> Any:
        before, notes.can_move_line = notes.can_move_line, given[_BOTTOM_SPACE] > -float("inf")
        try:
            return linebox_layout(*given)
        finally:
            notes.can_move_line = before

    return lay_out


def lay_divided(block_level_layout: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Show the notes of a page as far as they belong on it; lay out everything else as WeasyPrint does."""

    def lay(context: Any, box: Box, *rest: Any, **named: Any) -> Any:
        if kind(box) != "FootnoteAreaBox":
            return block_level_layout(context, box, *rest, **named)
        # The page lays out what is positioned in its notes, such as the markers of a list.
        positioned = named["absolute_boxes"]
        return state.notes.lay_area(block_level_layout, context, box, box.page, state.notes.limit, positioned)

    return lay


def move_out_of_columns(context: Any, height: float) -> None:
    """Move the notes that are higher than the room left under columns to the next page."""
    while len(context.current_page_footnotes) and context.current_footnote_area.margin_height() > height:
        context.report_footnote(context.current_page_footnotes[-1])


def pass_on(remake_page: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Give a page the notes that the one before has left, also when that one is not laid out again.

    WeasyPrint keeps what is left in one place for all pages: it would be lost, or repeated, when some pages are laid
    out again.
    """
    notes = state.notes

    def remake(index: int, context: Any, root_box: Box, html: Any) -> Any:
        context.reported_footnotes = notes.arriving = list(notes.carried.get(index, ()))
        notes.limit = None
        made = remake_page(index, context, root_box, html)
        left = list(context.reported_footnotes)
        if _parts(left) != _parts(notes.carried.get(index + 1, [])):
            notes.carried[index + 1] = left
            if made[1] is not None or left:
                context.page_maker[index + 1][-1]["content_changed"] = True
        return made

    return remake


def _parts(notes: list[Box]) -> list[Any]:
    return [(*_place(note), note.foot_skip) for note in notes]


def to_the_end(make_all_pages: Callable[..., Any], state: PatchState) -> Callable[..., Any]:
    """Number the notes before pages are made, and lay out again a last page whose notes go on after it."""
    notes = state.notes

    def make(context: Any, root_box: Box, html: Any, pages: Any) -> Iterator[Any]:
        notes.number(context.footnotes)
        for index, left in notes.carried.items():
            if left and index < len(context.page_maker) and context.page_maker[index][0] is None:
                context.page_maker[index - 1][-1]["content_changed"] = True
        yield from make_all_pages(context, root_box, html, pages)

    return make
