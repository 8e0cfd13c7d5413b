"""The output formats, one record each: everything that depends on a format and is not its press reads it from here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRecord:
    """What octavo has to know of an output format."""

    label: str
    """What messages call an edition in this format."""
    suffix: str
    """What follows the publication's name in the path of the edition."""
    press: str
    """The module with the press's `make`. It is imported only when an edition is made: some take long to import."""
    reader: str
    """The module of `check` that reads a finished edition back."""
    validators: tuple[str, ...]
    """The outside validators that can judge it, by the names of their modules in `check/validators/`."""
    is_usual: bool = True
    """Whether it is made where neither the author nor the command names any format."""
    is_paged: bool = False
    """Whether it has printed pages, which other editions may cite."""


_UNNAMED = FormatRecord(label="", suffix="", press="", reader="", validators=())


class Format(StrEnum):
    """An output format, by the name that `--to` and `octavo: {formats: …}` use.

    In the order in which editions are made and listed. Print comes first: it takes longest, and the EPUB cites its
    pages. To add a format, add a record here and a press package with a function `make` (see `press/catalogue.py`); and
    a reader for its editions, if none of those in `check` can read them (see `check/readers.py`).
    """

    label: str
    suffix: str
    press: str
    reader: str
    validators: tuple[str, ...]
    is_usual: bool
    is_paged: bool

    def __new__(cls, name: str, record: FormatRecord = _UNNAMED) -> Format:
        self = str.__new__(cls, name)
        self._value_ = name
        self.label = record.label
        self.suffix = record.suffix
        self.press = record.press
        self.reader = record.reader
        self.validators = record.validators
        self.is_usual = record.is_usual
        self.is_paged = record.is_paged
        return self

    @property
    def is_folder(self) -> bool:
        """Whether an edition is a folder of files, of which `suffix` names the first one to open."""
        return self.suffix.startswith("/")

    PDF = (
        "pdf",
        FormatRecord(
            label="PDF",
            suffix=".pdf",
            press="octavo.press.pdf",
            reader="octavo.check.proofreading",
            validators=("verapdf",),
            is_paged=True,
        ),
    )
    EPUB = (
        "epub",
        FormatRecord(
            label="EPUB",
            suffix=".epub",
            press="octavo.press.epub",
            reader="octavo.check.epub_reader",
            validators=("epubcheck", "ace"),
        ),
    )
    HTML = (
        "html",
        FormatRecord(
            label="HTML",
            suffix=".html",
            press="octavo.press.html",
            reader="octavo.check.html_reader",
            validators=("vnu", "axe"),
        ),
    )
    SITE = (
        "site",
        FormatRecord(
            label="site",
            suffix="/index.html",
            press="octavo.press.html.site",
            reader="octavo.check.html_reader",
            validators=("vnu", "axe"),
            is_usual=False,
        ),
    )


FORMATS = tuple(Format)
"""All formats, in their order."""
USUAL_FORMATS = tuple(each for each in Format if each.is_usual)
"""What is made where nothing is said."""
_OFFERED = (Format.PDF, Format.EPUB)


def downloads(formats: Collection[str]) -> tuple[Format, ...]:
    """Return the formats that a site offers for download, by those that are made together with it."""
    return tuple(each for each in _OFFERED if each in formats) if Format.SITE in formats else ()


VALIDATOR_NAMES = tuple(dict.fromkeys(name for format in Format for name in format.validators))
"""All outside validators, by the names of their modules, which are the families of their rules too."""
