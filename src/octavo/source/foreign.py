"""What the layouts of other tools share: the repository around the book, its language, and the usual settings.

Nothing that such a book asks to run is run, and no problem in it keeps octavo from building it.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from octavo.model import languages
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, info, warning
from octavo.model.dialect import Dialect
from octavo.model.identifiers import Identifier
from octavo.model.keys import with_paths
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.source import language_guess, language_tags, layouts
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.discover import FoundSource
from octavo.source.header import HeaderValues, resolve
from octavo.source.spine import Spine
from octavo.source.texts import title_from_name
from octavo.source.tree import Tree, Value
from octavo.source.value_problem import ValueProblem
from octavo.tools.locate import Finder
from octavo.tools.markdown_scan import code_blocks
from octavo.tools.sandbox import display_path

_TOLERATED = (
    "chapter.missing", "chapter.twice", "chapter.outside", "source.unsupported", "yaml.syntax", "yaml.duplicate-key",
    "toml.syntax", "json.syntax", "header.type", "header.value", "lang.invalid", "link.broken-anchor",
    "link.broken-file", "ref.unresolved", "cite.unresolved", "cite.missing", "cite.outside", "cite.remote",
    "cite.unreadable", "image.missing", "image.outside", "image.unreadable", "image.too-large",
    "image.active-content", "cover.unreadable",
)  # fmt: skip
USUAL = Settings(
    page_size=PAGE_SIZES["7x10"],
    number_sections=True,
    rules=tuple((rule, Severity.WARNING) for rule in sorted(_TOLERATED)),
)
"""The settings of a book of another tool. Its author wrote it for other programs, so most errors are warnings here."""
_LANGUAGE = "set it in an octavo.yaml in the folder of the book: lang: "


@dataclass
class Book:
    """A book of another tool while its layout reads it: the layout fills it and calls `publication`.

    `folder` is the folder of the book and of its `config`; the paths in its list of chapters are relative to
    `start`.
    """

    found: FoundSource
    cwd: Path
    config: Config
    start: Path
    listing: Path
    """The file that lists the chapters; the folder where none does."""
    entries: list[ListedChapter] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    """Its metadata, by the names of `HeaderKeys`; paths are relative to the folder of the book."""
    usual: Settings = USUAL
    dialect: Dialect = field(default_factory=lambda: Dialect("plain"))
    files: list[Path] = field(default_factory=list)
    """Other files that decided how it was read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The repository that contains the book; otherwise its own folder."""
        return repository(self.found.path)

    @property
    def place(self) -> Place:
        """The first line of its configuration, or of its list of chapters."""
        return Place(self.config.name or display_path(self.listing, self.cwd), 1, 1)

    def inner(self, path: Path) -> str:
        """Return a path of the book relative to its root, with forward slashes."""
        return path.relative_to(self.home).as_posix()

    def report_not_run(
        self, what: str, name: str, place: Place, hint: str = "the book lacks what it would generate"
    ) -> None:
        """Report something that the book asks to run."""
        self.diagnostics.append(warning("layout.not-run", f"the {what} '{name}' is not run", place, hint))

    def report_urls(self, spots: Sequence[Place]) -> None:
        """Report the entries of the list that are URLs."""
        if spots:
            many = (
                f"{len(spots)} entries of the list are URLs and are" if len(spots) > 1 else "this entry is a URL and is"
            )
            self.diagnostics.append(info("chapter.elsewhere", f"{many} left out", spots[0]))

    def report_drafts(self, spots: Sequence[Place]) -> None:
        """Report the chapters that are listed and not yet written."""
        if spots:
            many = f"{len(spots)} chapters are" if len(spots) > 1 else "this chapter is"
            message = f"{many} listed without a file and left out"
            self.diagnostics.append(info("chapter.draft", message, spots[0]))

    def language(self, name: str, place: Place) -> None:
        """Set the language of the book, where its files give one."""
        if not name:
            return
        try:
            self.values["lang"] = language_tags.tag(name.replace("_", "-"))
        except ValueProblem as mistake:
            self.diagnostics.append(warning(mistake.rule, f"the language {mistake.message}", place, mistake.hint))

    def publication(self, defaults: HeaderValues) -> tuple[Publication | None, list[Diagnostic]]:
        """Return the publication, or None where it has no text, and the diagnostics."""
        name = display_path(self.found.path, self.cwd)
        spine = Spine(self.start, self.cwd, self.listing, self.home)
        for each in self.entries:
            spine.add(each)
        if not any(each.text.strip() for each in spine.chapters):
            empty = error("book.empty", "this book has no text", self.place, "check its list of chapters")
            return None, [*self.config.found, *self.diagnostics, *spine.diagnostics, empty]
        self.diagnostics += report_cells(spine.chapters, self.dialect)
        self._guess(spine.chapters, defaults)
        self.values.setdefault("title", title_from_name(self.found.path.resolve().name))
        metadata, settings, _ = resolve(HeaderValues(self.values, Tree()), defaults, self.place, "", self.usual)
        chapters = spine.whole(metadata, settings)
        metadata, settings = rebase(metadata, settings, self.inner(self.found.path))
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

    def _guess(self, chapters: Iterable[Chapter], defaults: HeaderValues) -> None:
        if self.values.get("lang") or defaults.values.get("lang"):
            return
        letters = language_guess.guess(each.text for each in chapters)
        folder = language_guess.guess_from_folder(self.found.path, letters)
        lang = self.values["lang"] = folder or letters or languages.FALLBACK
        why = language_guess.FOLDER if folder else language_guess.LETTERS if letters else ""
        message = language_guess.report(lang, why)
        self.diagnostics.append(warning("lang.missing", message, self.place, f"{_LANGUAGE}{lang}"))


def report_cells(chapters: Iterable[Chapter], dialect: Dialect) -> Iterator[Diagnostic]:
    """Report the cells of code once, at the first one: only the tool of their dialect could run them."""
    layout = layouts.of_dialect(dialect.tool)
    if layout is None or not layout.runs_cells:
        return
    cells = [
        (chapter, block.first)
        for chapter in chapters
        for block in code_blocks(chapter.text.split("\n"))
        if block.opening.is_cell
    ]
    if cells:
        first, row = cells[0]
        place = Finder.of(first).line(row + 1, 1)
        many = f"{len(cells)} cells of code are" if len(cells) > 1 else "a cell of code is"
        hint = "the book contains their code, and of their results only what an earlier run has left in it"
        yield warning("layout.not-run", f"{many} not run", place, hint)


def rebase(metadata: Metadata, settings: Settings, prefix: str) -> tuple[Metadata, Settings]:
    """Return metadata and settings with paths relative to the root, for paths relative to a folder in it."""

    def path(name: str) -> str:
        if not name or prefix == "." or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", name):
            return name
        return f"{prefix}/{name.lstrip('/')}"

    return with_paths(metadata, path), with_paths(settings, path)


def repository(folder: Path) -> Path:
    """Return the nearest repository around a folder, other than a home folder; otherwise the folder itself."""
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


def start_of(found: FoundSource, name: str, place: Place) -> tuple[Path, list[Diagnostic]]:
    """Return the folder that a book's configuration names for its texts, or why it is not read."""
    start = Path(os.path.normpath(found.path / name))
    if is_inside(start, repository(found.path)):
        return start, []
    message = f"the folder of the texts, '{name}', is outside the book"
    return start, [error("chapter.outside", message, place, "move it into the repository of the book")]


def cannot_read_config(name: str, file: Path, home: Path, place: Place) -> Diagnostic | None:
    """Return the warning for a file that a configuration names and that cannot be read, if it is one."""
    if not is_inside(file, home):
        message = f"'{name}' is outside the folder of the book, and is not read"
        hint = "build from a repository that contains both, or copy what it says"
    elif not file.is_file():
        message, hint = f"the configuration '{name}' does not exist", "correct the path, or remove it"
    else:
        return None
    return warning("config.missing", message, place, hint)


def is_inside(path: Path, home: Path) -> bool:
    """Return whether a file or folder is in a folder, after resolving symbolic links."""
    try:
        return path.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def merge(under: Value, over: Value) -> Value:
    """Merge the data of two files key by key; `over` takes precedence."""
    if isinstance(under, dict) and isinstance(over, dict):
        return {**under, **{key: merge(under.get(key), value) for key, value in over.items()}}
    return under if over is None else over


def web_url(text: str) -> str | None:
    """Return a URL of the web that the files of a book give, or None."""
    return text if re.match(r"https?://", text) else None


def site_path(page: str, target: str) -> str:
    """Return where a link on a page of the site leads, from the folder of the site; a URL as it is."""
    if is_url(target):
        return target
    path, mark, anchor = target.partition("#")
    whole = path if path.startswith("/") else f"/{posixpath.dirname(page.strip('/'))}/{path}"
    return posixpath.normpath(whole).lstrip("/") + ("/" if path.endswith("/") else "") + mark + anchor


def is_url(href: str) -> bool:
    """Return whether an entry of a list is a URL."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", href))


def people(names: Iterable[str], role: str = "aut") -> list[dict[str, Any]]:
    """Return contributors by their names."""
    return [{"name": name, "role": role} for name in names if name.strip()]


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers of a publication with one for all editions, or none if `text` is empty."""
    return (Identifier(text),) if text else ()


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that have a value."""
    return {key: value for key, value in values.items() if value not in ("", None, [], ())}
