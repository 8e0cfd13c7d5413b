"""The copy context of one chapter: what it may look up while a text is made ready, and what it found."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from octavo.manuscript.dialects.lines import SourceLine, split_lines
from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.dialect import Dialect, DialectTraits
from octavo.model.publication import Chapter, Publication
from octavo.tools import sandbox

_LIMIT = 4_000_000
"""Bytes of a file that a text may take in."""


@dataclass
class DialectContext:
    """One chapter in hand. `found` and `files` grow while it is worked at."""

    publication: Publication
    chapter: Chapter
    dialect: Dialect
    traits: DialectTraits
    found: list[Diagnostic] = field(default_factory=list)
    files: dict[Path, None] = field(default_factory=dict)
    """What was asked for, whether or not there is any."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts that others ask for by a name: `(ref:x)`."""
    _folders: dict[tuple[str, str], bool] = field(default_factory=dict)
    _known: dict[tuple[str, str], list[SourceLine] | None] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The publication's language."""
        return self.publication.metadata.lang

    @property
    def root(self) -> Path:
        """The folder that nothing is taken from outside of."""
        return self.publication.root

    def report(self, rule: str, message: str, line: SourceLine, hint: str = "") -> None:
        """Note something that the author should know, at its place."""
        self.found.append(warning(rule, message, Place(line.file, line.number), hint))

    def report_dropped(self, what: str, line: SourceLine, hint: str = "") -> None:
        """Note what is not in the text."""
        self.report("dialect.dropped", f"{what} is left out", line, hint)

    def look_up(self, reference: str, line: SourceLine) -> Path | None:
        """The file that a line names, sought from its own file's folder, then from the dialect's; or None."""
        found = self._fetched(reference, self._folder(line.file))
        return found.path if isinstance(found, sandbox.LocalFile) else None

    def has_file(self, reference: str, line: SourceLine) -> bool:
        """Whether there is a file, sought from a line's own folder only."""
        base = self._folder(line.file)
        is_there = isinstance(sandbox.fetch(self.root, reference, base=base, suggest=False), sandbox.LocalFile)
        self.files[self.root / base / reference] = None
        return is_there

    def has_folder(self, reference: str, line: SourceLine) -> bool:
        """Whether there is a folder, beside a line's own file."""
        base = self._folder(line.file)
        if (base, reference) not in self._folders:
            found = sandbox.fetch(self.root, reference, base=base, suggest=False)
            self._folders[base, reference] = isinstance(found, sandbox.NotAFile)
        return self._folders[base, reference]

    def read_lines(self, reference: str, line: SourceLine) -> list[SourceLine] | None:
        """The lines of the file that a line asks for; None with the reason noted."""
        base = self._folder(line.file)
        if (base, reference) not in self._known:
            self._known[base, reference] = self._lines(reference, base, line)
        return self._known[base, reference]

    def read_optional(self, reference: str) -> str | None:
        """The text of a file that may well not be there."""
        found = sandbox.fetch(self.root, reference, base=self.chapter.base, suggest=False)
        self.files[self.root / reference.lstrip("/")] = None
        if not isinstance(found, sandbox.LocalFile):
            return None
        data = sandbox.read_bytes(found.path, _LIMIT)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else None

    def value(self, name: str) -> str | None:
        """What the book's own files say a name stands for."""
        return dict(self.dialect.variables).get(name)

    def _lines(self, reference: str, base: str, line: SourceLine) -> list[SourceLine] | None:
        found = self._fetched(reference, base)
        if isinstance(found, sandbox.LocalFile):
            try:
                data = sandbox.read_bytes(found.path, _LIMIT)
            except OSError:
                data = None
            if isinstance(data, bytes):
                text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
                return split_lines(text.removesuffix("\n"), self._name(found.path))
        elif isinstance(found, sandbox.OutsideFile):
            message = f"'{reference}' is outside the folder of the book, and is not included"
            self.report("include.outside", message, line, "build the folder that contains both")
            return None
        near = found.nearest if isinstance(found, sandbox.MissingFile) else None
        hint = f"did you mean '{near}'?" if near else "check the path, or remove the line that includes it"
        self.report("include.missing", f"the included file '{reference}' does not exist", line, hint)
        return None

    def _fetched(self, reference: str, base: str) -> sandbox.Fetched:
        if reference.startswith("/"):
            inside = posixpath.join(self.dialect.home, reference.lstrip("/"))
            found = sandbox.fetch(self.root, inside, base=".", suggest=False)
            if isinstance(found, sandbox.LocalFile):
                self.files[found.path] = None
                return found
        for folder in dict.fromkeys((base, self.chapter.base, *self.dialect.bases)):
            found = sandbox.fetch(self.root, reference, base=folder, suggest=False)
            if isinstance(found, sandbox.LocalFile):
                self.files[found.path] = None
                return found
        self.files[self.root / base / reference] = None
        return sandbox.fetch(self.root, reference, base=base)

    def _folder(self, name: str) -> str:
        """The folder of a file that messages name so, from the root."""
        here = posixpath.dirname(self.chapter.name)
        around = posixpath.relpath(posixpath.dirname(name) or ".", here or ".")
        return posixpath.normpath(posixpath.join(self.chapter.base, around))

    def _name(self, path: Path) -> str:
        """How messages name a file: as they name the chapter, from there."""
        around = Path(os.path.relpath(path, self.chapter.file.resolve().parent)).as_posix()
        return sandbox.printable(posixpath.normpath(posixpath.join(posixpath.dirname(self.chapter.name), around)))
