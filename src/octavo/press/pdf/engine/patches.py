"""Everything that octavo changes in WeasyPrint: one table, one context manager, one lock.

A *fix* puts right what WeasyPrint gets wrong, a *hook* lets octavo's own structure tree and binding in, a *speed-up*
changes no byte of any PDF. Fixes and hooks are needed: where one does not find its target, `check` ends the run with a
`MachineError` before anything is laid out. Speed-ups rely on details: they are left out with any version of
WeasyPrint but `TESTED_WEASYPRINT`, and where the environment variable `OCTAVO_NO_SPEEDUPS` is set to 1.

Patches are made in modules, which all threads of a process share. So a process lays out one document at a time:
`LOCK` is held while WeasyPrint is imported, and while patches are applied.

Most lines here are the table, which is read as a whole.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from octavo.model.errors import MachineError
from octavo.press.pdf.engine import (
    bidi,
    first_letter,
    fixes,
    footnotes,
    justify,
    speedups,
    tagging,
    text_speedups,
    writing,
)
from octavo.press.pdf.engine.footnotes import NotesAtFoot
from octavo.press.pdf.engine.state import PatchState
from octavo.tools.libraries import TESTED_WEASYPRINT

LOCK = threading.RLock()
"""Held while WeasyPrint is imported, and from before a document is laid out until it is written."""

Make = Callable[[Any, PatchState], Any]
"""Makes a replacement from WeasyPrint's own function and the state of the document."""


class PatchKind(StrEnum):
    """Why something is changed."""

    FIX = "fix"
    HOOK = "hook"
    SPEEDUP = "speed-up"


@dataclass(frozen=True, slots=True)
class Patch:
    """One change in WeasyPrint."""

    module: str
    name: str
    """A function of the module, or of a class in it: `Layout.setup`."""
    kind: PatchKind
    make: Make
    why: str
    """What the patch does; goes on from "octavo needs it to"."""
    test: str
    """The test that proves it, from the folder `tests`."""
    until: str
    """What WeasyPrint has to change so that the patch can go."""
    applies: Callable[[PatchState], bool] = lambda _: True
    """Whether a document needs it."""
    everywhere: bool = False
    """Whether it is also made in the modules that import the function by its name."""
    is_new: bool = False
    """Whether the module has no such name, and gets it to hide one of Python's own."""

    @property
    def target(self) -> str:
        """The whole name of what is changed."""
        return f"{self.module}.{self.name}"

    def find(self) -> tuple[Any, str]:
        """Return the module or class that holds the target, and the name in it. Raises `LookupError`."""
        *path, name = self.name.split(".")
        try:
            holder: Any = import_module(self.module)
            for part in path:
                holder = getattr(holder, part)
        except (ImportError, AttributeError) as error:
            raise LookupError(self.target) from error
        if (name in vars(holder)) is self.is_new:
            raise LookupError(self.target)
        return holder, name


def _simple(make: Callable[[Any], Any]) -> Make:
    """Return a `Make` for a replacement that needs nothing but WeasyPrint's own function."""
    return lambda theirs, _state: make(theirs)


def _instead(replacement: Any) -> Make:
    """Return a `Make` for a replacement that needs nothing at all."""
    return lambda _theirs, _state: replacement


def _of_notes(method: Callable[..., Any]) -> Make:
    """Return a `Make` for a method of `LayoutContext` that the notes of the document take over."""
    return lambda _theirs, state: lambda context, *given: method(state.notes, context, *given)


def _is_bidi(state: PatchState) -> bool:
    return state.is_bidi


def _is_bidi_or_wide(state: PatchState) -> bool:
    return state.is_bidi or state.is_wide


_FOOTNOTES = "unit/press/test_footnotes.py"
_PDF = "unit/press/test_pdf.py"
_TAGGING = "unit/press/test_tagging.py"
_SPEEDUPS = "unit/press/test_speedups.py"
_SAME = f"{_SPEEDUPS}::test_speedups_change_nothing"

PATCHES: tuple[Patch, ...] = (
    # The first speed-up has to precede the fix that works with it; everything else is in the order of the kinds. Where
    # two patches have the same target, the second wraps the first.
    Patch(
        "weasyprint.text.line_break", "create_layout", PatchKind.SPEEDUP,
        text_speedups.use_passed_on_layout,
        "not make a layout a second time that `hang_spaces` has just made",
        f"{_SPEEDUPS}::test_a_layout_that_is_passed_on_is_not_made_again",
        "`split_first_line` leaves out the space at the end of a text, and `hang_spaces` goes",
    ),
    Patch(
        "weasyprint.layout.inline", "split_first_line", PatchKind.FIX,
        fixes.hang_spaces,
        "let the space at the end of a text hang over the end of its line",
        f"{_PDF}::test_a_space_hangs_over_the_end_of_a_line_that_it_does_not_fit",
        "`text.line_break.split_first_line` leaves out the space at the end of a text",
    ),
    Patch(
        "weasyprint.layout", "LayoutContext.layout_footnote", PatchKind.FIX,
        _of_notes(NotesAtFoot.lay),
        "divide a note that does not fit on the page of its reference",
        f"{_FOOTNOTES}::test_a_note_higher_than_a_page_is_divided",
        "`LayoutContext` divides notes, and keeps them in order",
    ),
    Patch(
        "weasyprint.layout", "LayoutContext.unlayout_footnote", PatchKind.FIX,
        _of_notes(NotesAtFoot.unlay),
        "take back a divided note with its rest",
        f"{_FOOTNOTES}::test_notes_are_in_order_and_with_their_references",
        "`LayoutContext` divides notes, and keeps them in order",
    ),
    Patch(
        "weasyprint.layout", "LayoutContext.report_footnote", PatchKind.FIX,
        _of_notes(NotesAtFoot.move),
        "move notes to the next page in their order",
        f"{_FOOTNOTES}::test_notes_are_in_order_and_with_their_references",
        "`LayoutContext` keeps notes in order",
    ),
    Patch(
        "weasyprint.layout", "LayoutContext._update_footnote_area", PatchKind.FIX,
        _of_notes(NotesAtFoot.update_area),
        "know how much of a page its notes take, where one is divided",
        f"{_FOOTNOTES}::test_a_note_higher_than_a_page_is_divided",
        "`LayoutContext` divides notes",
    ),
    Patch(
        "weasyprint.layout.block", "_linebox_layout", PatchKind.FIX,
        footnotes.keep_lines,
        "move no line to the next page with its note where it cannot break",
        f"{_FOOTNOTES}::test_a_line_that_cannot_break_is_not_moved",
        "`layout.block._linebox_layout` respects `footnote-policy` only where lines can break",
    ),
    Patch(
        "weasyprint.layout.block", "table_layout", PatchKind.FIX,
        _simple(fixes.keep_heads),
        "keep the head of a table that begins on a page full of notes",
        f"{_FOOTNOTES}::test_a_table_on_a_page_of_notes_keeps_its_head",
        "`table_layout` drops no head on the first page of a table",
    ),
    Patch(
        "weasyprint.layout.page", "block_level_layout", PatchKind.FIX,
        footnotes.lay_divided,
        "show the part of a divided note that belongs on a page",
        f"{_FOOTNOTES}::test_a_note_higher_than_a_page_is_divided",
        "`LayoutContext` divides notes",
    ),
    Patch(
        "weasyprint.layout.column", "_report_footnotes", PatchKind.FIX,
        _instead(footnotes.move_out_of_columns),
        "move notes of columns to the next page in their order",
        f"{_FOOTNOTES}::test_notes_in_columns_are_in_order",
        "`LayoutContext` keeps notes in order",
    ),
    Patch(
        "weasyprint.layout.page", "remake_page", PatchKind.FIX,
        footnotes.pass_on,
        "give a page the notes that the one before has left, also when pages are laid out again",
        f"{_FOOTNOTES}::test_no_note_is_lost_when_pages_are_laid_out_again",
        "WeasyPrint keeps what is left of the notes of each page",
    ),
    Patch(
        "weasyprint.layout", "make_all_pages", PatchKind.FIX,
        footnotes.to_the_end,
        "lay out notes that go on after the text, also when pages are laid out again",
        f"{_FOOTNOTES}::test_no_note_is_lost_when_pages_are_laid_out_again",
        "WeasyPrint keeps what is left of the notes of each page",
    ),
    Patch(
        "weasyprint.formatting_structure.build", "element_to_box", PatchKind.FIX,
        _simple(first_letter.box_first_letters),
        "lay out the first letter of a block next to its line, where it floats",
        f"{_TAGGING}::test_an_authors_style_changes_no_word",
        "`layout.inline.first_letter_to_box` makes its box before the line is laid out",
    ),
    Patch(
        "weasyprint.formatting_structure.build", "marker_to_box", PatchKind.FIX,
        _simple(fixes.keep_marks_in_place),
        "lay out the mark of an item whose text a style sheet generates",
        f"{_TAGGING}::test_an_authors_style_changes_no_word",
        "`marker_to_box` places only the box of a mark absolutely, and not the text in it",
    ),
    Patch(
        "weasyprint.layout.block", "block_level_page_name", PatchKind.FIX,
        _simple(fixes.end_named_pages),
        "end a named page where its block ends",
        f"{_PDF}::test_a_named_page_ends_with_its_block",
        "`block_level_page_name` tells an empty name from no change of name",
    ),
    Patch(
        "weasyprint.layout.page", "_update_page_groups", PatchKind.FIX,
        _simple(fixes.forget_named_pages),
        "end a named page where its block ends",
        f"{_PDF}::test_a_named_page_ends_with_its_block",
        "`block_level_page_name` tells an empty name from no change of name",
    ),
    Patch(
        "weasyprint.layout.inline", "handle_leader", PatchKind.FIX,
        _simple(fixes.join_leaders),
        "draw the dots of a leader as one text",
        f"{_PDF}::test_the_dots_of_a_leader_are_where_single_ones_would_be",
        "`layout.leader.handle_leader` joins them",
    ),
    Patch(
        "weasyprint.pdf.fonts", "Font.get_unused_glyph_id", PatchKind.FIX,
        _instead(writing.number_missing_glyph),
        "number the glyphs that a font lacks alike in all gatherings, and show a box for them",
        f"{_PDF}::test_characters_that_no_font_has_are_numbered_alike_in_all_gatherings",
        "WeasyPrint derives such a number from the character alone, and shows a glyph other than `.notdef`",
    ),
    Patch(
        "weasyprint.pdf.fonts", "Font.__init__", PatchKind.FIX,
        _simple(bidi.record_glyphs),
        "know which letter each glyph of a right-to-left text means",
        "whole/test_scripts.py::test_figures_signs_and_small_capitals_keep_their_meaning_among_hebrew",
        "`draw.text.draw_first_line` says of each glyph which letters it shows",
        applies=_is_bidi,
    ),
    Patch(
        "weasyprint.layout.inline", "text_align", PatchKind.FIX,
        _simple(bidi.order_boxes),
        "put the boxes of a line in their visible order",
        "whole/test_scripts.py::test_latin_words_and_code_run_to_the_right_between_the_others",
        "WeasyPrint orders boxes by the Unicode Bidirectional Algorithm",
        applies=_is_bidi_or_wide,
    ),
    Patch(
        "weasyprint.layout.inline", "justify_line", PatchKind.FIX,
        _instead(justify.justify),
        "justify lines of Chinese, Japanese and Arabic",
        "whole/test_scripts.py::test_lines_of_chinese_end_at_one_place",
        "WeasyPrint supports `text-justify`, and measures the lines that it has justified",
        applies=_is_bidi_or_wide,
    ),
    Patch(
        "weasyprint.text.line_break", "Layout.set_text", PatchKind.FIX,
        _simple(justify.space_wide_text),
        "space Chinese and Japanese characters where a line is justified",
        "whole/test_scripts.py::test_lines_of_chinese_end_at_one_place",
        "WeasyPrint supports `text-justify`",
        applies=_is_bidi_or_wide,
    ),
    Patch(
        "pydyf", "PDF", PatchKind.HOOK,
        _instead(writing.UnwrittenPdf),
        "take the objects of a document before they become a file",
        f"{_PDF}::test_a_paragraph_over_two_pages_is_one_paragraph",
        "WeasyPrint gives access to the objects of a document",
    ),
    Patch(
        "pydyf", "Object.reference", PatchKind.HOOK,
        lambda _theirs, _state: writing.mark_references(),
        "renumber the objects of a gathering when it is bound",
        f"{_PDF}::test_a_paragraph_over_two_pages_is_one_paragraph",
        "WeasyPrint gives access to the objects of a document",
    ),
    Patch(
        "weasyprint.pdf", "build_fonts_dictionary", PatchKind.HOOK,
        lambda _theirs, state: writing.collect_fonts(state),
        "embed each font once in a book",
        f"{_PDF}::test_a_font_is_embedded_once",
        "WeasyPrint can leave fonts out of a PDF",
    ),
    Patch(
        "weasyprint.pdf.stream", "Stream.marked", PatchKind.HOOK,
        lambda _theirs, state: tagging.mark_content(state),
        "mark artifacts, and say what hyphenated words and ambiguous glyphs mean",
        f"{_TAGGING}::test_hyphens_of_line_breaks_are_no_part_of_the_words",
        "WeasyPrint marks repeated table heads as artifacts, and writes `ActualText`",
    ),
    Patch(
        "weasyprint.pdf", "add_tags", PatchKind.HOOK,
        lambda _theirs, state: tagging.add_tags(state),
        "build the structure tree from the galley's elements",
        f"{_TAGGING}::test_each_element_has_its_role",
        "WeasyPrint tags elements, not boxes",
    ),
    Patch(
        "weasyprint.css", "ComputedStyle.__missing__", PatchKind.SPEEDUP,
        _simple(speedups.find_plain_values),
        "find the value of a property that no sheet sets at once",
        _SAME,
        "`ComputedStyle.__missing__` first checks whether there is a declaration",
    ),
    Patch(
        "weasyprint.css", "StyleFor.set_computed_styles", PatchKind.SPEEDUP,
        lambda theirs, state: state.similar.watch(theirs),
        "notice elements that differ only in their `id`",
        _SAME,
        "`StyleFor` leaves `anchor` out of the key under which it shares styles",
    ),
    Patch(
        "weasyprint.css", "id", PatchKind.SPEEDUP,
        lambda _theirs, state: state.similar.number,
        "share the styles inside elements that differ only in their `id`",
        _SAME,
        "`StyleFor` leaves `anchor` out of the key under which it shares styles",
        is_new=True,
    ),
    Patch(
        "weasyprint.css", "StyleFor.set_computed_styles", PatchKind.SPEEDUP,
        _simple(speedups.defer_pseudo_elements),
        "make the styles of pseudo-elements only when they are needed",
        _SAME,
        "`StyleFor` does so",
    ),
    Patch(
        "weasyprint.css", "StyleFor.__call__", PatchKind.SPEEDUP,
        _simple(speedups.make_deferred),
        "make the styles of pseudo-elements when they are needed",
        _SAME,
        "`StyleFor` does so",
    ),
    Patch(
        "weasyprint.layout.page", "set_page_type_computed_styles", PatchKind.SPEEDUP,
        _simple(speedups.share_page_styles),
        "share styles among pages that no selector distinguishes",
        f"{_PDF}::test_pages_have_the_margins_of_their_kind_and_of_their_number",
        "`set_page_type_computed_styles` keeps them",
    ),
    Patch(
        "weasyprint.layout.inline", "split_first_line", PatchKind.SPEEDUP,
        _simple(text_speedups.remember_lines),
        "remember what fits on a line",
        _SAME,
        "`text.line_break.split_first_line` remembers it",
    ),
    Patch(
        "weasyprint.layout.preferred", "split_first_line", PatchKind.SPEEDUP,
        _simple(text_speedups.remember_lines),
        "remember what fits on a line",
        _SAME,
        "`text.line_break.split_first_line` remembers it",
        everywhere=True,
    ),
    Patch(
        "weasyprint.text.line_break", "Layout.setup", PatchKind.SPEEDUP,
        _simple(text_speedups.copy_empty_layouts),
        "copy an empty Pango layout instead of making one",
        _SAME,
        "`Layout.setup` keeps what it makes with the style",
    ),
    Patch(
        "weasyprint.layout.percent", "resolve_percentages", PatchKind.SPEEDUP,
        _simple(speedups.reuse_fixed_lengths),
        "work out fixed lengths once for each style",
        _SAME,
        "`resolve_percentages` keeps them",
        everywhere=True,
    ),
    Patch(
        "weasyprint.layout.background", "layout_box_backgrounds", PatchKind.SPEEDUP,
        _simple(speedups.skip_bare_backgrounds),
        "skip boxes without background and border",
        _SAME,
        "`layout_box_backgrounds` checks once for each style",
        everywhere=True,
    ),
    Patch(
        "weasyprint.text.line_break", "strut", PatchKind.SPEEDUP,
        _simple(text_speedups.keep_strut),
        "keep the strut of a style with it",
        _SAME,
        "`strut` keeps it with the style, not under a text of fourteen values",
        everywhere=True,
    ),
    Patch(
        "weasyprint.draw.text", "draw_first_line", PatchKind.SPEEDUP,
        _simple(text_speedups.draw_known_glyphs),
        "draw glyphs that were drawn before all at once",
        _SAME,
        "`draw_first_line` reads all glyphs of a run at once",
        everywhere=True,
    ),
)  # fmt: skip


def has_speedups() -> bool:
    """Return whether speed-ups are applied: with the tested version of WeasyPrint, unless they are switched off."""
    import weasyprint

    is_off = os.environ.get("OCTAVO_NO_SPEEDUPS", "") not in ("", "0")
    return weasyprint.__version__ == TESTED_WEASYPRINT and not is_off


def check() -> None:
    """Look for the targets of all fixes and hooks. Raises `MachineError` where WeasyPrint lacks one."""
    for patch in PATCHES:
        if patch.kind is not PatchKind.SPEEDUP:
            try:
                patch.find()
            except LookupError as missing:
                raise _unfit(patch) from missing


def _unfit(patch: Patch) -> MachineError:
    import weasyprint

    return MachineError(
        f"WeasyPrint {weasyprint.__version__} does not fit octavo: '{patch.target}', which octavo needs to {patch.why},"
        " is missing",
        f"run: pip install weasyprint=={TESTED_WEASYPRINT}",
    )


@contextmanager
def applied(state: PatchState) -> Iterator[None]:
    """While this lasts, all patches that a document needs are applied; then everything is as it was, come what may.

    Raises `MachineError` where a fix or a hook does not find its target, or something else that it uses.
    """
    with LOCK:
        wanted = (PatchKind.FIX, PatchKind.HOOK, *((PatchKind.SPEEDUP,) if has_speedups() else ()))
        undo: list[Callable[[], None]] = []
        try:
            for patch in PATCHES:
                if patch.kind in wanted and patch.applies(state):
                    _apply(patch, state, undo)
            yield
        finally:
            for step in reversed(undo):
                step()


def _apply(patch: Patch, state: PatchState, undo: list[Callable[[], None]]) -> None:
    try:
        holder, name = patch.find()
        theirs = None if patch.is_new else vars(holder)[name]
        ours = patch.make(theirs, state)
    except (LookupError, ImportError, AttributeError) as missing:
        raise _unfit(patch) from missing
    for each in _importers(theirs, name) if patch.everywhere else [holder]:
        undo.append(_restoring(each, name, theirs, patch.is_new))
        setattr(each, name, ours)


def _restoring(holder: Any, name: str, theirs: Any, is_new: bool) -> Callable[[], None]:
    return (lambda: delattr(holder, name)) if is_new else (lambda: setattr(holder, name, theirs))


def _importers(function: Any, name: str) -> list[Any]:
    """Return the modules of WeasyPrint that have a function by its name: its own, and those that import it."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("weasyprint.")]
    return [module for module in modules if vars(module).get(name) is function]
