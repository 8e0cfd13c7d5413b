"""The faces of a bound book: each embedded once, cut down to what all gatherings together show (ISO 32000-1, 9.7)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

import pydyf

from octavo.press.pdf.proof import TWINS, FontUse, public


def united(uses: Iterable[FontUse]) -> list[FontUse]:
    """One use for each face, in the order of their names; of two meanings of a glyph, the first."""
    found: dict[str, FontUse] = {}
    for use in uses:
        whole = found.setdefault(use.hash, replace(use, widths={}, to_unicode={}, missing={}))
        whole.widths.update(use.widths)
        for glyph, text in use.to_unicode.items():
            plain = public(TWINS.get(text, text).replace("\u00a0", " "))  # who copies code wants spaces
            if is_radical(whole.to_unicode.setdefault(glyph, plain)):
                whole.to_unicode[glyph] = plain
        whole.missing.update(use.missing)
    return [found[name] for name in sorted(found)]


def is_radical(text: str) -> bool:
    """Whether a text is one radical, which faces show by the glyph of an ideograph; the text says which it is."""
    return len(text) == 1 and "\u2e80" <= text <= "\u2fdf"


def without_radicals(meanings: Mapping[int, str], file: bytes) -> Mapping[int, str]:
    """The meanings of glyphs, where one that a face shows for an ideograph too means that."""
    if not any(map(is_radical, meanings.values())):
        return meanings
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(file))
    font = uharfbuzz.Font(face)
    letters = [chr(code) for code in sorted(face.unicodes, reverse=True)]
    others = {font.get_nominal_glyph(ord(letter)): letter for letter in letters if not is_radical(letter)}
    return {glyph: others.get(glyph, text) if is_radical(text) else text for glyph, text in meanings.items()}


def told(uses: Iterable[FontUse], united: Mapping[str, FontUse]) -> tuple[FontUse, ...]:
    """The faces of one gathering, each glyph with the meaning that it has in the whole book."""
    return tuple(
        replace(use, to_unicode={glyph: united[use.hash].to_unicode[glyph] for glyph in use.to_unicode}) for use in uses
    )


_STAND_INS = "\u25a1\u25af\ufffd?"
"""What is shown for a character that a face does not have: a box, or what the face has that comes near to one."""


def stand_in(file: bytes) -> tuple[int, float]:
    """The glyph of a face that is shown for characters that it does not have, and its width in thousandths.

    It is never glyph 0, `.notdef`, which no accessible file may show (ISO 14289-1, 7.21.8).
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(file))
    font = uharfbuzz.Font(face)
    wanted = [font.get_nominal_glyph(ord(each)) for each in _STAND_INS]
    glyph = next((glyph for glyph in wanted if glyph), min(1, face.glyph_count - 1))
    return glyph, font.get_glyph_h_advance(glyph) * 1000 / face.upem


def subset(file: bytes, glyphs: Iterable[int]) -> bytes:
    """A face with these glyphs only, their numbers kept, without what only a text engine reads.

    Of an OpenType font whose outlines are CFF only those are left.
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(file))
    kept = sorted({0, *glyphs} & set(range(face.glyph_count)))
    is_cff = bool(len(face.reference_table("CFF ")))
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(kept)
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | (uharfbuzz.SubsetFlags.DEFAULT if is_cff else uharfbuzz.SubsetFlags.RETAIN_GIDS)
    )
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _READ_ONLY_BY_ENGINES)
    wanted.name_id_set.clear()
    wanted.name_id_set.update({0, 13, 14})
    cut = uharfbuzz.subset(face, wanted)
    return _numbered(bytes(cut.reference_table("CFF ").data), kept) if is_cff else bytes(cut.blob.data)


_READ_ONLY_BY_ENGINES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ", "STAT", "MATH")


def _numbered(cff: bytes, glyphs: list[int]) -> bytes:
    """A CID-keyed CFF font whose glyphs are asked for by the numbers that they had.

    A PDF asks by CID, and the font's charset says which glyph that is (ISO 32000-1, 9.7.4.2): it gets one of our own,
    at its end (Adobe Technical Note 5176, sections 4, 9 and 13).
    """
    _, behind_names = _index(cff, cff[2])
    ((first, last), *_), _ = _index(cff, behind_names)
    made = bytearray(cff)
    struct.pack_into(">i", made, first + _charset(cff[first:last]), len(cff))
    return bytes(made + struct.pack(f">B{len(glyphs) - 1}H", 0, *glyphs[1:]))


def _index(cff: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where each member of an INDEX begins and ends, and where the INDEX ends."""
    count, size = struct.unpack_from(">HB", cff, at)
    start = at + 3 + (count + 1) * size - 1
    ends = [start + int.from_bytes(cff[at + 3 + i * size : at + 3 + (i + 1) * size], "big") for i in range(count + 1)]
    return list(pairwise(ends)), ends[-1]


def _charset(top: bytes) -> int:
    """Where in a Top DICT the offset of the charset is, a number of four bytes as HarfBuzz writes it."""
    at = 0
    while at < len(top):
        byte = top[at]
        if byte == 29 and top[at + 5] == 15:
            return at + 1
        if byte == 30:  # a real number, in half bytes up to 15
            while top[at + 1] & 15 != 15:
                at += 1
            at += 2
        else:
            at += {12: 2, 28: 3, 29: 5}.get(byte, 2 if 247 <= byte <= 254 else 1)
    raise ValueError("this CFF font has no charset")


def dictionaries(use: FontUse, cut: bytes, first: int) -> tuple[dict[int, bytes], dict[int, tuple[bytes, bytes]]]:
    """The objects of a face that has been `cut`, numbered from `first`, which is the font itself: dictionaries, and
    streams as entries and data."""
    font, descendant, descriptor, program, unicode_, encoding = range(first, first + 6)
    kind = b"FontFile3" if cut[:1] == b"\1" else b"FontFile2"  # a CFF font begins with its version, 1
    extra = b"/Subtype /CIDFontType0C" if cut[:1] == b"\1" else b"/Length1 %d" % len(cut)
    monospaced = len({round(width) for width in use.widths.values()}) == 1
    box = pydyf.Array([0, use.descent, max(use.widths.values(), default=0), use.ascent]).data
    streams = {
        program: (extra + b" /Filter /FlateDecode", zlib.compress(cut, 9)),
        unicode_: (b"/Filter /FlateDecode", zlib.compress(_to_unicode(use.to_unicode), 9)),
    }
    if use.missing:
        streams[encoding] = (_ENCODING, zlib.compress(_encoding(use), 9))
    objects = {
        font: b"<</Type /Font /Subtype /Type0 /BaseFont %s /Encoding %s /ToUnicode %d 0 R /DescendantFonts [%d 0 R]>>"
        % (use.name, b"%d 0 R" % encoding if use.missing else b"/Identity-H", unicode_, descendant),
        descendant: b"<</Type /Font /Subtype /%s /BaseFont %s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0>> %s/W [%s] /FontDescriptor %d 0 R>>"
        % (
            b"CIDFontType0" if kind == b"FontFile3" else b"CIDFontType2",
            use.name,
            b"" if kind == b"FontFile3" else b"/CIDToGIDMap /Identity ",
            _widths(use.widths),
            descriptor,
        ),
        descriptor: b"<</Type /FontDescriptor /FontName %s /FontFamily %s /Flags %d /FontBBox %s /ItalicAngle 0 "
        b"/Ascent %d /Descent %d /CapHeight %d /StemV 80 /StemH 80 /%s %d 0 R>>"
        % (
            use.name,
            pydyf.String(use.family).data,
            use.flags + monospaced,
            box,
            use.ascent,
            use.descent,
            use.ascent,
            kind,
            program,
        ),
    }
    return objects, streams


_ENCODING = (
    b"/Type /CMap /CMapName /Octavo-Encoding /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
    b"/Filter /FlateDecode"
)
PER_FACE = 6
"""Object numbers that a face takes at most."""


def _widths(widths: Mapping[int, float]) -> bytes:
    """Runs of glyphs, each with its first number (ISO 32000-1, 9.7.4.3)."""
    runs: list[list[int]] = []
    for glyph in sorted(widths):
        if runs and glyph == runs[-1][-1] + 1:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return b" ".join(b"%d %s" % (run[0], pydyf.Array(widths[glyph] for glyph in run).data) for run in runs)


def _to_unicode(meanings: Mapping[int, str]) -> bytes:
    """What each glyph means (ISO 32000-1, 9.10.3)."""
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
        *_hundreds(b"bfchar", [
            b"<%04x> <%s>" % (glyph, meanings[glyph].encode("utf-16-be").hex().encode()) for glyph in sorted(meanings)
        ]),
        b"endcmap CMapName currentdict /CMap defineresource pop end end",
    ]  # fmt: skip
    return b"\n".join(lines)


def _encoding(use: FontUse) -> bytes:
    """Codes to glyphs, where some codes stand for characters that the face does not have."""
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def",
        b"/CMapName /Octavo-Encoding def /CMapType 1 def",
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
        *_hundreds(b"cidchar", [
            b"<%04x> %d" % (code, use.missing.get(code, code)) for code in sorted(use.to_unicode)
        ]),
        b"endcmap CMapName currentdict /CMap defineresource pop end end",
    ]  # fmt: skip
    return b"\n".join(lines)


def _hundreds(kind: bytes, lines: list[bytes]) -> list[bytes]:
    """A CMap takes a hundred entries at a time."""
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return [b"%d begin%s\n%s\nend%s" % (len(part), kind, b"\n".join(part), kind) for part in parts]
