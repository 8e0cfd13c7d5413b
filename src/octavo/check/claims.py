"""What finished editions claim of their accessibility, held against what the validators found in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from octavo.check.validators.finding import NO_VERDICT
from octavo.model.diagnostic import Diagnostic, Place, Severity, error
from octavo.model.formats import Format

JUDGES = {"epub": ("epubcheck", "ace"), "html": ("axe",), "site": ("axe",), "pdf": ("verapdf",)}
"""Whose word counts against what an edition of a format claims."""
_JUDGES = {"epubcheck": "EPUBCheck", "ace": "Ace", "axe": "axe", "verapdf": "veraPDF"}
_CONFORMS = re.compile(rb'property="dcterms:conformsTo"[^>]*>\s*([^<]+?)\s*<')
_TOLD = re.compile(rb'<p class="[^"]*\bconforms\b')
_STANDARD = re.compile(rb"<pdf(ua|a)id:(?:part|conformance)>(\w+)<")


def refuted(format: str, edition: Path, found: Iterable[Diagnostic], place: Place) -> list[Diagnostic]:
    """The claim of an edition that a validator's errors speak against; nothing where none is made."""
    wrong = Counter(
        judge
        for judge, what in (each.rule.split(".", 1) for each in found if each.edition == format and _is_grave(each))
        if judge in JUDGES[format] and what not in NO_VERDICT
    )
    claim = made(format, edition) if wrong else ""
    hint = "mend what it names, or take octavo.conformance.certified-by away until that is done"
    if format == "pdf":
        hint = "this is a fault of octavo: please report it, with the text"
    label = Format(format).label
    return [
        error(
            "conformance.refuted",
            f"the {label} claims {claim}; {_JUDGES[judge]} finds {_errors(count)}",
            place,
            hint,
            format,
        )
        for judge, count in wrong.items()
        if claim
    ]


def _is_grave(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def made(format: str, edition: Path) -> str:
    """What an edition claims to conform to, in words; nothing where it claims nothing."""
    if format == "epub":
        with zipfile.ZipFile(io.BytesIO(edition.read_bytes())) as book:
            for name in book.namelist():
                if name.endswith(".opf") and (found := _CONFORMS.search(book.read(name))):
                    return found[1].decode()
    elif format == "pdf":
        said = {"ua": "", "a": ""}
        for claim in _STANDARD.finditer(edition.read_bytes()):
            said[claim[1].decode()] += claim[2].decode().lower()
        return " and ".join(f"PDF/{name.upper()}-{value}" for name, value in said.items() if value)
    elif any(_TOLD.search(page) for page in _pages(format, edition)):
        return "to conform to WCAG"
    return ""


def _pages(format: str, edition: Path) -> Iterator[bytes]:
    paths = [edition] if format == "html" else sorted(edition.parent.rglob("*.html"))
    return (path.read_bytes() for path in paths)


def _errors(count: int) -> str:
    return "an error" if count == 1 else f"{count} errors"
