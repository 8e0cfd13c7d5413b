"""The printed page: margins, type size and line distance for any paper size, running heads and folios."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

POINT = 25.4 / 72
MEASURE = 66
"""Characters in a line; on wider pages the margins grow, not the line."""

# Page width, then inner, outer, head and foot margin in mm, then text and step in points; between rows, in proportion.
_TABLE = (
    (90.0, 11.0, 9.0, 11.0, 13.0, 8.5, 11.5),
    (120.0, 15.0, 12.5, 15.0, 17.0, 9.25, 12.5),
    (148.0, 19.0, 16.0, 18.0, 21.0, 10.0, 13.5),
    (152.4, 20.0, 16.0, 21.0, 24.0, 10.5, 14.0),
    (175.0, 23.0, 19.0, 23.0, 27.0, 10.75, 14.5),
    (210.0, 32.0, 32.0, 27.0, 33.0, 11.0, 15.5),
)
_LEAST = 18.0
"""Millimetres of a margin that stay free where something hangs into it."""
_FARTHEST = 10.0
"""Millimetres that anything may hang into a margin."""
_LEAF = 190.0
"""From this width in mm on, a page is taken to be printed on one side: its margins are not mirrored."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page, in millimetres; `text`, the type size, and `step`, the distance of lines, are in points."""

    width: float
    height: float
    inner: float
    outer: float
    head: float
    foot: float
    text: float
    step: float
    is_rtl: bool = False
    """Whether the book is bound on the right; what is called a right page here is then on the left."""

    @property
    def mirrored(self) -> bool:
        """Whether left and right pages face each other, as in a book."""
        return self.width < _LEAF

    @property
    def shift(self) -> float:
        """How far the type area of a left page is shifted from that of a right one, in points."""
        shift = (self.outer - self.inner) / POINT if self.mirrored else 0.0
        return -shift if self.is_rtl else shift

    @property
    def measure(self) -> float:
        """The width of the text, in points."""
        return (self.width - self.inner - self.outer) / POINT

    @property
    def hang(self) -> float:
        """How far anything too wide may hang into either margin, in points."""
        return min(_FARTHEST, max(0.0, min(self.inner, self.outer) - _LEAST)) / POINT

    @property
    def css(self) -> str:
        """The tokens that depend on the page, and its `@page` rules."""
        area = self.lines * self.step
        shares = {"quarter": 4, "third": 3, "middle": 2}
        heights = "".join(f";--{name}:{self.lines // part * self.step:g}pt" for name, part in shares.items())
        tokens = f":root{{--text:{self.text:g}pt;--step:{self.step:g}pt;--area:{area:g}pt{heights}}}"
        size = f"@page{{size:{self.width:g}mm {self.height:g}mm;margin:{self._margin(self.inner, self.outer)}}}"
        size += "@page{direction:rtl}" if self.is_rtl else ""
        return tokens + size + (self._facing() if self.mirrored else self._single())

    @property
    def lines(self) -> int:
        """How many lines of text the page holds."""
        return int((self.height - self.head - self.foot) / (self.step * POINT) + 0.01)

    def _margin(self, left: float, right: float) -> str:
        left, right = (right, left) if self.is_rtl else (left, right)
        return f"{self.head:.2f}mm {right:.2f}mm {self.foot:.2f}mm {left:.2f}mm"

    def _facing(self) -> str:
        verso, recto = ("right", "left") if self.is_rtl else ("left", "right")
        left = f"margin:{self._margin(self.outer, self.inner)};{_head(verso, 'left')}{_folio(verso)}"
        right = f"margin:{self._margin(self.inner, self.outer)};{_head(recto, 'right')}{_folio(recto)}"
        return f"@page :left{{{left}}}@page :right{{{right}}}{_without('left')}{_without('right')}"

    def _single(self) -> str:
        near, far = ("right", "left") if self.is_rtl else ("left", "right")
        boxes = _head(near, "left") + _head(far, "right") + _folio(far)
        return f"@page{{{boxes}}}{_without('left')}{_without('right')}"


def paper(size: tuple[float, float], character: float, leading: float = 1.0, is_rtl: bool = False) -> Paper:
    """Return the page of a width and height in mm; characters are `character` ems wide on average.

    `leading` is how much more height a line needs than a Latin one, as a factor.
    """
    width, height = size
    inner, outer, head, foot, text, step = _between(width)
    step = step if leading == 1 else round(step * leading * 2) / 2
    tall = min(1.25, max(0.6, height / width / 1.45))
    head, foot = head * tall, foot * tall
    spare = width - inner - outer - MEASURE * character * text * POINT
    if spare > 0:
        inner, outer = inner + spare * 0.42, outer + spare * 0.58
    lines = max(4, round((height - head - foot) / (step * POINT) - 0.3))
    foot = height - head - lines * step * POINT
    return Paper(width, height, inner, outer, head, foot, text, step, is_rtl)


def _between(width: float) -> tuple[float, ...]:
    if width <= _TABLE[0][0]:
        shrunk = (value * max(width, 50) / _TABLE[0][0] for value in _TABLE[0][1:5])
        return (*shrunk, *_TABLE[0][5:])
    for low, high in pairwise(_TABLE):
        if width <= high[0]:
            share = (width - low[0]) / (high[0] - low[0])
            values = [a + (b - a) * share for a, b in zip(low[1:], high[1:], strict=True)]
            return (*values[:4], round(values[4] * 4) / 4, round(values[5] * 2) / 2)
    return _TABLE[-1][1:]


def _head(side: str, which: str) -> str:
    """A running head: what it shows and how it is set are tokens, for left and for right pages."""
    head = f"--{which}-head"
    manner = f"font-variant-caps:var({head}-caps);letter-spacing:var({head}-tracking);font-style:var({head}-style)"
    place = f"vertical-align:bottom;padding-bottom:var(--step);text-align:{side}"
    return f"@top-{side}{{content:var({head});{place};{manner}}}"


def _folio(side: str) -> str:
    place = f"vertical-align:top;padding-top:var(--step);text-align:{side}"
    return f"@bottom-{side}{{content:counter(page, folio);{place}}}"


def _without(side: str) -> str:
    """No running head where a gathering opens; neither head nor folio on empty pages, and on those named `bare`."""
    head, folio = f"@top-{side}{{content:none}}", f"@bottom-{side}{{content:none}}"
    bare = "".join(f"@page {which}{{{head}{folio}}}" for which in (":blank", "bare", "bare:left", "bare:right"))
    return f"@page :first{{{head}}}{bare}"
