"""Find the drawings in the raw HTML of a Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.tools.markdown_mask import without_code, without_code_spans

_TAG = re.compile(r"""<(/?)svg(?=[\s>/])(?:"[^"]*"|'[^']*'|[^"'>])*?(/?)>""", re.IGNORECASE)
_IN_VALUE = frozenset("\\,;'\"=`")
"""Characters before a tag that is part of a `data:` URL, or is meant to be read."""


def find_drawings(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the drawings outside code begin and end, in order. What is never closed is no drawing."""
    if "<svg" not in text.lower():
        return
    shown = without_code_spans(without_code(text))
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for tag in _TAG.finditer(text):
        start, is_empty = tag.start(), bool(tag[2])
        if tag[1]:
            if opened:
                closed.append((opened.pop(), tag.end()))
        elif text[start - 1 : start] not in _IN_VALUE and (opened or shown[start] == "<"):
            if is_empty:
                closed.append((start, tag.end()))
            else:
                opened.append(start)
    at = 0
    for start, end in sorted(closed, key=lambda found: (found[0], -found[1])):
        if start >= at:
            yield start, end
            at = end
