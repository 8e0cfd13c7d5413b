"""Blank lines between scenes at the edge of a page, where nobody would see them: their hidden signs are shown."""

from __future__ import annotations

from octavo.press.pdf.engine.boxes import Box, Document, children, is_replaced, is_text, kind, leaves


def show_at_edges(document: Document) -> None:
    """Show what a style sheet hides in each `hr` that is the first or the last thing on a page.

    Hidden signs take as much room as those that are shown, so nothing moves.
    """
    pages = [page._page_box for page in document.pages]
    for number, page in enumerate(pages):
        breaks: list[Box] = []
        rows: list[tuple[float, float]] = []
        for part in children(page):
            if kind(part) not in ("MarginBox", "FootnoteAreaBox"):
                _collect(part, breaks, rows)
        is_last = number == len(pages) - 1
        for each in breaks:
            top, bottom = each.position_y, each.position_y + each.margin_height()
            is_first_here = not any(end <= top + 1 for _, end in rows)
            is_last_here = not is_last and not any(start >= bottom - 1 for start, _ in rows)
            if is_first_here or is_last_here:
                for leaf in leaves(each):
                    leaf.style = leaf.style.copy()
                    leaf.style["visibility"] = "visible"


def _collect(box: Box, breaks: list[Box], rows: list[tuple[float, float]]) -> None:
    """Collect the breaks on a page that hide something, and from where to where each row of text or picture goes."""
    if box.element is not None and box.element.tag == "hr" and not is_text(box):
        if any(leaf.style["visibility"] == "hidden" for leaf in leaves(box)):
            breaks.append(box)
        return
    if kind(box) == "FootnoteAreaBox":
        return
    if is_replaced(box) or (is_text(box) and box.text.strip()):
        rows.append((box.position_y, box.position_y + box.margin_height()))
        return
    for child in children(box):
        _collect(child, breaks, rows)
