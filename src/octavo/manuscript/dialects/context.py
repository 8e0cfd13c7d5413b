"""What the preparation of one chapter can look up, and what it finds."""

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
"""The largest file that a text can include, in bytes."""


@dataclass
class DialectContext:
    """One chapter while it is prepared: `found` and `files` grow."""

    publication: Publication
    chapter: Chapter
    dialect: Dialect
    traits: DialectTraits
    found: list[Diagnostic] = field(default_factory=list)
    files: dict[Path, None] = field(default_factory=dict)
    """The files that were looked up, whether or not they exist."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts that others ask for by name: `(ref:x)`."""
    _folders: dict[tuple[str, str], bool] = field(default_factory=dict)
    _included: dict[tuple[str, str], list[SourceLine] | None] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language of the publication."""
        return self.publication.metadata.lang

    @property
    def root(self) -> Path:
        """The folder outside which nothing is read."""
        return self.publication.root

    def report(self, rule: str, message: str, line: SourceLine, hint: str = "") -> None:
        """Report something at a line."""
        self.found.append(warning(rule, message, Place(line.file, line.number), hint))

    def report_dropped(self, what: str, line: SourceLine, hint: str = "") -> None:
        """Report what is left out of the text."""
        self.report("dialect.dropped", f"{what} is left out", line, hint)

    def look_up(self, reference: str, line: SourceLine) -> Path | None:
        """Return the file that a line names, relative to its own file or to the folders of the dialect; None without
        it."""
        found = self._fetch(reference, self._folder(line.file))
        return found.path if isinstance(found, sandbox.LocalFile) else None

    def has_file(self, reference: str, line: SourceLine) -> bool:
        """Return whether a file exists, relative to the file of a line."""
        base = self._folder(line.file)
        is_there = isinstance(sandbox.fetch(self.root, reference, base=base, suggest=False), sandbox.LocalFile)
        self.files[self.root / base / reference] = None
        return is_there

    def has_folder(self, reference: str, line: SourceLine) -> bool:
        """Return whether a folder exists, relative to the file of a line."""
        base = self._folder(line.file)
        if (base, reference) not in self._folders:
            found = sandbox.fetch(self.root, reference, base=base, suggest=False)
            self._folders[base, reference] = isinstance(found, sandbox.NotAFile)
        return self._folders[base, reference]

    def read_lines(self, reference: str, line: SourceLine) -> list[SourceLine] | None:
        """Return the lines of a file that a line includes; reports why and returns None where it cannot be read."""
        base = self._folder(line.file)
        if (base, reference) not in self._included:
            self._included[base, reference] = self._lines(reference, base, line)
        return self._included[base, reference]

    def read_optional(self, reference: str) -> str | None:
        """Return the text of a file that need not exist."""
        found = sandbox.fetch(self.root, reference, base=self.chapter.base, suggest=False)
        self.files[self.root / reference.lstrip("/")] = None
        if not isinstance(found, sandbox.LocalFile):
            return None
        data = sandbox.read_bytes(found.path, _LIMIT)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else None

    def value(self, name: str) -> str | None:
        """Return the value that the chapter, or else the book, gives a name."""
        return dict(self.chapter.values).get(name, dict(self.dialect.variables).get(name))

    def _lines(self, reference: str, base: str, line: SourceLine) -> list[SourceLine] | None:
        found = self._fetch(reference, base)
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
            self.report("include.outside", message, line, "copy it into the book")
            return None
        near = found.nearest if isinstance(found, sandbox.MissingFile) else None
        hint = f"did you mean '{near}'?" if near else "check the path, or remove the line that includes it"
        self.report("include.missing", f"the included file '{reference}' does not exist", line, hint)
        return None

    def _fetch(self, reference: str, base: str) -> sandbox.Fetched:
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
        """Return the folder, from the root, of a file by its name in messages."""
        here = posixpath.dirname(self.chapter.name)
        around = posixpath.relpath(posixpath.dirname(name) or ".", here or ".")
        return posixpath.normpath(posixpath.join(self.chapter.base, around))

    def _name(self, path: Path) -> str:
        """Return the name of a file in messages, in the manner of the chapter's."""
        around = Path(os.path.relpath(path, self.chapter.file.resolve().parent)).as_posix()
        return sandbox.printable(posixpath.normpath(posixpath.join(posixpath.dirname(self.chapter.name), around)))
