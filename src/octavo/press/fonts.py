"""The pinned faces: which there are, instances of them for print, subsets of them for the screen.

Leaves to the style sheets which family sets what, and to the presses how a face reaches its edition.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.model.html_elements import ITALIC, MONOSPACE
from octavo.model.reading import local

FILES = {
    "source-serif-4/roman": ("fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf"),
    "source-serif-4/italic": ("fontpkg_source_serif_4", "files/SourceSerif4-Italic[opsz,wght].ttf"),
    "inter/roman": ("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    "inter/italic": ("fontpkg_inter", "files/Inter-Italic[opsz,wght].ttf"),
    "jetbrains-mono/roman": ("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf"),
    "jetbrains-mono/italic": ("fontpkg_jetbrains_mono", "files/JetBrainsMono-Italic[wght].ttf"),
}
"""Package and file of every cut that octavo comes with, by the name that `styles/faces.css` uses."""

SCRIPTS = {
    "japanese/serif": ("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
    "korean/serif": ("pylopdf_fonts_ko", "NotoSerifKR-Regular.otf"),
    "simplified/serif": ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    "traditional/serif": ("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
    "japanese/sans": ("justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
    "korean/sans": ("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
    "simplified/sans": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "traditional/sans": ("justmytype_intl_cjk", "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"),
    "hebrew/serif": ("pylopdf_fonts_he", "NotoSerifHebrew-Variable.ttf"),
    "hebrew/sans": ("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf"),
    "signs/symbols": ("manimgx_fonts", "NotoSansSymbols[wght].ttf"),
    "signs/emoji": ("manimgx_fonts", "NotoEmoji[wght].ttf"),
    "amiri/regular": ("fontpkg_amiri", "files/Amiri-Regular.ttf"),
    "amiri/bold": ("fontpkg_amiri", "files/Amiri-Bold.ttf"),
    "plex-arabic/regular": ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Regular.ttf"),
    "plex-arabic/bold": ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-SemiBold.ttf"),
}
"""The same for the faces of other scripts, which help out where a text has their letters. Those of East Asia are large,
and come with the extra `cjk` only."""

FEATURES = frozenset({"ccmp", "kern", "liga", "locl", "mark", "mkmk", "lnum", "onum", "pnum", "tnum"})
SMALL_CAPITALS = frozenset({"smcp", "c2sc"})
_SHAPING = frozenset({
    "isol", "init", "medi", "fina", "fin2", "fin3", "med2", "rlig", "calt", "rclt", "curs", "mset", "stch", "abvm",
    "blwm", "ljmo", "vjmo", "tjmo", "dist",
})  # fmt: skip
"""What other scripts cannot be written without."""

_MANY = 5000
"""Characters of a face that is not loaded whole."""
_QUALITY = 10  # Brotli's: 9 saves a few milliseconds for six per cent, 11 twice the time for nothing


@dataclass(frozen=True, slots=True)
class Face:
    """One weight and style of a family. `family` is octavo's own name; `file` a key of `FILES`; `axes` are pinned."""

    family: str
    weight: int
    style: str
    file: str
    axes: tuple[tuple[str, float], ...] = ()
    only: frozenset[int] | None = None
    """The code points that it is for, where it is not for all that it has."""
    scale: float = 1.0
    """How much larger it is cut than it is drawn, to look as large as the Latin faces."""

    @property
    def helps(self) -> bool:
        """Whether it is a face of another script, that helps out."""
        return self.file in SCRIPTS

    @property
    def name(self) -> str:
        """A name that no other face has, safe in a URL."""
        return f"{self.family}-{self.weight}-{self.style}".lower().replace(" ", "-")


def path(face: Face) -> Path:
    """Where a face's variable font lies, without importing the package that carries it."""
    package, file = (FILES | SCRIPTS)[face.file]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / file


def is_installed(face: Face) -> bool:
    """Whether the package that carries a face is there."""
    package, _ = (FILES | SCRIPTS)[face.file]
    return find_spec(package) is not None


@lru_cache(maxsize=32)
def static_face(face: Face) -> bytes:
    """A face as TrueType without axes: WeasyPrint sets variable fonts slowly, and never twice alike."""
    import uharfbuzz

    if face.helps and not face.axes:
        return _scaled(path(face).read_bytes(), face.scale)
    font = _variable(face.file)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    _pin(wanted, font, face)
    return _scaled(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale)


def print_face(face: Face, characters: Iterable[str]) -> bytes:
    """A face for a page that shows some characters.

    One that helps out is cut down to them where it has tens of thousands, or signs; its glyphs keep their numbers. A
    small one stays whole: fontconfig prefers a face that has all letters of a language to one that is as bold as it
    should be.
    Its lines are as high as those of the Latin face that it helps, so that all lines of a page stand at one distance.
    """
    if not face.helps:
        return static_face(face)
    import uharfbuzz

    font = _variable(face.file)
    wanted = uharfbuzz.SubsetInput()
    shown = {ord(character) for character in characters}
    is_cut = face.file.startswith("signs/") or len(_coverage(face.file)) > _MANY
    wanted.unicode_set.update(covers(face) & shown if is_cut else covers(face))
    wanted.unicode_set.update({0x20, 0xA0})  # Pango takes a space from the face of what stands before it
    wanted.layout_feature_tag_set.update(_tags(FEATURES | _SHAPING))
    wanted.name_id_set.clear()
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    _pin(wanted, font, face)
    twin = "inter/roman" if "Sans" in face.family else "source-serif-4/roman"
    return _as_high(_scaled(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale), _variable(twin))


def _scaled(font: bytes, scale: float) -> bytes:
    """A font whose em is smaller, so that all of it is larger (OpenType 1.9.1, `head`)."""
    if scale == 1:
        return font
    made = bytearray(font)
    place = next(offset for tag, _, offset, _ in _directory(font) if tag == "head") + 18
    struct.pack_into(">H", made, place, round(struct.unpack_from(">H", font, place)[0] / scale))
    return bytes(made)


def _as_high(font: bytes, twin: Any) -> bytes:
    """A font whose ascent and descent are those of another (OpenType 1.9.1, `hhea` and `OS/2`)."""
    hhea, em = bytes(twin.reference_table("hhea").data), twin.upem
    own = struct.unpack(">H", _tables(font)["head"][18:20])[0]
    up, down = (round(number * own / em) for number in struct.unpack(">hh", hhea[4:8]))
    places = {tag: offset for tag, _, offset, _ in _directory(font)}
    made = bytearray(font)
    struct.pack_into(">hhh", made, places["hhea"] + 4, up, down, 0)
    struct.pack_into(">hhhHH", made, places["OS/2"] + 68, up, down, 0, up, -down)
    return bytes(made)


def woff2(face: Face, characters: frozenset[str], features: frozenset[str] = FEATURES) -> bytes:
    """A face cut down to some characters and OpenType features, packed for the screen."""
    import uharfbuzz

    font = _variable(face.file)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update({ord(character) for character in characters})
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(_tags(features | _SHAPING if face.helps else features))
    wanted.name_id_set.clear()
    wanted.name_id_set.update({0, 13, 14})  # copyright and licence; 'Source' may name only the unmodified font
    wanted.drop_table_tag_set.update(_tags({"DSIG", "STAT", "BASE"}))
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    _pin(wanted, font, face)
    return _pack(_scaled(bytes(uharfbuzz.subset(font, wanted).blob.data), face.scale))


def covers(face: Face) -> frozenset[int]:
    """The code points that a face has glyphs for."""
    return _coverage(face.file) if face.only is None else _coverage(face.file) & face.only


def rule(face: Face, url: str, swap: bool = False) -> str:
    """A face as `@font-face`, to be found at `url`."""
    kind = "woff2" if swap else "truetype"
    shown = "font-display:swap;" if swap else ""
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};{shown}'
        f'src:url("{url}") format("{kind}")}}'
    )


@dataclass(frozen=True, slots=True)
class Stacks:
    """The families that a sheet sets each part of a text in, the wanted one first, then those that help out."""

    text: tuple[str, ...]
    display: tuple[str, ...]
    small: tuple[str, ...]
    code: tuple[str, ...]
    emphasis: tuple[str, ...] = ()
    """Of what is emphasized in print in a script that has no italics."""
    passages: tuple[tuple[str, Stacks], ...] = ()
    """Those of passages in another language, by its tag."""


def main(stack: tuple[str, ...]) -> str:
    """The family that sets a text, where others only help out."""
    return next((family for family in stack if not family.endswith(" Marks")), "")


def needed(root: Any, stacks: Stacks, faces: Iterable[Face], everywhere: bool = False) -> dict[Face, frozenset[str]]:
    """The faces that a text uses, each with the characters it has to show, in the order of `faces`.

    `everywhere` is for a sheet that the author has added to: every face may then have to show every character.
    """
    uses = _uses(root, stacks)
    if everywhere:
        whole = frozenset().union(*uses.values()) if uses else frozenset()
        possible = {
            _FamilyUse(role, bold, italic) for role in ("text", "display") for bold in (0, 1) for italic in (0, 1)
        }
        uses = dict.fromkeys(uses.keys() | possible, whole)
    faces = tuple(faces)
    others = dict(stacks.passages)
    wanted: dict[Face, set[str]] = {}
    for use, characters in uses.items():
        left = {character for character in characters if character.isprintable() or character in "\u00ad\u2011"}
        stack = getattr(others.get(use.passage, stacks), use.role) or stacks.text
        for family in stack:
            face = _nearest(use, family, faces)
            if face is None:
                continue
            shown = {character for character in left if ord(character) in covers(face)}
            if shown - {" ", "\u00a0"} or family == main(stack):
                wanted.setdefault(face, set()).update(shown)
            left -= shown
    return {face: frozenset(wanted[face]) for face in faces if face in wanted}


def missing(characters: Iterable[str], faces: Iterable[Face]) -> frozenset[str]:
    """The characters that none of some faces can show."""
    known = frozenset().union(*(covers(face) for face in faces))
    return frozenset(c for c in characters if c.isprintable() and ord(c) not in known)


@dataclass(frozen=True, slots=True)
class _FamilyUse:
    role: str
    bold: int = 0
    italic: int = 0
    passage: str = ""


_ROLES = {
    **dict.fromkeys(sorted(MONOSPACE), "code"), "h1": "display", "h2": "display",
    "figcaption": "small", "caption": "small", "table": "small", "footer": "small",
}  # fmt: skip
_SMALL = frozenset({"notes", "footnote", "references", "authors", "contributors", "date", "address"})
_BOLD = frozenset({
    "strong", "b", "upright", "th", "dt", "h3", "box-title", "kw", "al", "er", "cf", "note-ref", "contents-title",
    "label", "index-letter", "captions",
})  # fmt: skip
_ITALIC = ITALIC | {"h4", "h6", "subtitle", "co", "do", "an", "cv", "in"}
_SAID_BY_STYLE = {"ol": "0123456789.", "q": "“”‘’„‚«»‹›", "p": "-\u2010"}
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What a sheet or a browser shows that does not stand in the text: numbers of lists, quotation marks, hyphens."""


def _uses(root: Any, stacks: Stacks) -> dict[_FamilyUse, frozenset[str]]:
    """What each kind of type has to show in a text. It must know no less than the sheets of `styles/` do."""
    found: defaultdict[_FamilyUse, set[str]] = defaultdict(set)
    _walk(root, _FamilyUse("text"), frozenset(tag for tag, _ in stacks.passages), found)
    return {use: frozenset(characters) for use, characters in found.items()}


def _walk(element: Any, use: _FamilyUse, passages: frozenset[str], found: defaultdict[_FamilyUse, set[str]]) -> None:
    name = local(element)
    if not name or name == "math":
        return
    classes = element.get("class") or ""
    here = _use(name, classes, use)
    if passages and (lang := element.get("lang")):
        here = replace(here, passage=lang if lang in passages else "")
    if head := element.get("data-head"):  # running heads take it, the title upright, sections in italics
        found[_FamilyUse("text", italic=int(name != "h1"))].update(head)
    if "footnote" in classes.split():  # its call stands in the text, its number before it
        for role in ("text", "small"):
            found[_FamilyUse(role, italic=int("address" in classes.split()))].update(element.get("data-number", ""))
    shown = found[here] if name in _SAID_BY_STYLE or element.text else None
    if shown is not None:
        shown.update(_SAID_BY_STYLE.get(name, ""), element.text or "")
        if name in _SAID_BY_STYLE and element.get("type", "1") != "1":
            shown.update(_LETTERS)
    for child in element:
        _walk(child, here, passages, found)
        if child.tail:
            found[here].update(child.tail)


@lru_cache(5000)
def _use(name: str, classes: str, use: _FamilyUse) -> _FamilyUse:
    """How an element is set that stands in something set as `use` says."""
    marks = {name, *classes.split()}
    bold = int(use.bold or bool(marks & _BOLD))
    italic = int(bool(marks & _ITALIC) or name == "address" or use.italic)
    if marks & {"dotted", "upright"}:
        italic = 0
    return _FamilyUse(_role(marks, name, use), bold, italic, use.passage)


def _role(marks: set[str], name: str, use: _FamilyUse) -> str:
    if use.role == "code":
        return "code"
    if "dotted" in marks:
        return "emphasis"
    if marks & _SMALL and use.role == "text":
        return "small"
    return _ROLES.get(name, use.role)


def _nearest(use: _FamilyUse, family: str, faces: tuple[Face, ...]) -> Face | None:
    """The face that CSS would choose: the style first, then the weight."""
    kin = [face for face in faces if face.family == family]
    if not kin:
        return None
    style = "italic" if use.italic else "normal"
    kin = [face for face in kin if face.style == style] or kin
    weight = 700 if use.bold else 400
    return min(kin, key=lambda face: (abs(face.weight - weight), face.weight))


@lru_cache(maxsize=16)
def _variable(file: str) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path(Face("", 0, "", file)))))


@lru_cache(maxsize=16)
def _coverage(file: str) -> frozenset[int]:
    return frozenset(_variable(file).unicodes)


def _pin(wanted: Any, font: Any, face: Face) -> None:
    wanted.pin_all_axes_to_default(font)
    for tag, value in face.axes:
        wanted.pin_axis_location(font, tag, value)


# https://www.w3.org/TR/WOFF2/#table_dir_format: the tags that a table directory names by number
_KNOWN = (
    "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT "
    "VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar "
    "fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
)
_TAGS = {_KNOWN[at : at + 4]: number for number, at in enumerate(range(0, len(_KNOWN), 5))}


def _pack(font: bytes) -> bytes:
    """WOFF 2.0 without its optional transformations: they would save a tenth, and take five times as long in Python."""
    import brotli

    tables = _tables(font)
    head = bytearray(tables["head"])
    head[16] |= 0x08  # flag 11: the font has been through a lossless packing
    tables["head"] = bytes(head)
    order = sorted(tables, key=lambda tag: (tag.replace("loca", "glyf"), tag))
    stream = brotli.compress(b"".join(tables[tag] for tag in order), mode=brotli.MODE_FONT, quality=_QUALITY)
    directory = b"".join(_entry(tag, len(tables[tag])) for tag in order)
    whole = 12 + sum(16 + (len(data) + 3) // 4 * 4 for data in tables.values())
    length = (48 + len(directory) + len(stream) + 3) // 4 * 4
    sizes = (length, len(tables), 0, whole, len(stream))
    header: bytes = struct.pack(">4s4sIHHIIHHIIIII", b"wOF2", font[:4], *sizes, 1, 0, *[0] * 5)
    return bytes((header + directory + stream).ljust(length, b"\0"))


def _tables(font: bytes) -> dict[str, bytes]:
    return {tag: font[offset : offset + length] for tag, _, offset, length in _directory(font)}


def _directory(font: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Tag, checksum, offset and length of each table."""
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, *rest = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        yield (tag.decode("latin-1"), *rest)


def _tags(names: Iterable[str]) -> set[int]:
    return {int.from_bytes(name.encode(), "big") for name in names}


def _entry(tag: str, length: int) -> bytes:
    version = 3 if tag in ("glyf", "loca") else 0  # the number of the null transformation differs for these two
    number = _TAGS.get(tag, 63)
    name = tag.encode("latin-1") if number == 63 else b""
    return bytes([version << 6 | number]) + name + _base128(length)


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
