"""What the layouts of other tools have in common: the repository around the book, its language, and what is usual.

Nothing that such a book asks to run is run, and nothing that is wrong with it keeps it from being made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from octavo.model import languages
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, info, warning
from octavo.model.dialect import Dialect
from octavo.model.keys import with_paths
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.source import language_guess, language_tags
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.discover import FoundSource
from octavo.source.header import HeaderValues, resolve
from octavo.source.spine import Spine
from octavo.source.texts import tidied
from octavo.source.tree import Tree, Value
from octavo.source.value_problem import ValueProblem
from octavo.tools.sandbox import display_path

_BORNE = (
    "chapter.missing", "chapter.twice", "chapter.outside", "source.unsupported", "yaml.syntax", "yaml.duplicate-key",
    "toml.syntax", "json.syntax", "header.type", "header.value", "lang.invalid", "link.broken-anchor",
    "link.broken-file", "ref.unresolved", "cite.unresolved", "cite.missing", "cite.outside", "cite.remote",
    "cite.unreadable", "image.missing", "image.outside", "image.unreadable", "image.too-large",
    "image.active-content", "cover.unreadable",
)  # fmt: skip
USUAL = Settings(
    page_size=PAGE_SIZES["7x10"],
    number_sections=True,
    rules=tuple((rule, Severity.WARNING) for rule in sorted(_BORNE)),
)
"""What holds for a book of another tool: its author wrote it for other eyes, so what is wrong with it is borne."""
_CELL = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*\{[A-Za-z]\w*[^}\n]*\}", re.MULTILINE)
_LANGUAGE = "say it in an octavo.yaml in the book's folder: lang: "


@dataclass
class Book:
    """A book of another tool in the making: a layout fills it, and has it read (`publication`).

    `folder` is the book's own, that of its `config`; `start` the one that the paths of its list start from.
    """

    found: FoundSource
    cwd: Path
    config: Config
    tool: str
    start: Path
    listing: Path
    """The file that lists the chapters, or the folder where none does."""
    listed: list[ListedChapter] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    """Its metadata, by the names of `HeaderKeys`; paths from the book's folder."""
    usual: Settings = USUAL
    dialect: Dialect = field(default_factory=lambda: Dialect("plain"))
    files: list[Path] = field(default_factory=list)
    """What else decided how it was read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The repository that holds the book; else its own folder."""
        return repository(self.found.path)

    @property
    def place(self) -> Place:
        """The first line of its configuration, or of its list."""
        return Place(self.config.name or display_path(self.listing, self.cwd), 1, 1)

    def inner(self, path: Path) -> str:
        """A path of the book's from its root, with forward slashes."""
        return path.relative_to(self.home).as_posix()

    def not_run(self, what: str, name: str, place: Place, hint: str = "what it would make is not in the book") -> None:
        """Note something that the book asks to run, and that is not."""
        self.diagnostics.append(warning("layout.not-run", f"the {what} '{name}' is not run", place, hint))

    def elsewhere(self, spots: Sequence[Place]) -> None:
        """Note the entries of the list that are addresses."""
        if spots:
            many = f"{len(spots)} entries of the list are addresses" if len(spots) > 1 else "this entry is an address"
            self.diagnostics.append(info("chapter.elsewhere", f"{many} elsewhere, and left out", spots[0]))

    def drafts(self, spots: Sequence[Place]) -> None:
        """Note the chapters that are listed and not yet written."""
        if spots:
            many = f"{len(spots)} chapters are" if len(spots) > 1 else "this chapter is"
            message = f"{many} listed without a file, and left out"
            self.diagnostics.append(info("chapter.draft", message, spots[0]))

    def language(self, written: str, place: Place) -> None:
        """Take the language that the book says, where it says one."""
        if not written:
            return
        try:
            self.said["lang"] = language_tags.tag(written.replace("_", "-"))
        except ValueProblem as mistake:
            self.diagnostics.append(warning(mistake.rule, f"the language {mistake.message}", place, mistake.hint))

    def publication(self, defaults: HeaderValues) -> tuple[Publication | None, list[Diagnostic]]:
        """The whole book, or why there is none."""
        name = display_path(self.found.path, self.cwd)
        spine = Spine(self.start, self.cwd, self.listing, self.home)
        for each in self.listed:
            spine.add(each)
        if not any(each.text.strip() for each in spine.chapters):
            empty = error("book.empty", "this book has no text", self.place, "look at its list of chapters")
            return None, [*self.config.found, *self.diagnostics, *spine.diagnostics, empty]
        self._cells(spine.chapters)
        self._guess(spine.chapters, defaults)
        self.said.setdefault("title", tidied(self.found.path.resolve().name))
        metadata, settings, _ = resolve(HeaderValues(self.said, Tree()), defaults, self.place, "", self.usual)
        chapters = spine.whole(metadata, settings)
        metadata, settings = rebased(metadata, settings, self.inner(self.found.path))
        publication = Publication(
            name=self.found.name,
            kind="book",
            source=name,
            root=spine.root,
            metadata=metadata,
            settings=settings,
            chapters=tuple(
                each if each.made and not each.text else replace(each, dialect=self.dialect) for each in chapters
            ),
            key_lines={".".join(map(str, path)): spot for path, spot in self.config.tree.keys.items()},
            keys_name=self.config.name or display_path(self.listing, self.cwd),
            files=tuple(dict.fromkeys([*([self.config.path] if self.config.path else []), self.listing, *self.files])),
        )
        return publication, [*self.config.found, *self.diagnostics, *spine.diagnostics]

    def _cells(self, chapters: Iterable[Chapter]) -> None:
        """Note the cells of code, which only their own tool could run."""
        if self.tool not in ("quarto", "bookdown"):
            return
        cells = [(chapter, found) for chapter in chapters for found in _CELL.finditer(chapter.text)]
        if cells:
            first, found = cells[0]
            row = first.text.count("\n", 0, found.start())
            line = next((line + row - start for start, _, line, _ in reversed(first.origins) if start <= row), row + 1)
            place = Place(first.name, line, 1)
            many = f"{len(cells)} cells of code are" if len(cells) > 1 else "a cell of code is"
            hint = "their code is in the book, and of what they make only what the book keeps of an earlier run"
            self.diagnostics.append(warning("layout.not-run", f"{many} not run", place, hint))

    def _guess(self, chapters: Iterable[Chapter], defaults: HeaderValues) -> None:
        if self.said.get("lang") or defaults.values.get("lang"):
            return
        letters = language_guess.guess(each.text for each in chapters)
        folder = language_guess.guess_from_folder(self.found.path, letters)
        lang = self.said["lang"] = folder or letters or languages.FALLBACK
        why = language_guess.FOLDER if folder else language_guess.LETTERS if letters else ""
        message = language_guess.report(lang, why)
        self.diagnostics.append(warning("lang.missing", message, self.place, f"{_LANGUAGE}{lang}"))


def rebased(metadata: Metadata, settings: Settings, prefix: str) -> tuple[Metadata, Settings]:
    """With paths from the root, where they were from a folder in it."""

    def path(written: str) -> str:
        if not written or prefix == "." or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", written):
            return written
        return f"{prefix}/{written.lstrip('/')}"

    return with_paths(metadata, path), with_paths(settings, path)


def repository(folder: Path) -> Path:
    """The nearest folder upward that is a repository, but for the one of a whole home; else the folder itself."""
    try:
        homes = {Path.home(), Path(folder.anchor)}
    except RuntimeError:
        homes = {Path(folder.anchor)}
    for each in (folder, *folder.parents):
        if each in homes:
            break
        if (each / ".git").exists():
            return each
    return folder


def start_of(found: FoundSource, written: str, place: Place) -> tuple[Path, list[Diagnostic]]:
    """The folder that a book's configuration names for its texts, or why it may not be read."""
    start = Path(os.path.normpath(found.path / written))
    if is_inside(start, repository(found.path)):
        return start, []
    message = f"the folder of the texts, '{written}', is outside the book"
    return start, [error("chapter.outside", message, place, "octavo reads nothing outside the repository of the book")]


def is_inside(path: Path, home: Path) -> bool:
    """Whether a file or folder is in a folder, wherever links on the way lead."""
    try:
        return path.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def merged(under: Value, over: Value) -> Value:
    """What two files say, the second on top, key by key."""
    if isinstance(under, dict) and isinstance(over, dict):
        return {**under, **{key: merged(under.get(key), value) for key, value in over.items()}}
    return under if over is None else over


def is_address(href: str) -> bool:
    """Whether an entry of a list leads out of the book."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", href))


def people(names: Iterable[str], role: str = "aut") -> list[dict[str, Any]]:
    """Contributors by their names."""
    return [{"name": name, "role": role} for name in names if name.strip()]


def without_nothing(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is really said."""
    return {key: value for key, value in said.items() if value not in ("", None, [], ())}
