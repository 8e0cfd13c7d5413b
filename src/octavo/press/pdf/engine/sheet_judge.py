"""What WeasyPrint ignores in a style sheet, piece by piece, so that each piece can be found again in the author's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from octavo.press.pdf.engine import rendering
from octavo.press.pdf.print_problem import SheetPiece, SheetRemark
from octavo.tools.suggest import find_typo

_IGNORED = re.compile(r"Ignored `(?P<name>[^:`]+):(?P<value>.*)` at \d+:\d+, (?P<why>.*?)\.?$", re.DOTALL)
_PLACE = re.compile(r",? at \d+:\d+")
_FOR_SCREENS = "if it is only for screens, put it in a '@media screen' block"


def judge(pieces: Iterable[SheetPiece]) -> tuple[SheetRemark, ...]:
    """Return what WeasyPrint ignores of some pieces. Raises `MachineError` where it cannot be used."""
    return tuple(_remarks(pieces))


def _remarks(pieces: Iterable[SheetPiece]) -> Iterator[SheetRemark]:
    from weasyprint.css.properties import KNOWN_PROPERTIES
    from weasyprint.css.validation.expanders import EXPANDERS

    known = KNOWN_PROPERTIES | {name.replace("_", "-") for name in EXPANDERS}
    for piece in pieces:
        for said in dict.fromkeys(rendering.messages_about(piece.css)):
            found = _IGNORED.match(said)
            if found is None:
                yield SheetRemark(piece.origin, f"print ignores this: {_PLACE.sub('', said)}", _FOR_SCREENS)
            elif "invalid" in found["why"] or "value" in found["why"]:
                message = f"print cannot use the value '{found['value'].strip()}' of '{found['name']}'"
                yield SheetRemark(piece.origin, message, _FOR_SCREENS)
            else:
                near = find_typo(found["name"], known - {found["name"]})
                hint = f"did you mean '{near}'?" if near else _FOR_SCREENS
                yield SheetRemark(piece.origin, f"print does not know '{found['name']}'", hint)
