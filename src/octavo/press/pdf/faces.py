"""The fonts of a bound book: each embedded once, cut down to what all gatherings together show (ISO 32000-1, 9.7)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from octavo.press.pdf import syntax
from octavo.press.pdf.proof import TWINS, FontUse, public


def unite(uses: Iterable[FontUse]) -> list[FontUse]:
    """Return one use for each font, in the order of their names; of two meanings of a glyph, the first counts."""
    found: dict[str, FontUse] = {}
    for use in uses:
        whole = found.setdefault(use.hash, replace(use, widths={}, to_unicode={}, missing={}))
        whole.widths.update(use.widths)
        for glyph, text in use.to_unicode.items():
            plain = public(TWINS.get(text, text).replace("\u00a0", " "))  # anyone who copies code wants spaces
            if is_radical(whole.to_unicode.setdefault(glyph, plain)):
                whole.to_unicode[glyph] = plain
        whole.missing.update(use.missing)
    return [found[name] for name in sorted(found)]


def is_radical(text: str) -> bool:
    """Return whether a text is one radical, which fonts show by the glyph of an ideograph."""
    return len(text) == 1 and "\u2e80" <= text <= "\u2fdf"


def without_radicals(meanings: Mapping[int, str], file: bytes) -> Mapping[int, str]:
    """Return the meanings of glyphs; one that also shows an ideograph means the ideograph."""
    if not any(map(is_radical, meanings.values())):
        return meanings
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(file))
    font = uharfbuzz.Font(face)
    letters = [chr(code) for code in sorted(face.unicodes, reverse=True)]
    others = {font.get_nominal_glyph(ord(letter)): letter for letter in letters if not is_radical(letter)}
    return {glyph: others.get(glyph, text) if is_radical(text) else text for glyph, text in meanings.items()}


def with_book_meanings(uses: Iterable[FontUse], united: Mapping[str, FontUse]) -> tuple[FontUse, ...]:
    """Return the fonts of one gathering, each glyph with the meaning that it has in the whole book."""
    return tuple(
        replace(use, to_unicode={glyph: united[use.hash].to_unicode[glyph] for glyph in use.to_unicode}) for use in uses
    )


_STAND_INS = "\u25a1\u25af\ufffd?"
"""What is shown for a character that a font lacks: a box, or what the font has that is most like one."""


def stand_in(file: bytes) -> tuple[int, float]:
    """Return the glyph that a font shows for characters that it lacks, and its width in thousandths of an em.

    It is never glyph 0, `.notdef`, which no accessible file may show (ISO 14289-1, 7.21.8).
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(file))
    font = uharfbuzz.Font(face)
    wanted = [font.get_nominal_glyph(ord(each)) for each in _STAND_INS]
    glyph = next((glyph for glyph in wanted if glyph), min(1, face.glyph_count - 1))
    return glyph, font.get_glyph_h_advance(glyph) * 1000 / face.upem


def subset(file: bytes, glyphs: Iterable[int]) -> bytes:
    """Return a font with only these glyphs, under their old numbers, without what only a text engine reads.

    Of an OpenType font with CFF outlines, only the outlines are returned.
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
    if not is_cff:
        return bytes(cut.blob.data)
    cff = bytes(cut.reference_table("CFF ").data)
    if _is_cid_keyed(cff):
        return _with_charset(cff, kept)
    # in a font whose glyphs have names, CIDs are the numbers of glyphs
    wanted.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    return bytes(uharfbuzz.subset(face, wanted).reference_table("CFF ").data)


_READ_ONLY_BY_ENGINES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ", "STAT", "MATH")


def _with_charset(cff: bytes, glyphs: list[int]) -> bytes:
    """Return a CID-keyed CFF font whose glyphs are found by their old numbers.

    A PDF uses CIDs, and the font's charset says which glyph each is (ISO 32000-1, 9.7.4.2): a charset of our own is
    added at the end (Adobe Technical Note 5176, sections 4, 9 and 13).
    """
    _, behind_names = _index(cff, cff[2])
    ((first, last), *_), _ = _index(cff, behind_names)
    made = bytearray(cff)
    struct.pack_into(">i", made, first + _charset(cff[first:last]), len(cff))
    return bytes(made + struct.pack(f">B{len(glyphs) - 1}H", 0, *glyphs[1:]))


def _index(cff: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Return where each member of an INDEX begins and ends, and where the INDEX ends."""
    count, size = struct.unpack_from(">HB", cff, at)
    start = at + 3 + (count + 1) * size - 1
    ends = [start + int.from_bytes(cff[at + 3 + i * size : at + 3 + (i + 1) * size], "big") for i in range(count + 1)]
    return list(pairwise(ends)), ends[-1]


def _is_cid_keyed(cff: bytes) -> bool:
    """Return whether the glyphs of a CFF font have CIDs, and no names: its Top DICT has the operator ROS."""
    ((first, last), *_), _ = _index(cff, _index(cff, cff[2])[1])
    return any(operator == (12, 30) for _, operator in _operators(cff[first:last]))


def _charset(top: bytes) -> int:
    """Return where in a Top DICT the offset of the charset is, which HarfBuzz writes in four bytes."""
    at = next((at for at, operator in _operators(top) if operator == (15, 0)), 0)
    if at < 5 or top[at - 5] != 29:
        raise ValueError("this CFF font has no charset")
    return at - 4


def _operators(top: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield where in a Top DICT each operator is, and its one or two bytes."""
    at = 0
    while at < len(top):
        byte = top[at]
        if byte <= 21:
            yield at, (byte, top[at + 1] if byte == 12 else 0)
        if byte == 30:  # a real number, in half bytes up to 15
            while top[at + 1] & 15 != 15:
                at += 1
            at += 2
        else:
            at += {12: 2, 28: 3, 29: 5}.get(byte, 2 if 247 <= byte <= 254 else 1)


def dictionaries(use: FontUse, cut: bytes, first: int) -> tuple[dict[int, bytes], dict[int, tuple[bytes, bytes]]]:
    """Return the objects of a font, numbered from `first`, which is the font itself: dictionaries, and streams as
    entries and data. `cut` is its file, cut down."""
    font, descendant, descriptor, program, unicode_, encoding = range(first, first + 6)
    kind = b"FontFile3" if cut[:1] == b"\1" else b"FontFile2"  # a CFF font begins with its version, 1
    extra = b"/Subtype /CIDFontType0C" if cut[:1] == b"\1" else b"/Length1 %d" % len(cut)
    monospaced = len({round(width) for width in use.widths.values()}) == 1
    box = syntax.array([0, use.descent, max(use.widths.values(), default=0), use.ascent])
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
            syntax.string(use.family),
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
"""The most object numbers that a font needs."""


def _widths(widths: Mapping[int, float]) -> bytes:
    """Return the widths of runs of glyphs, each with its first number (ISO 32000-1, 9.7.4.3)."""
    runs: list[list[int]] = []
    for glyph in sorted(widths):
        if runs and glyph == runs[-1][-1] + 1:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return b" ".join(b"%d %s" % (run[0], syntax.array(widths[glyph] for glyph in run)) for run in runs)


def _to_unicode(meanings: Mapping[int, str]) -> bytes:
    """Return the CMap that says what each glyph means (ISO 32000-1, 9.10.3)."""
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
    """Return the CMap from codes to glyphs, where some codes are of characters that the font lacks."""
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
    """Return the entries of a CMap in parts of a hundred, the most that one may have."""
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return [b"%d begin%s\n%s\nend%s" % (len(part), kind, b"\n".join(part), kind) for part in parts]
