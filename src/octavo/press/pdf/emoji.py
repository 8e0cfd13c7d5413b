"""Emoji that are written with several characters and are one sign: flags, families, keycaps, tones of skin."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from octavo.press import fonts

_BASE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_ONE = f"{_BASE}(?:\ufe0f\u20e3?|[\U0001f3fb-\U0001f3ff]\ufe0f?)?"
SEQUENCE = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # a flag by the letters of its country
    "|[0-9#*]\ufe0f?\u20e3"  # a keycap
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # the flag of a region
    f"|{_ONE}(?:\u200d{_ONE})+"
    f"|{_BASE}(?:\ufe0f\u20e3?|[\U0001f3fb-\U0001f3ff]\ufe0f?)"
)
"""Several characters that are one emoji (Unicode Technical Standard 51, section 1.4.9)."""
_FILE = "signs/emoji"


@cache
def is_one_sign(sequence: str) -> bool:
    """Tell whether octavo's font for emoji draws a sequence as one sign."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(sequence)
    buffer.guess_segment_properties()
    font = _font()
    uharfbuzz.shape(font, buffer, {})
    placed = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    shown = [glyph.codepoint for glyph, position in placed if position.x_advance]
    return len(shown) == 1 and shown[0] != 0 and font.glyph_to_string(shown[0]) != "unknownFlag"


@cache
def _font() -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.file_path(_FILE)))))
