"""The Markdown files of a folder and its subfolders, of which a book can be made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
"""Suffixes of files that a command can name; folders are only searched for the first."""
LISTED = SUFFIXES | {".qmd", ".rmd", ".ipynb"}
"""Suffixes of files that a book can list, including those that other tools use for Markdown and notebooks."""
FIRST = ("readme.md", "index.md")
"""Names of the text that a folder begins with."""


@dataclass(frozen=True, slots=True)
class TextFolder:
    """A folder: `inside` are its texts, and its subfolders with texts, in natural order."""

    folder: Path
    inside: tuple[Path | TextFolder, ...]
    seen: tuple[Path, ...]
    """Every folder that was searched, this one first."""

    @property
    def first(self) -> Path | None:
        """The text that the folder opens with."""
        found = [each for each in self.inside if isinstance(each, Path) and each.name.casefold() in FIRST]
        return found[0] if found else None

    def all(self) -> Iterator[Path]:
        """Every text, in order."""
        for each in self.inside:
            if isinstance(each, TextFolder):
                yield from each.all()
            else:
                yield each


def read_folder(folder: Path) -> TextFolder:
    """Return the texts of a folder, without drafts and partials (`_name`), hidden files, other books and installed
    packages. Raises OSError."""
    inside: list[Path | TextFolder] = []
    seen = [folder]
    for entry in sorted(folder.iterdir(), key=lambda entry: (_place(entry), natural(entry.name), entry.name)):
        if is_set_aside(entry.name) or entry.name == "node_modules" or (entry / "pyvenv.cfg").is_file():
            continue
        if entry.is_dir() and not entry.is_symlink() and not (entry / "book.yaml").is_file():
            under = read_folder(entry)
            seen += under.seen
            inside += [under] if under.inside else []
        elif entry.suffix.lower() == ".md" and not entry.is_dir():
            inside.append(entry)
    return TextFolder(folder, tuple(inside), tuple(seen))


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts names naturally: numbers by value, letters without regard to case."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", unicodedata.normalize("NFC", name).casefold())
    return [(0, int(number), "") if number else (1, 0, other) for number, other in parts]


def is_set_aside(name: str) -> bool:
    """Return whether a file or folder is a draft, a partial or hidden."""
    return name.startswith(("_", "."))


def _place(entry: Path) -> int:
    """Return the place of an entry: README, index, front matter by its name, chapters, back matter."""
    name = entry.name.casefold()
    if name in FIRST:
        return FIRST.index(name)
    kind = matter_of(entry.stem)
    if kind in OPENING:
        return len(FIRST) + OPENING.index(kind)
    return 100 + (CLOSING.index(kind) + 1 if kind in CLOSING else 0)


OPENING = ("copyright", "dedication", "epigraph", "toc", "foreword", "preface", "introduction")
CLOSING = ("conclusion", "epilogue", "afterword", "appendix", "glossary", "acknowledgments", "colophon")
"""Names of files before and after the chapters of a folder, in the usual order."""
_SAME = {
    "copyright-page": "copyright",
    "acknowledgements": "acknowledgments",
    "thanks": "acknowledgments",
    "contents": "toc",
}


def matter_of(stem: str) -> str:
    """Return one of `OPENING` or `CLOSING` by the name of a file without a number; otherwise an empty text."""
    name = stem.casefold()
    if re.fullmatch(r"app?endix([-_ ]?\w{1,2}([-_ ].*)?)?", name) or re.fullmatch(r"ap[A-Z]", stem):
        return "appendix"
    name = _SAME.get(name, name)
    return name if name in (*OPENING, *CLOSING) else ""


def title_from_name(name: str) -> str:
    """Return the name of a file or folder as a title: `02-first_steps` is `First steps`."""
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d+[\s._-]+(?=\S)", "", name)).strip() or name
    return words[:1].upper() + words[1:]
