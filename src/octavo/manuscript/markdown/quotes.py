"""Quotation marks and apostrophes that Pandoc turns the wrong way: each becomes a mark that `reader.lua` writes.

Pandoc takes the second mark of `"a "b" c"` for the end of the first quotation, and loses the space before it. An
apostrophe before a word looks to it like the beginning of a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.tools.markdown_mask import without_code, without_code_spans, without_markup

_APOSTROPHE, _OPEN, _CLOSE = "\ufdd5", "\ufdd6", "\ufdd7"
MARKS = (_APOSTROPHE, _OPEN, _CLOSE)
"""Characters that no text may have (Unicode 17, section 23.7)."""

_BEFORE = r"(?:(?<=[\s(\[{\"“—–/*_-])|^)"
_LATER_END = r"(?![^\n]*\w['’](?!\w))"
"""No quotation in single marks ends on the line."""
_YEAR = rf"{_BEFORE}'(?=\d\d(?:s|er|ern)\b(?!['’])|\d\d\b(?!['’.,]?\d){_LATER_END})"
_SHORT = rf"tis|twas|twere|twill|twould|em|til|nuff|neath|gainst|(?:cause|bout|round|cos){_LATER_END}"
_ENGLISH = rf"{_BEFORE}'(?=(?:{_SHORT})\b(?!['’]))"
_AND = r"(?<=\w)(?P<space>[ \n])(?P<first>')n(?P<second>')(?=[ \n]\w)"
_NAMED = re.compile(
    r"(?:letters?|variables?|characters?|parameters?|numbers?|options?|flags?|keys?|called|named|is|to|by|of|where|if|when|for|the|a"
    r"|and|or|with|type|press|say|write)$",
    re.IGNORECASE,
)
"""Words after which `'n'` is a letter in quotation marks."""


def mark_quotes(text: str, reader: str, lang: str) -> str:
    """Return the text with marks where Pandoc would turn straight ones the wrong way; no line gets longer."""
    is_smart = "-smart" not in reader if reader.startswith("markdown") else "+smart" in reader
    if not is_smart or lang.partition("-")[0] in ("zh", "ja", "he", "yi") or not re.search("[\"']", text):
        return text
    plain = without_markup(without_code_spans(without_code(text)))
    found = dict(_find_apostrophes(plain, lang)) if re.search(r"(?:^|[^\w])'", plain, re.MULTILINE) else {}
    for paragraph in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", plain) if '"' in plain else ():
        if paragraph[0].count('"') > 3:
            found.update((paragraph.start() + at, mark) for at, mark in _find_nested(paragraph[0]))
    return "".join(found.get(at, each) for at, each in enumerate(text)) if found else text


def _find_apostrophes(plain: str, lang: str) -> Iterator[tuple[int, str]]:
    pattern = f"{_YEAR}|{_ENGLISH}" if lang.startswith("en") else _YEAR
    for found in re.finditer(pattern, plain, re.MULTILINE | re.IGNORECASE):
        yield found.start(), _APOSTROPHE
    for found in re.finditer(_AND, plain) if lang.startswith("en") else ():
        if not _NAMED.search(plain[max(0, found.start() - 20) : found.start()].rpartition(" ")[2]):
            yield found.start("first"), _APOSTROPHE
            yield found.start("second"), _APOSTROPHE


def _find_nested(paragraph: str) -> list[tuple[int, str]]:
    """Return the marks of quotations in quotations; none where marks do not come in pairs."""
    marks: list[tuple[int, str]] = []
    depth = 0
    for found in re.finditer(r'(?<!\\)"', paragraph):
        before, after = paragraph[found.start() - 1 : found.start()], paragraph[found.end() : found.end() + 1]
        can_open = not before or before.isspace() or before in "([{—–-/*_“‘'" or (before == '"' and depth == 0)
        can_open = can_open and bool(after) and not after.isspace() and after not in ".,;:!?)]}"
        if not can_open and (not before or before.isspace()):
            return []
        depth -= 0 if can_open else 1
        if depth < 0:
            return []
        if depth:
            marks.append((found.start(), _OPEN if can_open else _CLOSE))
        depth += 1 if can_open else 0
    return marks if depth == 0 else []
