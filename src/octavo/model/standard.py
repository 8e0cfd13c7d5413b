"""The standards that a PDF can conform to: PDF/UA (ISO 14289) for accessibility, PDF/A (ISO 19005) for archives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STANDARDS = ("ua-1", "ua-2", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4")
"""By the names that Quarto and Typst use."""
_NEWER = frozenset({"ua-2", "a-4"})
"""Those for PDF 2.0 (ISO 32000-2); the others are for PDF 1.7 (ISO 32000-1)."""

_REVISIONS = {("pdfuaid", "2"): "2024", ("pdfaid", "4"): "2020"}
"""The revision years that a file must name together with these parts."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What one PDF conforms to: always a part of PDF/UA, and a part of PDF/A if the author asks for one."""

    accessible: int = 1
    """The part of ISO 14289."""
    archival: str = ""
    """The part of ISO 19005, with its level if it has levels: `2b`, `4`; empty for none."""

    @classmethod
    def of(cls, wanted: Iterable[str]) -> Standard:
        """Return the standard that some of `STANDARDS`, which must not contradict each other, ask for."""
        named = set(wanted)
        archival = next((name.removeprefix("a-") for name in STANDARDS if name in named and name.startswith("a-")), "")
        return cls(2 if named & _NEWER else 1, archival)

    @property
    def is_pdf2(self) -> bool:
        """Whether the file is PDF 2.0."""
        return self.accessible == 2

    @property
    def claims(self) -> dict[str, str]:
        """The claims in the metadata of a file, by property (ISO 14289-1 and 14289-2, 5; ISO 19005-2, 6.6.4; ISO
        19005-4, 6.7.3)."""
        said = {"pdfuaid:part": str(self.accessible)}
        if self.archival:
            said["pdfaid:part"] = self.archival[0]
            if level := self.archival[1:].upper():
                said["pdfaid:conformance"] = level
        years = {f"{name}:rev": year for (name, part), year in _REVISIONS.items() if said.get(f"{name}:part") == part}
        return said | years


USUAL = Standard()
"""What a PDF conforms to by default."""


def contradiction(wanted: Iterable[str]) -> tuple[str, str] | None:
    """Return why no file can conform to all of these, and what to do; None where one can."""
    names = [name for name in STANDARDS if name in wanted]
    for kind, called in (("ua-", "PDF/UA"), ("a-", "PDF/A")):
        same = [name for name in names if name.startswith(kind)]
        if len(same) > 1:
            return (
                f"asks for two kinds of {called}, {same[0]} and {same[1]}",
                "name one: a file can conform to one only",
            )
    newer = next((name for name in names if name in _NEWER), None)
    older = next((name for name in names if name not in _NEWER), None)
    if newer and older:
        message = f"asks for {older}, which is PDF 1.7, and {newer}, which is PDF 2.0"
        return message, "combine a-4 with ua-2, and the others with ua-1"
    return None
