"""Text as outlines: measured, broken into lines and drawn from the glyphs of a font, so that SVG needs no fonts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from octavo.model.writing import ARABIC, HEBREW, IDEOGRAPHS, KANA

_WEAK_END = 4
"""A line of display type should not end in a word this short if it can end in another."""


_LEFTWARDS = re.compile(f"[{HEBREW}{ARABIC}]")
_RIGHTWARDS = re.compile(rf"((?:(?![{HEBREW}{ARABIC}])[^\W_])(?:[^{HEBREW}{ARABIC}]*(?![{HEBREW}{ARABIC}])[^\W_])?)")
"""What runs from left to right among letters that do not; a group, so that a split keeps it."""
_UNIT = re.compile(
    rf"[\u2018\u201c\u3008\u300a\u300c\u300e\u3010\uff08]*[{IDEOGRAPHS}{KANA}]"
    rf"[^\w\s\u2018\u201c\u3008\u300a\u300c\u300e\u3010\uff08]*\s*|[^\s{IDEOGRAPHS}{KANA}]+\s*"
)
"""What stays whole on a line: a word, or an East Asian character with its punctuation."""


def runs_leftwards(text: str) -> bool:
    """Return whether a text runs from right to left, by its first letter."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return bool(first and _LEFTWARDS.match(first))


@dataclass(frozen=True)
class FontInstance:
    """A font at one weight and optical size; `fallbacks` are tried in turn for characters that it lacks."""

    face: bytes
    variations: Mapping[str, float] = field(default_factory=dict)
    features: Mapping[str, bool] = field(default_factory=dict)
    fallbacks: tuple[bytes, ...] = ()

    @cached_property
    def fonts(self) -> tuple[Any, ...]:
        """The same for HarfBuzz: the font first, then its fallbacks."""
        import uharfbuzz

        fonts = tuple(uharfbuzz.Font(uharfbuzz.Face(data)) for data in (self.face, *self.fallbacks))
        for font in fonts:
            font.set_variations(dict(self.variations))
        return fonts

    def drawable(self, text: str) -> str:
        """Return the characters of a text that have glyphs, its white space folded."""
        kept = "".join(
            one for one in unicodedata.normalize("NFC", text) if one.isspace() or self._font(one) is not None
        )
        return " ".join(kept.split())

    def width(self, text: str, size: float, tracking: float = 0.0) -> float:
        """Return the advance of a line at a size; `tracking` is in ems."""
        return _advance(self, text, tracking) * size

    def outline(self, text: str, size: float, x: float, y: float, tracking: float = 0.0) -> str:
        """Return SVG path data of a line whose baseline begins at a point."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        pen = SVGPathPen(None, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
        for font, glyph, dx, dy, advance in self._glyphs(text):
            scale = size / font.face.upem
            font.draw_glyph_with_pen(glyph, TransformPen(pen, (scale, 0, 0, -scale, x + dx * size, y - dy * size)))
            x += (advance + tracking) * size
        return str(pen.getCommands())

    def _font(self, character: str) -> Any | None:
        return next((font for font in self.fonts if font.get_nominal_glyph(ord(character))), None)

    def _runs(self, text: str) -> Iterator[tuple[Any, str]]:
        """The text divided where the font changes; spaces and combining marks stay with what is before them."""
        current, run = None, ""
        for character in text:
            font = self._font(character) or current or self.fonts[0]
            stays = current is not None and (character.isspace() or unicodedata.combining(character))
            if current is not None and font is not current and not stays:
                yield current, run
                run = ""
            current, run = (current if stays else font), run + character
        if run:
            yield current, run

    def _visible(self, text: str) -> Iterator[tuple[Any, str, bool]]:
        """The runs from left to right, each with whether its own letters run from right to left."""
        if not _LEFTWARDS.search(text):
            yield from ((font, run, False) for font, run in self._runs(text))
            return
        parts = [(part, bool(number % 2 == 0)) for number, part in enumerate(_RIGHTWARDS.split(text)) if part]
        for part, is_rtl in reversed(parts) if runs_leftwards(text) else parts:
            runs = list(self._runs(part))
            yield from ((font, run, is_rtl) for font, run in (reversed(runs) if is_rtl else runs))

    def _glyphs(self, text: str) -> Iterator[tuple[Any, int, float, float, float]]:
        """Font, glyph, offsets and advance of each glyph, in ems."""
        import uharfbuzz

        for font, run, is_rtl in self._visible(text):
            buffer = uharfbuzz.Buffer()
            buffer.add_str(run)
            buffer.guess_segment_properties()
            if is_rtl:
                buffer.direction = "rtl"
            uharfbuzz.shape(font, buffer, dict(self.features))
            upem = font.face.upem
            for one, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                yield font, one.codepoint, position.x_offset / upem, position.y_offset / upem, position.x_advance / upem

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=4096)
def _advance(font_instance: FontInstance, text: str, tracking: float) -> float:
    advances = [glyph[4] for glyph in font_instance._glyphs(text)]
    return sum(advances) + tracking * max(0, len(advances) - 1)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, one under another."""

    font_instance: FontInstance
    lines: tuple[str, ...]
    size: float
    leading: float
    tracking: float = 0.0
    measure: float = 0.0
    """The width that it has; text that runs from right to left begins at its right end."""

    @property
    def height(self) -> float:
        """The height from the top of the first line to the bottom of the last, as it looks."""
        return ((len(self.lines) - 1) * self.leading + 1) * self.size if self.lines else 0.0

    def outline(self, x: float, top: float) -> str:
        """Return SVG path data of the block, its upper left corner at a point."""
        first = top + 0.76 * self.size
        drawn = (
            self.font_instance.outline(line, self.size, x + self._inset(line), first + index * self.leading * self.size,
                               self.tracking)
            for index, line in enumerate(self.lines)
        )  # fmt: skip
        return "".join(drawn)

    def _inset(self, line: str) -> float:
        if not self.measure or not runs_leftwards(" ".join(self.lines)):
            return 0.0
        return self.measure - self.font_instance.width(line, self.size, self.tracking)


@dataclass(frozen=True, slots=True)
class TextBox:
    """The room for a text: `measure` is its width, `leading` the distance of lines in ems."""

    measure: float
    height: float
    leading: float
    tracking: float = 0.0


def fit(font_instance: FontInstance, text: str, sizes: Sequence[float], room: TextBox) -> Block | None:
    """Return a text in the largest of some sizes in which it fits with whole words; None if it fits in none."""
    for size in sizes:
        lines = _lines(font_instance, _UNIT.findall(text), size, room)
        block = Block(font_instance, lines, size, room.leading, room.tracking, room.measure)
        if lines and block.height <= room.height:
            return block
    return None


def squeeze(font_instance: FontInstance, text: str, sizes: Sequence[float], room: TextBox) -> Block:
    """Return a text in the largest size in which it fits; else in the smallest, its words broken, as high as needed."""
    size = sizes[-1]
    words = [part for word in _UNIT.findall(text) for part in _broken(font_instance, word, size, room)]
    return fit(font_instance, text, sizes, room) or Block(
        font_instance, _lines(font_instance, words, size, room), size, room.leading, room.tracking, room.measure
    )


def _lines(font_instance: FontInstance, words: Sequence[str], size: float, room: TextBox) -> tuple[str, ...]:
    """Words, each with the space after it, in as few lines as possible, of lengths as equal as possible.

    Empty if a word is too wide.
    """
    measure, tracking = room.measure, room.tracking
    if any(font_instance.width(word.rstrip(), size, tracking) > measure for word in words):
        return ()
    # best[i] is the cheapest way to set the words from i on: by the number of lines, then by their raggedness.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        choices = []
        for end in range(start + 1, len(words) + 1):
            width = font_instance.width("".join(words[start:end]).rstrip(), size, tracking)
            if width > measure:
                break
            weak = end < len(words) and words[end - 1][-1:].isspace() and len(words[end - 1].rstrip()) < _WEAK_END
            cost = ((measure - width) / measure) ** 2 + (0.12 if weak else 0.0)
            choices.append((best[end][0] + 1, best[end][1] + cost, end))
        best[start] = min(choices)
    return tuple(_follow(words, best))


def _follow(words: Sequence[str], best: Sequence[tuple[int, float, int]]) -> Iterator[str]:
    start = 0
    while start < len(words):
        end = best[start][2]
        yield "".join(words[start:end]).rstrip()
        start = end


def _broken(font_instance: FontInstance, word: str, size: float, room: TextBox) -> Iterator[str]:
    """A word broken where the room ends: text without spaces must not run off the cover."""
    part = ""
    for character in word:
        if part and font_instance.width(part + character, size, room.tracking) > room.measure:
            yield part
            part = ""
        part += character
    yield part
