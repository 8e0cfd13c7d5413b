"""The context in which a chapter is processed: its text, its places, and what has been found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from octavo.manuscript import dialects
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.model.publication import Chapter, Publication, Resource
from octavo.tools import sandbox
from octavo.tools.locate import Finder
from octavo.tools.sandbox import Fetched, LocalFile


@dataclass
class ChapterContext:
    """One chapter in process. Its lists and `resources` grow from step to step."""

    publication: Publication
    chapter: Chapter
    finder: Finder
    diagnostics: list[Diagnostic] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)
    occurrences: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing_keys: list[str] = field(default_factory=list)
    """Keys of citations that the bibliography lacks."""
    missing_files: list[Path] = field(default_factory=list)
    """Where files were looked for that do not exist."""
    tex_labels: set[str] = field(default_factory=set)
    """The labels that TeX gives, which may have any form."""
    drawings: tuple[str, ...] = ()
    """Drawings in raw HTML, which Pandoc has not read."""
    moved_ids: dict[str, str] = field(default_factory=dict)
    """Ids whose element was moved to the header, and the ids that links to them lead to now."""

    @property
    def lang(self) -> str:
        """Return the publication's language."""
        return self.publication.metadata.lang

    def count_occurrence(self, kind: str, key: str) -> int:
        """Return how often a text has occurred before, to find the right place among equal texts."""
        self.occurrences[kind, key] += 1
        return self.occurrences[kind, key] - 1

    def key_place(self, name: str) -> Place:
        """Return the place of a key of the header or of book.yaml; without a name, line 1 of the chapter's file."""
        return self.publication.key(name) if name else Place(self.chapter.name, 1, 1)

    def error(self, rule: str, message: str, place: Place, hint: str = "") -> None:
        """Report a problem that stops publication."""
        self.diagnostics.append(Diagnostic(rule, Severity.ERROR, message, place, hint))

    def warn(self, rule: str, message: str, place: Place, hint: str = "") -> None:
        """Report a problem that the author should look at."""
        self.diagnostics.append(Diagnostic(rule, Severity.WARNING, message, place, hint))

    def inform(self, rule: str, message: str, place: Place, hint: str = "") -> None:
        """Report something that the author may want to know."""
        self.diagnostics.append(Diagnostic(rule, Severity.INFO, message, place, hint))

    def find_header_file(self, reference: str, key: str, what: str, quiet: bool = False) -> Path | None:
        """Return the file that a key of the header names, or None after reporting why not."""
        found = sandbox.fetch(self.publication.root, reference)
        if isinstance(found, sandbox.LocalFile):
            return found.path
        if not quiet:
            self._report_unusable(found, reference, self.key_place(key), what)
        return None

    def find_file(self, reference: str, place: Place, what: str) -> Path | None:
        """Return the file that the text names, or None after reporting why not."""
        base = self.chapter.base if self.publication.is_book else None
        found = self._find_as_tool_would(reference) or sandbox.fetch(self.publication.root, reference, base=base)
        if isinstance(found, sandbox.LocalFile):
            return found.path
        self._report_unusable(found, reference, place, what)
        return None

    def _find_as_tool_would(self, reference: str) -> LocalFile | None:
        """Return the file that another tool would find: it resolves `/` to the root of its site, and looks in more
        folders."""
        dialect = self.chapter.dialect
        if dialect is None:
            return None
        site = dialect.site.rstrip("/")
        if site and reference.startswith(f"{site}/"):
            reference = reference[len(site) :]
        page = (f"{self.chapter.base}/{self.chapter.file.stem}",) if dialects.traits(dialect).directory_urls else ()
        bases = (self.chapter.base, *page, dialect.home, *dialect.bases)
        for base in dict.fromkeys((dialect.home,) if reference.startswith("/") else bases):
            found = sandbox.fetch(self.publication.root, reference.lstrip("/"), base=base, suggest=False)
            if isinstance(found, LocalFile):
                return found
        return None

    def _report_unusable(self, found: Fetched, reference: str, place: Place, what: str) -> None:
        shown = reference if len(reference) <= 80 else reference[:79] + "…"
        match found:
            case sandbox.RemoteAddress():
                self.warn(f"{_rule_prefix(what)}.remote", f"'{shown}' is on another server, and is not fetched", place,
                          "save it in the publication's folder")  # fmt: skip
            case sandbox.OutsideFile():
                self.error(f"{_rule_prefix(what)}.outside", f"'{shown}' is outside the publication's folder", place,
                           "move it into the folder")  # fmt: skip
            case sandbox.MissingFile(nearest=near):
                hint = f"did you mean '{near}'?" if near else "paths start from the folder of the text"
                dialect = self.chapter.dialect
                bases = (self.chapter.base, *((dialect.home, *dialect.bases) if dialect else ()))
                self.missing_files += [
                    self.publication.root / base / reference.lstrip("/") for base in dict.fromkeys(bases)
                ]
                self.error(f"{_rule_prefix(what)}.missing", f"the {what} '{shown}' does not exist", place, hint)
            case sandbox.DataUrl():
                self.error(f"{_rule_prefix(what)}.unreadable", f"the {what} is a 'data:' URL", place,
                           "save it as a file")  # fmt: skip
            case _:
                self.error(f"{_rule_prefix(what)}.unreadable", f"'{shown}' cannot be read", place)


def _rule_prefix(what: str) -> str:
    """Return the first part of the rule's id for a kind of file."""
    return {"image": "image", "filter": "filter", "bibliography": "cite", "citation style": "cite"}.get(what, "file")
