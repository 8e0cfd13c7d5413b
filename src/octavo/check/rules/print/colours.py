"""Colours that the print shop has not asked for: `print-colours` says what it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.check.rules.rule import FinishedEdition, Flaw, PrintedPages, Rule
from octavo.model.diagnostic import Place, Severity
from octavo.model.publication import Resource

_FORBIDDEN = {"rgb": (), "cmyk": ("RGB",), "grey": ("RGB", "CMYK")}
_MODES = {"RGB": ("RGB", "RGBA", "P", "PA", "YCbCr", "LAB", "HSV"), "CMYK": ("CMYK",)}
"""What Pillow calls pictures that print has in each space."""
_RUNS_INTO = (b"Gradient", b"<image", b":image")
"""What is in drawings that octavo cannot give other colours."""
_SHOWN = 6
"""Pages that are named one by one."""


def _colours(book: FinishedEdition) -> Iterator[Flaw]:
    asked = book.publication.settings.print_colours
    if not (forbidden := _FORBIDDEN[asked]):
        return
    from octavo.check import pdf_colours

    told: set[Resource] = set()
    drawn: dict[str, list[str]] = {}
    for use in pdf_colours.find_uses(book.edition.data):
        if use.space not in forbidden:
            continue
        label = book.edition.labels[use.page]
        fitting = [each for each in _shown(book, label) if _is_meant(each[0], use)]
        for picture, place in fitting:
            if picture not in told:
                told.add(picture)
                hint = _HINTS["drawing" if use.size is None else asked]
                yield Flaw(f"on page {label}, '{picture.file.name}' is in {use.space}", place, hint, (label,))
        if not fitting:
            drawn.setdefault(use.space, []).append(label)
    for space, labels in drawn.items():
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        named = f"page{'s' if len(labels) > 1 else ''} {', '.join(labels[:_SHOWN])}{more}"
        place = book.publication.key("octavo.print-colours")
        yield Flaw(f"on {named}, something is drawn in {space}", place, pages=tuple(labels))


_HINTS = {
    "drawing": "draw it without shades that run into each other: plain colours are changed by octavo",
    "grey": "save it in shades of grey, without colours",
    "cmyk": "save it in CMYK, as JPEG, by the profile that the print shop names",
}


def _shown(book: FinishedEdition, label: str) -> Iterator[tuple[Resource, Place]]:
    """The pictures on a page, each with the place where the author shows it."""
    for each in book.edition.sheets:
        if label in each.labels:
            sheets = PrintedPages(book.publication, book.manuscript, each.chapter, each.seen, each.labels)
            for seen in sheets.kind("picture"):
                if sheets.page(seen) == label and seen.resource in sheets.pictures:
                    yield sheets.pictures[seen.resource], sheets.place(seen)


def _is_meant(picture: Resource, use: object) -> bool:
    """Whether a picture may be what a page draws: a finished PDF has no names for its pictures."""
    from octavo.check.pdf_colours import ColourUse

    assert isinstance(use, ColourUse)
    if picture.media_type == "image/svg+xml":
        return use.size is None and any(sign in picture.file.read_bytes() for sign in _RUNS_INTO)
    same = picture.size is not None and (round(picture.size[0]), round(picture.size[1])) == use.size
    return same and _mode(picture.file) in _MODES[use.space]


def _mode(file: Path) -> str:
    from PIL import Image

    with Image.open(file) as image:
        return image.mode


_GREY = "---\ntitle: Bees\nauthor: Ann Author\nlang: en\noctavo:\n  print-colours: grey\n---\n\n"
_BEE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}<circle cx="4" cy="4" r="3" fill="{}"/></svg>\n'
)  # fmt: skip
_SHADES = '<linearGradient id="shade"><stop offset="0" stop-color="gold"/><stop offset="1" stop-color="red"/></linearGradient>'
RULE = Rule(
    "print.colours",
    "pdf",
    Severity.WARNING,
    "A shop that prints in black, or with the four inks, refuses other colours, or makes of them what nobody has seen.",
    "draw it in the colours that `print-colours` asks for",
    wrong={"x.md": f"{_GREY}![A bee](bee.svg)\n", "bee.svg": _BEE.format(_SHADES, "url(#shade)")},
    right={"x.md": f"{_GREY}![A bee](bee.svg)\n", "bee.svg": _BEE.format("", "gold")},
    examine=_colours,
)
