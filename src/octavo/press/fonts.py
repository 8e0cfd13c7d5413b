"""The faces that octavo sets its texts in: cut from pinned fonts, whole for print, as subsets for the screen.

Leaves to the style sheets which family sets what, to `font_use.py` which characters a face has to show, and to the
presses how a face reaches its edition.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.model.font_files import FONT_FILES
from octavo.press.type_rules import TypeRule
from octavo.press.woff2 import directory, pack, tables_of, unpack
from octavo.tools import sandbox

FEATURES = frozenset({"ccmp", "kern", "liga", "locl", "mark", "mkmk", "lnum", "onum", "pnum", "tnum"})
"""The OpenType features that every subset keeps."""
SMALL_CAPITALS = frozenset({"smcp", "c2sc"})
_SHAPING = frozenset({
    "isol", "init", "medi", "fina", "fin2", "fin3", "med2", "rlig", "calt", "rclt", "curs", "mset", "stch", "abvm",
    "blwm", "ljmo", "vjmo", "tjmo", "dist",
})  # fmt: skip
"""Features without which other scripts cannot be written."""

LIMIT = 30_000_000
"""Bytes of one font file of an author."""
_MANY = 5000
"""A font with more characters than this is not loaded whole."""

_PROSE = (
    "e93 t69 a60 o55 i55 n52 h46 r46 s44 d32 l32 u21 c20 m20 w19 f17 g15 y15 p14 b10 v7 k6 j1 x1 q1 z1 ,12 .11 ’3 -2 "
    "H5 I5 T4 A3 S3 W3 B2 M2"
)
"""How often each character comes in a thousand of English prose."""
_SPACES = 179
"""The same for spaces."""


@dataclass(frozen=True, slots=True)
class Face:
    """One weight and style of a family. `family` is octavo's name for it, `file` a key of `FONT_FILES`."""

    family: str
    weight: int
    style: str
    file: str
    axes: tuple[tuple[str, float], ...] = ()
    """Where on its axes of variation it is cut."""
    only: frozenset[int] | None = None
    """The code points that it is for; None where it is for all that it has."""
    scale: float = 1.0
    """How much larger it is cut than it is drawn, to look as large as the Latin faces."""
    source: Path | bytes | None = None
    """The author's own font, as a file or as bytes; `file` is then a digest of it, for what is remembered of it."""

    @property
    def helps(self) -> bool:
        """Whether it is a face of another script, which only helps out."""
        return self.source is None and FONT_FILES[self.file].is_helper

    @property
    def kind(self) -> str:
        """`serif`, `sans`, `mono` or `signs`."""
        return FONT_FILES[self.file].kind if self.source is None else "serif"

    @property
    def name(self) -> str:
        """A name that no other face has, safe in a URL."""
        name = f"{self.family}-{self.weight}-{self.style}"
        if self.source is not None:
            name += f"-{self.file[:8]}" + (f"-{min(self.only, default=0):x}" if self.only is not None else "")
        return re.sub(r"[^a-z0-9-]+", "-", name.lower())


def whole(face: Face) -> bytes:
    """Return the font that a face is cut from, as TrueType or OpenType.

    Raises `ModuleNotFoundError` where the package that carries it is not installed.
    """
    return file_path(face.file).read_bytes() if face.source is None else unpack(read_source(face.source))


def file_path(file: str) -> Path:
    """Return the path of one of the `FONT_FILES`, without importing the package that carries it.

    Raises `ModuleNotFoundError` where the package is not installed.
    """
    font = FONT_FILES[file]
    spec = find_spec(font.package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(font.package)
    return Path(spec.origin).parent / font.path


def is_installed(face: Face) -> bool:
    """Return whether the package that carries a face is installed."""
    return face.source is not None or find_spec(FONT_FILES[face.file].package) is not None


@lru_cache(maxsize=32)
def static_face(face: Face) -> bytes:
    """Return a face as TrueType without axes: WeasyPrint sets variable fonts slowly, and never twice alike."""
    import uharfbuzz

    if face.helps and not face.axes:
        return _scale(whole(face), face.scale)
    font = _opened(face)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    _pin(wanted, font, face)
    return _scale(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale)


def is_printable(face: Face) -> bool:
    """Return whether a face has outlines that a PDF can embed: variable ones in CFF cannot be."""
    tables = {tag for tag, *_ in directory(static_face(face))}
    return bool({"glyf", "CFF "} & tables)


def print_face(face: Face, characters: Iterable[str]) -> bytes:
    """Return a face for a page that shows some characters.

    A helper with tens of thousands of characters, or with signs, is cut down to those shown; its glyphs keep their
    numbers. A small one stays whole: fontconfig prefers a face that has all letters of a language to one that is as
    bold as it should be.
    The lines of a helper are as high as those of the Latin face next to it, so that all lines of a page have the same
    distance.
    """
    if not face.helps and face.only is None:
        return static_face(face)
    import uharfbuzz

    font = _opened(face)
    wanted = uharfbuzz.SubsetInput()
    shown = {ord(character) for character in characters}
    is_cut = face.kind == "signs" or len(_coverage(face)) > _MANY
    wanted.unicode_set.update(covers(face) & shown if is_cut else covers(face))
    wanted.unicode_set.update({0x20, 0xA0})  # Pango takes a space from the face of the character before it
    wanted.layout_feature_tag_set.update(_tags(FEATURES | _SHAPING))
    wanted.name_id_set.clear()
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    _pin(wanted, font, face)
    if face.source is not None:
        return bytes(uharfbuzz.subset(font, wanted).blob.data)
    # by its family, not its file: the bold of an Eastern serif family is cut from a sans
    twin = "inter/roman" if "Sans" in face.family else "source-serif-4/roman"
    return _set_line_height(_scale(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale), _variable(twin))


def _scale(font: bytes, scale: float) -> bytes:
    """Make the em of a font smaller, so that all of it is larger (OpenType 1.9.1, `head`)."""
    if scale == 1:
        return font
    scaled = bytearray(font)
    place = next(offset for tag, _, offset, _ in directory(font) if tag == "head") + 18
    struct.pack_into(">H", scaled, place, round(struct.unpack_from(">H", font, place)[0] / scale))
    return bytes(scaled)


def _set_line_height(font: bytes, twin: Any) -> bytes:
    """Give a font the ascent and descent of another (OpenType 1.9.1, `hhea` and `OS/2`)."""
    hhea, em = bytes(twin.reference_table("hhea").data), twin.upem
    own = struct.unpack(">H", tables_of(font)["head"][18:20])[0]
    up, down = (round(number * own / em) for number in struct.unpack(">hh", hhea[4:8]))
    places = {tag: offset for tag, _, offset, _ in directory(font)}
    changed = bytearray(font)
    struct.pack_into(">hhh", changed, places["hhea"] + 4, up, down, 0)
    struct.pack_into(">hhhHH", changed, places["OS/2"] + 68, up, down, 0, up, -down)
    return bytes(changed)


def woff2(face: Face, characters: frozenset[str], features: frozenset[str] = FEATURES) -> bytes:
    """Return a face cut down to some characters and OpenType features, packed for the screen."""
    import uharfbuzz

    font = _opened(face)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update({ord(character) for character in characters})
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(_tags(features | _SHAPING if face.helps else features))
    wanted.name_id_set.clear()
    wanted.name_id_set.update({0, 13, 14})  # copyright and licence; 'Source' may name only the unmodified font
    wanted.drop_table_tag_set.update(_tags({"DSIG", "STAT", "BASE"}))
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    _pin(wanted, font, face)
    return pack(_scale(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale))


def covers(face: Face) -> frozenset[int]:
    """Return the code points that a face has glyphs for."""
    return _coverage(face) if face.only is None else _coverage(face) & face.only


@lru_cache(maxsize=16)
def average_width(face: Face) -> float:
    """Return how wide a character of English prose is on average, in ems, rounded to a thousandth."""
    import uharfbuzz

    font = uharfbuzz.Font(_opened(face))
    font.set_variations(dict(face.axes))
    counts = {part[0]: int(part[1:]) for part in _PROSE.split()} | {" ": _SPACES}
    total = 0
    for letter, count in counts.items():
        total += int(font.get_glyph_h_advance(font.get_nominal_glyph(ord(letter)) or 0)) * count
    return round(total / int(font.face.upem) / sum(counts.values()) * face.scale, 3)


def rule(face: Face, url: str, swap: bool = False) -> str:
    """Return the `@font-face` rule of a face that can be found at `url`."""
    family = face.family.replace("\\", "").replace('"', '\\"')
    kind = "woff2" if swap else "truetype"
    shown = "font-display:swap;" if swap else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{face.weight};font-style:{face.style};{shown}'
        f'src:url("{url}") format("{kind}")}}'
    )


@dataclass(frozen=True, slots=True)
class Stacks:
    """The families that a sheet sets each part of a text in: the wanted one first, then those that help out."""

    text: tuple[str, ...]
    display: tuple[str, ...]
    small: tuple[str, ...]
    code: tuple[str, ...]
    emphasis: tuple[str, ...] = ()
    """For what is emphasized in print in a script that has no italics."""
    passages: tuple[tuple[str, Stacks], ...] = ()
    """The stacks of passages in another language, by its tag."""
    rules: tuple[TypeRule, ...] = ()
    """What the sheet says of the type of each element."""
    generated: frozenset[str] = frozenset()
    """Characters that sheets of others than octavo add to a text."""


def main(stack: tuple[str, ...]) -> str:
    """Return the family of a stack that sets the text, while the others only help out."""
    return next((family for family in stack if not family.endswith(" Marks")), "")


def missing(characters: Iterable[str], faces: Iterable[Face]) -> frozenset[str]:
    """Return the characters that none of some faces can show."""
    known = frozenset().union(*(covers(face) for face in faces))
    return frozenset(c for c in characters if c.isprintable() and ord(c) not in known)


@lru_cache(maxsize=16)
def _variable(file: str) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file_path(file))))


def _opened(face: Face) -> Any:
    return _variable(face.file) if face.source is None else _own(face.file, face.source)


@lru_cache(maxsize=16)
def _own(_digest: str, source: Path | bytes) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob(unpack(read_source(source))))


def read_source(source: Path | bytes) -> bytes:
    """Return the bytes of an author's font. Raises `OSError` where its file cannot be read."""
    data = source if isinstance(source, bytes) else sandbox.read_bytes(source, LIMIT)
    if not isinstance(data, bytes):
        raise OSError("the file is too large")
    return data


def _coverage(face: Face) -> frozenset[int]:
    return _coverage_of(face.file, face.source)


@lru_cache(maxsize=32)
def _coverage_of(file: str, source: Path | bytes | None) -> frozenset[int]:
    return frozenset((_variable(file) if source is None else _own(file, source)).unicodes)


def _pin(wanted: Any, font: Any, face: Face) -> None:
    wanted.pin_all_axes_to_default(font)
    for tag, value in face.axes:
        wanted.pin_axis_location(font, tag, value)


def _tags(names: Iterable[str]) -> set[int]:
    return {int.from_bytes(name.encode(), "big") for name in names}
