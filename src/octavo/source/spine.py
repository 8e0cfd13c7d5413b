"""The spine of a book: its chapters read, in the order of the three matters, with those that octavo makes itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.publication import BACK, BEFORE_CONTENTS, BODY, FRONT, Chapter, ChapterKind, Metadata, Origin
from octavo.model.settings import Settings
from octavo.source import notebook
from octavo.source.chapter_list import ListedChapter
from octavo.source.decode import decode
from octavo.source.header import read_chapter_header
from octavo.source.texts import LISTED, has_title, lines_of
from octavo.tools.sandbox import LocalFile, MissingFile, NotAFile, OutsideFile, display_path, fetch

_KINDS = {
    "acknowledgements": "acknowledgments",
    "copyright-page": "copyright",
    **dict.fromkeys((
        "acknowledgments", "afterword", "colophon", "conclusion", "copyright", "dedication", "epigraph", "epilogue",
        "foreword", "glossary", "introduction", "preface", "prologue",
    )),
}  # fmt: skip
"""Names of files that tell what a chapter is, and what they tell where that is another word."""
_FILLED = ("bibliography", "index", "part")
"""Kinds of chapters that need no text of the author's."""
_LONGEST = 80


class Spine:
    """Takes chapters one after the other as they are listed, reads them, and gives the whole when all are there.

    `listing` is the file that lists them, or the folder where none does. Their paths start from `folder`, and may lead
    out of it as far as `home`, where that is a folder around it.
    """

    def __init__(self, folder: Path, cwd: Path, listing: Path, home: Path | None = None) -> None:
        self.folder, self.cwd, self.listing, self.home = folder, cwd, listing, home or folder
        self.root = self.home.resolve()
        self.start = folder.relative_to(self.home).as_posix()
        self.chapters: list[Chapter] = []
        self.files: dict[Path, Place] = {}
        """The files that were listed, and where."""
        self.meant: set[Path] = set()
        """The files that seem meant by names that are none."""
        self.diagnostics: list[Diagnostic] = []

    @property
    def name(self) -> str:
        """How messages name the list."""
        return display_path(self.listing, self.cwd)

    def add(self, listed: ListedChapter) -> None:
        """Read a chapter and put it at the end; what cannot be read is reported and left out."""
        inner = self._inner(listed) if listed.file is not None else None
        if inner is not None:
            self._read(inner, listed)
        elif listed.again:
            return
        elif listed.kind == "part" or (listed.holds and listed.label):
            self.chapters.append(self._chapter(listed, self.listing, "", listed.label, made=True))

    def whole(self, metadata: Metadata, settings: Settings) -> tuple[Chapter, ...]:
        """All chapters in their order, with the made ones, each with its id."""
        made = _made(self.chapters, metadata, settings, self.listing, self.name)
        front = [each for each in (*made, *self.chapters) if each.matter == FRONT]
        front.sort(key=lambda each: _rank(each.kind))
        body = [each for each in self.chapters if each.matter == BODY]
        back = [each for each in self.chapters if each.matter == BACK]
        end = len(back)
        while end and back[end - 1].kind == "colophon":
            end -= 1
        last = [each for each in made if each.matter == BACK]
        return _identified([*front, *body, *back[:end], *last, *back[end:]], self.folder, self.home)

    def _inner(self, listed: ListedChapter) -> PurePath | None:
        """The path of a listed file within the folder, or None and why not."""
        place, written = Place(self.name, *listed.spot), listed.file or ""
        # A colon in a name must not make an address of it.
        found = fetch(self.root, written if written.startswith(("/", "\\")) else f"./{written}", base=self.start)
        match found:
            case LocalFile(path) if listed.again and path in self.files:
                return None
            case LocalFile(path) if listed.lines and path in self.files:
                return path.relative_to(self.root)
            case LocalFile(path):
                return self._once(path, place)
            case MissingFile(_, near):
                self._missing(written, near, place)
            case NotAFile(path) if path.is_dir():
                self._say("chapter.missing", f"'{written}' is a folder, not a file", place, "list the files in it")
            case OutsideFile():
                message = f"'{written}' is not in the folder of the book"
                self._say("chapter.outside", message, place, "move it there: octavo reads nothing outside")
            case _:
                self._say("chapter.missing", f"'{written}' cannot be read", place)
        return None

    def _once(self, path: Path, place: Place) -> PurePath | None:
        inner = path.relative_to(self.root)
        if path.suffix.lower() not in LISTED:
            message = f"'{inner.as_posix()}' is not a Markdown file"
            hint = "a book may list .md, .markdown, .txt, .qmd, .Rmd and .ipynb"
            self._say("source.unsupported", message, place, hint)
        elif path in self.files:
            first = self.files[path]
            where = f", first on line {first.line}" if first.line else ""
            self._say("chapter.twice", f"'{inner.as_posix()}' is listed twice{where}", place, "delete one of them")
        else:
            self.files[path] = place
            return inner
        return None

    def _missing(self, written: str, near: str | None, place: Place) -> None:
        stem = f"{written.rstrip('/')}.md"
        meant = stem if isinstance(fetch(self.root, f"./{stem}", base=self.start), LocalFile) else near
        if meant:
            self.meant.add((self.folder / meant).resolve())
        hint = f"did you mean '{meant.removeprefix('./')}'?" if meant else "write it, or take it off the list"
        self._say("chapter.missing", f"there is no file '{written}'", place, hint)

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
        title, body, found = read_chapter_header(text, name)
        self.diagnostics += found
        if body is None:
            return
        if listed.lines:
            body = lines_of(body, *listed.lines)
        title = title or (listed.label if listed.label and not has_title(body) else None)
        chapter = self._chapter(listed, file, body, title)
        if not body.strip() and not listed.holds and chapter.kind not in _FILLED:
            message, hint = "this chapter is empty, and is left out", f"write it, or take it off {self.name}"
            self.diagnostics.append(
                warning("chapter.empty", message, Place(name, 1, 1), hint if self.listing.is_file() else "write it")
            )
            return
        self.chapters.append(replace(chapter, origins=origins) if origins else chapter)

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

    def _say(self, rule: str, message: str, place: Place, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, place, hint))


def kind_of(stem: str) -> str:
    """What a chapter is, by the name of its file."""
    bare = re.sub(r"^[\d._ -]+", "", stem.casefold()).replace("_", "-")
    return (_KINDS[bare] or bare) if bare in _KINDS else "chapter"


def _rank(kind: str) -> int:
    """Dedication and epigraph stand as the author has them, behind the title and the copyright."""
    return min(BEFORE_CONTENTS.index(kind), 2) if kind in BEFORE_CONTENTS else 3


def _made(
    chapters: Iterable[Chapter], metadata: Metadata, settings: Settings, file: Path, name: str
) -> tuple[Chapter, ...]:
    """The pages that every book has, as far as the author has none of the kind."""
    kinds = {chapter.kind for chapter in chapters}
    wanted = [("title-page", "title", FRONT), ("copyright-page", "copyright", FRONT)]
    if metadata.bibliography:
        wanted.append(("bibliography", "bibliography", BACK))
    if settings.index is not False:
        wanted.append(("index", "index", BACK))
    return tuple(
        Chapter(own, file, name, "", kind=ChapterKind(kind), matter=matter, numbered=False, made=True)
        for own, kind, matter in wanted
        if kind not in kinds
    )


def _identified(chapters: Sequence[Chapter], folder: Path, home: Path) -> tuple[Chapter, ...]:
    """Each chapter with an id of its own, whatever the case of letters; made ones keep theirs."""
    taken = {chapter.id for chapter in chapters if chapter.id}
    done = []
    for chapter in chapters:
        own = chapter.id or _free(_id(chapter, folder, home), taken)
        taken.add(own.casefold())
        done.append(replace(chapter, id=own))
    return tuple(done)


def _free(wanted: str, taken: set[str]) -> str:
    own, count = wanted, 1
    while own.casefold() in taken:
        count += 1
        own = f"{wanted}-{count}"
    return own


def _id(chapter: Chapter, folder: Path, home: Path) -> str:
    if chapter.made:
        written = f"part-{(chapter.title or '').lower()}"
    else:
        start = folder if chapter.file.is_relative_to(folder) else home
        written = chapter.file.relative_to(start).with_suffix("").as_posix()
    kept = "".join(one if _may_stand(one) else "-" for one in unicodedata.normalize("NFC", written))
    return re.sub(r"-{2,}", "-", kept).strip("-.")[:_LONGEST].rstrip("-.") or "chapter"


def _may_stand(one: str) -> bool:
    """Letters with the marks that belong to them, digits, and what is safe in the name of a file."""
    return one in "-._" or unicodedata.category(one)[0] in "LM" or unicodedata.category(one) == "Nd"
