"""The spine of a book: its chapters in order (front matter, body, back matter), with those that octavo makes itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from octavo.model.diagnostic import Diagnostic, Place, error, info, warning
from octavo.model.publication import BACK, BEFORE_CONTENTS, BODY, FRONT, Chapter, ChapterKind, Metadata, Origin
from octavo.model.settings import Settings
from octavo.source import notebook
from octavo.source.chapter_list import ListedChapter
from octavo.source.decode import decode
from octavo.source.header import read_chapter_header
from octavo.source.headings import has_title, section_lines, select_lines, top_headings
from octavo.source.texts import LISTED
from octavo.tools.sandbox import LocalFile, MissingFile, NotAFile, OutsideFile, display_path, fetch

_KINDS = {
    "acknowledgements": "acknowledgments",
    "copyright-page": "copyright",
    **dict.fromkeys((
        "acknowledgments", "afterword", "colophon", "conclusion", "copyright", "dedication", "epigraph", "epilogue",
        "foreword", "glossary", "introduction", "preface", "prologue",
    )),
}  # fmt: skip
"""File names that say what a chapter is, and the kind where it has another name."""
_FILLED = ("bibliography", "index", "part")
"""Kinds of chapters that need no text of the author."""
_LONGEST = 80
_UNREAD = "write it in the text, if readers should see it"


class Spine:
    """Reads chapters in the order in which they are listed, and returns them all in the order of the book.

    `listing` is the file that lists them, or the folder where none does. Their paths are relative to `folder`, and
    may lead out of it as far as `home`, a folder around it. Chapters are named by their paths from `names_from`.
    """

    def __init__(
        self, folder: Path, cwd: Path, listing: Path, home: Path | None = None, names_from: Path | None = None
    ) -> None:
        self.folder, self.cwd, self.listing, self.home = folder, cwd, listing, home or folder
        self.names_from = names_from or folder
        self.root = self.home.resolve()
        self.start = folder.relative_to(self.home).as_posix()
        self.chapters: list[Chapter] = []
        self.files: dict[Path, Place] = {}
        """The files that were listed, and where."""
        self.intended: set[Path] = set()
        """The files that were probably meant by wrong names."""
        self.unread: set[str] = set()
        """The keys in the headers of chapters that have words and are not shown; each is reported once."""
        self.diagnostics: list[Diagnostic] = []

    @property
    def name(self) -> str:
        """The name of the list in messages."""
        return display_path(self.listing, self.cwd)

    def add(self, listed: ListedChapter) -> None:
        """Read a chapter and add it; one that cannot be read is reported and left out."""
        inner = self._inner(listed) if listed.file is not None else None
        if inner is not None:
            self._read(inner, listed)
        elif listed.again:
            return
        elif listed.kind == "part" or (listed.holds and listed.label):
            self.chapters.append(self._chapter(listed, self.listing, "", listed.label, made=True))

    def whole(self, metadata: Metadata, settings: Settings) -> tuple[Chapter, ...]:
        """Return all chapters in order, with those that octavo makes, each with its id."""
        made = _own_pages(self.chapters, metadata, settings, self.listing, self.name)
        front = [each for each in (*made, *self.chapters) if each.matter == FRONT]
        front.sort(key=lambda each: _rank(each.kind))
        body = [each for each in self.chapters if each.matter == BODY]
        back = [each for each in self.chapters if each.matter == BACK]
        end = len(back)
        while end and back[end - 1].kind == "colophon":
            end -= 1
        last = [each for each in made if each.matter == BACK]
        return _with_ids([*front, *body, *back[:end], *last, *back[end:]], self.names_from, self.home)

    def _inner(self, listed: ListedChapter) -> PurePath | None:
        """Return the path of a listed file in the folder; None where it cannot be read, which is reported."""
        place, reference = Place(self.name, *listed.spot), listed.file or ""
        # A colon in a name must not make a URL of it.
        found = fetch(self.root, reference if reference.startswith(("/", "\\")) else f"./{reference}", base=self.start)
        match found:
            case LocalFile(path) if listed.again and path in self.files:
                return None
            case LocalFile(path) if (listed.lines or listed.section is not None) and path in self.files:
                return path.relative_to(self.root)
            case LocalFile(path):
                return self._record(path, place)
            case MissingFile(_, near):
                self._missing(reference, near, place)
            case NotAFile(path) if path.is_dir():
                self._report("chapter.missing", f"'{reference}' is a folder, not a file", place, "list the files in it")
            case OutsideFile():
                message = f"'{reference}' is not in the folder of the book"
                self._report("chapter.outside", message, place, "move it there")
            case _:
                self._report("chapter.missing", f"'{reference}' cannot be read", place)
        return None

    def _record(self, path: Path, place: Place) -> PurePath | None:
        inner = path.relative_to(self.root)
        if path.suffix.lower() not in LISTED:
            message = f"'{inner.as_posix()}' is not a Markdown file"
            hint = "list files in .md, .markdown, .txt, .qmd, .Rmd or .ipynb"
            self._report("source.unsupported", message, place, hint)
        elif path in self.files:
            first = self.files[path]
            where = f", first on line {first.line}" if first.line else ""
            self._report("chapter.twice", f"'{inner.as_posix()}' is listed twice{where}", place, "delete one of them")
        else:
            self.files[path] = place
            return inner
        return None

    def _missing(self, reference: str, near: str | None, place: Place) -> None:
        stem = f"{reference.rstrip('/')}.md"
        near_miss = stem if isinstance(fetch(self.root, f"./{stem}", base=self.start), LocalFile) else near
        if near_miss:
            self.intended.add((self.folder / near_miss).resolve())
        hint = (
            f"did you mean '{near_miss.removeprefix('./')}'?" if near_miss else "create it, or remove it from the list"
        )
        self._report("chapter.missing", f"the file '{reference}' does not exist", place, hint)

    def _read(self, inner: PurePath, listed: ListedChapter) -> None:
        file = self.home / inner
        name = display_path(file, self.cwd)
        text, found = decode(file, name)
        self.diagnostics += found
        origins: tuple[Origin, ...] = ()
        if text is not None and file.suffix.lower() == notebook.SUFFIX:
            text, origins, found = notebook.read(text, name)
            self.diagnostics += found
        if text is None:
            return
        header, found = read_chapter_header(text, name)
        self.diagnostics += found
        body = header.body
        if body is None:
            return
        is_book = file.stem.casefold() in ("index", "readme")  # such a header is that of the book
        if not is_book:
            new = [(key, place) for key, place in header.unread if key not in self.unread]
            self.unread.update(key for key, _ in new)
            self.diagnostics += (
                info("header.unread", f"no edition shows '{key}' of chapters", place, _UNREAD) for key, place in new
            )
        lines = listed.lines
        if listed.section is not None:
            lines = section_lines(body, listed.section, is_below=listed.kind == ChapterKind.PART)
            if lines is None:
                many = len(top_headings(body))
                message = f"'{inner.as_posix()}' has no section {listed.section}: it has {many}"
                self._report("chapter.missing", message, Place(self.name, *listed.spot), "correct the number")
                return
        if lines:
            body = select_lines(body, *lines)
        given = header.title
        label, has_own = listed.label, has_title(body) if given or listed.label else False
        if given and listed.title_is_label and has_own:
            given, label = None, label or given
        adds_title = listed.adds_title or given is not None
        title = given or (label if not has_own else None)
        chapter = replace(self._chapter(listed, file, body, title), adds_title=adds_title, label=label)
        if not body.strip() and not listed.holds and chapter.kind not in _FILLED:
            message, hint = "this chapter is empty and is left out", f"write it, or remove it from {self.name}"
            self.diagnostics.append(
                warning("chapter.empty", message, Place(name, 1, 1), hint if self.listing.is_file() else "write it")
            )
            return
        subtitle, nocite = (None, ()) if is_book else (header.subtitle, header.nocite)
        self.chapters.append(replace(chapter, origins=origins, subtitle=subtitle, nocite=nocite))

    def _chapter(self, listed: ListedChapter, file: Path, text: str, title: str | None, made: bool = False) -> Chapter:
        return Chapter(
            id="",
            file=file,
            name=display_path(file, self.cwd),
            text=text,
            base=self.start if made else file.parent.relative_to(self.home).as_posix(),
            kind=ChapterKind(listed.kind or kind_of(file.stem)),
            matter=listed.matter,
            level=listed.level,
            depth=listed.depth,
            title=listed.title or title,
            numbered=listed.numbered,
            reader=listed.reader,
            made=made,
        )

    def _report(self, rule: str, message: str, place: Place, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, place, hint))


def kind_of(stem: str) -> str:
    """Return the kind of a chapter by the name of its file."""
    bare = re.sub(r"^[\d._ -]+", "", stem.casefold()).replace("_", "-")
    return (_KINDS[bare] or bare) if bare in _KINDS else "chapter"


def _rank(kind: str) -> int:
    """Return the rank of a front-matter page; dedication and epigraph stay in the author's order."""
    return min(BEFORE_CONTENTS.index(kind), 2) if kind in BEFORE_CONTENTS else 3


def _own_pages(
    chapters: Iterable[Chapter], metadata: Metadata, settings: Settings, file: Path, name: str
) -> tuple[Chapter, ...]:
    """Return the pages that every book has, other than those that the author wrote."""
    kinds = {chapter.kind for chapter in chapters}
    pages = [("title-page", "title", FRONT), ("copyright-page", "copyright", FRONT)]
    if metadata.has_references and not metadata.suppress_bibliography:
        pages.append(("bibliography", "bibliography", BACK))
    if settings.index is not False:
        pages.append(("index", "index", BACK))
    return tuple(
        Chapter(
            own,
            file,
            name,
            "",
            kind=ChapterKind(kind),
            matter=matter,
            numbered=False,
            made=True,
            title=metadata.reference_section_title if kind == ChapterKind.BIBLIOGRAPHY else None,
        )
        for own, kind, matter in pages
        if kind not in kinds
    )


def _with_ids(chapters: Sequence[Chapter], folder: Path, home: Path) -> tuple[Chapter, ...]:
    """Give each chapter an id that is unique regardless of case; those that octavo makes keep theirs."""
    used = {chapter.id for chapter in chapters if chapter.id}
    result = []
    for chapter in chapters:
        own = chapter.id or _free(_id(chapter, folder, home), used)
        used.add(own.casefold())
        result.append(replace(chapter, id=own))
    return tuple(result)


def _free(base: str, used: set[str]) -> str:
    own, count = base, 1
    while own.casefold() in used:
        count += 1
        own = f"{base}-{count}"
    return own


def _id(chapter: Chapter, folder: Path, home: Path) -> str:
    if chapter.made:
        name = f"part-{(chapter.title or '').lower()}"
    else:
        start = folder if chapter.file.is_relative_to(folder) else home
        name = chapter.file.relative_to(start).with_suffix("").as_posix()
    safe = "".join(one if _is_allowed(one) else "-" for one in unicodedata.normalize("NFC", name))
    return re.sub(r"-{2,}", "-", safe).strip("-.")[:_LONGEST].rstrip("-.") or "chapter"


def _is_allowed(one: str) -> bool:
    """Return whether a character is allowed in an id: letters with their marks, digits, and what is safe in file
    names."""
    return one in "-._" or unicodedata.category(one)[0] in "LM" or unicodedata.category(one) == "Nd"
