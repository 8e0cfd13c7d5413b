"""Colours of a PDF that `print-colours` does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import FinishedEdition, PrintedPages
from octavo.model.diagnostic import Place, Severity
from octavo.model.publication import Resource

_FORBIDDEN = {"rgb": (), "cmyk": ("RGB",), "grey": ("RGB", "CMYK")}
_MODES = {"RGB": ("RGB", "RGBA", "P", "PA", "YCbCr", "LAB", "HSV"), "CMYK": ("CMYK",)}
"""Pillow's names for the pictures that are printed in each colour space."""
_RUNS_INTO = (b"Gradient", b"<image", b":image")
"""Signs of drawings whose colours octavo cannot convert."""
_SHOWN = 6
"""How many pages a message names one by one."""


def _colours(book: FinishedEdition) -> Iterator[Flaw]:
    asked = book.publication.settings.print_colours
    if not (forbidden := _FORBIDDEN[asked]):
        return
    from octavo.check import pdf_colours

    reported: set[Resource] = set()
    drawn: dict[str, list[str]] = {}
    for use in pdf_colours.find_uses(book.edition.data):
        if use.space not in forbidden:
            continue
        label = book.edition.labels[use.page]
        fitting = [each for each in _shown(book, label) if _is_meant(each[0], use)]
        for picture, place in fitting:
            if picture not in reported:
                reported.add(picture)
                hint = _HINTS["drawing" if use.size is None else asked]
                yield Flaw(f"on page {label}, '{picture.file.name}' uses {use.space}", place, hint, (label,))
        if not fitting:
            drawn.setdefault(use.space, []).append(label)
    for space, labels in drawn.items():
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        named = f"page{'s' if len(labels) > 1 else ''} {', '.join(labels[:_SHOWN])}{more}"
        place = book.publication.key("octavo.print-colours")
        yield Flaw(f"on {named}, something is drawn in {space}", place, pages=tuple(labels))


_HINTS = {
    "drawing": "draw it without gradients or embedded pictures: octavo converts plain colours",
    "grey": "save it in greyscale",
    "cmyk": "save it as a CMYK JPEG, with the profile that the print shop names",
}


def _shown(book: FinishedEdition, label: str) -> Iterator[tuple[Resource, Place]]:
    """Yield the pictures on a page, each with the place in the source that shows it."""
    for each in book.edition.sheets:
        if label in each.labels:
            sheets = PrintedPages(book.publication, book.manuscript, each.chapter, each.seen, each.labels)
            for fact in sheets.of_kind("picture"):
                if sheets.page(fact) == label and fact.resource in sheets.pictures:
                    yield sheets.pictures[fact.resource], sheets.place(fact)


def _is_meant(picture: Resource, use: object) -> bool:
    """Return whether a picture can be what a page draws: in a finished PDF, pictures have no names."""
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
    id="print.colours",
    looks_at="pdf",
    severity=Severity.WARNING,
    reason=(
        "A print shop that prints in black, or in four inks, rejects other colours or converts "
        "them to something nobody has seen."
    ),
    fix="use the colours that `print-colours` names",
    wrong={"x.md": f"{_GREY}![A bee](bee.svg)\n", "bee.svg": _BEE.format(_SHADES, "url(#shade)")},
    right={"x.md": f"{_GREY}![A bee](bee.svg)\n", "bee.svg": _BEE.format("", "gold")},
    examine=_colours,
)
