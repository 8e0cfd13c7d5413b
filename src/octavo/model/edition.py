"""One output format of one publication, and what was done to make it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic, Place, Severity, in_order
from octavo.model.settings import Limits

_NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a printed page begins: before the word of this number, from 0, of the words of its galley's reading."""

    label: str
    chapter: str
    word: int


@dataclass(frozen=True, slots=True)
class PageList:
    """The pages of the printed book, in order; those that show nothing of the author's text are not among them."""

    breaks: tuple[PageBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutFact:
    """Something on a printed page that its author may not have wanted. What it is is for rules to say."""

    kind: str
    """What kind of thing: see `press/pdf/engine/inspect_layout.py`."""
    page: int
    """The page of its gathering, from 0."""
    what: str
    """The element that it happened to, by its name in the galley."""
    amount: float = 0.0
    words: str = ""
    """The text that it happened to, or begins with."""
    resource: str = ""
    """The picture, by the name of its resource."""


@dataclass(frozen=True, slots=True)
class PrintedChapter:
    """The printed pages of one chapter: what was seen on them, and the label of each."""

    chapter: str
    seen: tuple[LayoutFact, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished output, still in memory. `pages` is for print only; `counts` are there once it was read back.

    `data` is the one file that it is; an edition that is a folder has `files` instead, by their paths in it.
    """

    format: str
    data: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    pages: int | None = None
    counts: Counts = _NOTHING
    files: Mapping[str, bytes] | None = None
    downloads: tuple[str, ...] = ()
    """For a site: the editions that are put into its folder when it is published, by their names there."""
    labels: tuple[str, ...] = ()
    """For print: the label of each page, `iv` or `42`."""
    sheets: tuple[PrintedChapter, ...] = ()
    """For print: what was seen on the pages of each chapter."""

    @property
    def whole(self) -> bytes:
        """All its bytes, those of a folder one file after the other with their paths."""
        if self.files is None:
            return self.data
        return b"".join(f"{path}\0{len(self.files[path])}\0".encode() + self.files[path] for path in sorted(self.files))


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """What became of an edition: `path` as messages name it; `fresh` is false where it was already up to date."""

    format: str
    path: str
    bytes: int
    sha256: str
    pages: int | None
    fresh: bool
    counts: Counts


class CheckStatus(StrEnum):
    """How a check of an edition ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What a validator said of one edition; `reason` says why it was skipped.

    `fresh` is false where it was said before, of the same bytes.
    """

    name: str
    version: str
    format: str
    status: CheckStatus
    errors: int = 0
    warnings: int = 0
    seconds: float = 0.0
    reason: str = ""
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class SourceAgreement:
    """How the words of the author's files were found in the galleys."""

    words: int = 0
    """The words that must be shown."""
    in_order: int = 0
    moved: int = 0
    """Found in another place."""
    lost: int = 0
    added: int = 0
    """Words of the galleys that no word of the source answers."""
    kinds: tuple[tuple[str, int], ...] = ()
    """How many words of each kind the files have, those included that need not be shown."""
    elements: tuple[tuple[str, int, int], ...] = ()
    """How many headings, items, tables, links, pictures and notes the files have, and how many the galleys."""

    def __add__(self, other: SourceAgreement) -> SourceAgreement:
        kinds = dict(self.kinds)
        for kind, count in other.kinds:
            kinds[kind] = kinds.get(kind, 0) + count
        elements = {name: (ours, theirs) for name, ours, theirs in self.elements}
        for name, ours, theirs in other.elements:
            before = elements.get(name, (0, 0))
            elements[name] = (before[0] + ours, before[1] + theirs)
        return SourceAgreement(
            self.words + other.words,
            self.in_order + other.in_order,
            self.moved + other.moved,
            self.lost + other.lost,
            self.added + other.added,
            tuple(sorted(kinds.items())),
            tuple((name, *both) for name, both in elements.items()),
        )


@dataclass(frozen=True, slots=True)
class Work:
    """What was really done in this run."""

    chapters: int = 0
    parsed: int = 0
    gatherings: int = 0
    rendered: int = 0
    bound: bool = False


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """All that a run has to say of one publication."""

    name: str
    title: str
    kind: str
    source: str
    lang: str
    manuscript: Counts
    chapters: int
    editions: tuple[EditionRecord, ...]
    checks: tuple[CheckRecord, ...]
    work: Work
    diagnostics: tuple[Diagnostic, ...]
    layout: str = ""
    """How its files were read; the name of the tool they were made for, where that is another one."""
    agreement: SourceAgreement | None = None
    """How the author's words were found in the manuscript; None if there was none to compare."""
    examined: tuple[Diagnostic, ...] = ()
    """What the rules that are not for every build have said."""
    examined_formats: tuple[str, ...] = ()
    """The editions that they were shown; empty where they were not asked."""

    files: str = ""
    """The digest of all the author's files that went into it."""
    keys_name: str = ""
    """How messages name the file of its keys: as in `Publication`."""
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """How seriously its author takes rules: as in `Settings`."""
    formats: tuple[str, ...] = ()
    """The formats that the publication itself asks for."""
    minutes: float = Limits().minutes
    """How long one piece of work may take: as in `Limits`."""

    @property
    def said(self) -> tuple[Diagnostic, ...]:
        """All that was found, in the order of the source."""
        return in_order([*self.diagnostics, *self.examined])

    def only(self, formats: Collection[str]) -> BuildRecord:
        """Return what it says of editions in some formats; without formats, everything."""
        if not formats:
            return self
        return replace(
            self,
            editions=tuple(each for each in self.editions if each.format in formats),
            checks=tuple(each for each in self.checks if each.format in formats),
            diagnostics=_about(self.diagnostics, formats),
            examined=_about(self.examined, formats),
        )

    def plain(self) -> dict[str, Any]:
        """As dictionaries, lists, texts and numbers, to be kept."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> BuildRecord:
        """What `plain` gave, as it was."""
        return cls(**{
            **plain,
            "manuscript": Counts(**plain["manuscript"]),
            "editions": tuple(
                EditionRecord(**{**each, "counts": Counts(**each["counts"])}) for each in plain["editions"]
            ),
            "checks": tuple(CheckRecord(**{**each, "status": CheckStatus(each["status"])}) for each in plain["checks"]),
            "work": Work(**plain["work"]),
            "formats": tuple(plain["formats"]),
            "agreement": _agreement(plain["agreement"]),
            "diagnostics": _diagnostics(plain["diagnostics"]),
            "examined": _diagnostics(plain["examined"]),
            "rules": tuple((rule, Severity(severity) if severity else None) for rule, severity in plain["rules"]),
        })  # fmt: skip


def _agreement(plain: dict[str, Any] | None) -> SourceAgreement | None:
    if plain is None:
        return None
    return SourceAgreement(**{
        **plain,
        "kinds": tuple((kind, count) for kind, count in plain["kinds"]),
        "elements": tuple((name, ours, theirs) for name, ours, theirs in plain["elements"]),
    })  # fmt: skip


def _about(diagnostics: Iterable[Diagnostic], formats: Collection[str]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in diagnostics if each.edition is None or each.edition in formats)


def _diagnostics(plain: Iterable[dict[str, Any]]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(**{
            **each,
            "severity": Severity(each["severity"]),
            "place": Place(**each["place"]),
            "pages": tuple(each["pages"]),
        })
        for each in plain
    )  # fmt: skip
