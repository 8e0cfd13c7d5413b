"""Asides in a line (Quarto's `[…]{.aside}`, the side notes of Tufte CSS): each apart from the sentence around it."""

from __future__ import annotations

import re

from octavo.manuscript.elements import all_text, drop, get_parent
from octavo.model import reading
from octavo.model.galley_classes import ASIDE
from octavo.model.html_elements import Element

_NAMES = {ASIDE, "column-margin", "margin-note", "marginnote", "sidenote"}
"""The classes of asides in a line, of Quarto, Tufte CSS and its followers."""
_TOGGLE = "margin-toggle"
"""The class of what shows a side note in Tufte CSS: a label with a sign, and a box to tick."""
_ENDS = re.compile(r"[.,;:!?…)\]»”’]+(?!\w)")


def shape_asides(text: Element) -> None:
    """Give all asides one class, and keep their words apart from the sentence, which ends before them."""
    for toggle in [each for each in text.iter("label", "input") if _TOGGLE in reading.classes(each)]:
        drop(toggle)
    for aside in text.iter("span"):
        marks = reading.classes(aside)
        if not _NAMES.isdisjoint(marks) and all_text(aside).strip():
            aside.set("class", " ".join([ASIDE, *(mark for mark in marks if mark not in _NAMES)]))
            _keep_apart(aside)


def _keep_apart(aside: Element) -> None:
    """Put a space on either side of an aside, and the signs that end the sentence before it."""
    before, parent = aside.getprevious(), get_parent(aside)
    text = (before.tail if before is not None else parent.text) or ""
    tail = aside.tail or ""
    signs = _ENDS.match(tail)
    if signs is not None and (text.strip() or before is not None):
        text, tail = text.rstrip() + signs[0], tail[signs.end() :]
    if (text or before is not None) and not text[-1:].isspace():
        text += " "
    if tail and not tail[0].isspace():
        tail = f" {tail}"
    aside.tail = tail
    if before is not None:
        before.tail = text
    else:
        parent.text = text
