"""The Markdown files of a folder and its subfolders, of which a book can be made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.tools import markdown_mask
from octavo.tools.markdown_scan import code_blocks

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
"""Suffixes of files that a command can name; folders are only searched for the first."""
LISTED = SUFFIXES | {".qmd", ".rmd", ".ipynb"}
"""Suffixes of files that a book can list, including those that other tools use for Markdown and notebooks."""
FIRST = ("readme.md", "index.md")
"""Names of the text that a folder begins with."""

_HEADING = re.compile(
    r"""^[ ]{0,3}\#{1,6}[ \t]+(?P<atx>\S[^\n]*?)(?:[ \t]+\#+)?[ \t]*$
    |^[ ]{0,3}(?P<setext>(?![*+][ \t]|[>-])(?=[^\n]*[^\W_])\S[^\n]*?)[ \t]*\n(?:=+|-{2,})[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}$")


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
    """Return the texts of a folder, without drafts and partials (`_name`), hidden files and other books. Raises
    OSError."""
    inside: list[Path | TextFolder] = []
    seen = [folder]
    for entry in sorted(folder.iterdir(), key=lambda entry: (_place(entry), natural(entry.name), entry.name)):
        if is_set_aside(entry.name):
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


OPENING = ("dedication", "epigraph", "toc", "foreword", "preface", "introduction")
CLOSING = ("conclusion", "epilogue", "afterword", "appendix", "glossary", "acknowledgments", "colophon")
"""Names of files before and after the chapters of a folder, in the usual order."""
_SAME = {"acknowledgements": "acknowledgments", "thanks": "acknowledgments", "contents": "toc"}


def matter_of(stem: str) -> str:
    """Return one of `OPENING` or `CLOSING` by the name of a file without a number; otherwise an empty text."""
    name = stem.casefold()
    if re.fullmatch(r"app?endix([-_ ]?\w{1,2}([-_ ].*)?)?", name) or re.fullmatch(r"ap[A-Z]", stem):
        return "appendix"
    name = _SAME.get(name, name)
    return name if name in (*OPENING, *CLOSING) else ""


def first_heading(text: str) -> str | None:
    """Return the first heading of a text, in Markdown, without its attributes."""
    found = _HEADING.search(markdown_mask.without_code(text))
    if found is None:
        return None
    start, end = found.span("atx" if found["atx"] else "setext")
    return _ATTRIBUTES.sub("", text[start:end]) or None


_UNSEEN = re.compile(r"<[^>]*>|!\[[^\]]*\]\([^)]*\)|^[ ]{0,3}\[[^\]]+\]:.*$", re.MULTILINE)
"""What may precede a title: tags, pictures, link definitions."""
_DIV = re.compile(r"^[ ]{0,3}(:{3,})[ \t]*(\S?)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceHeading:
    """A heading of the highest level; `attributes` is the text in its braces."""

    line: int
    title: str
    attributes: str

    @property
    def is_unnumbered(self) -> bool:
        """Whether its author wants no number for it."""
        return bool({"-", ".unnumbered"} & set(self.attributes.split()))


_TOP = re.compile(r" {0,3}#[ \t]+(?P<title>.*?)[ \t]*#*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:[ \t]+\S")


def top_headings(text: str) -> list[SourceHeading]:
    """Return the headings of the highest level in order, other than those in blocks of code."""
    lines = text.split("\n")
    code = {row for block in code_blocks(lines) for row in block.rows}
    found = ((row, _TOP.match(line)) for row, line in enumerate(lines) if "#" in line and row not in code)
    return [
        SourceHeading(row + 1, heading["title"].strip(), heading["attributes"] or "")
        for row, heading in found
        if heading is not None
    ]


def select_lines(text: str, first: int, last: int) -> str:
    """Return some lines of a text, with the link definitions from others; every line keeps its number."""
    lines = text.split("\n")
    selected = [line if first <= row <= last else "" for row, line in enumerate(lines, 1)]
    elsewhere = [line for row, line in enumerate(lines, 1) if not first <= row <= last and _DEFINITION.match(line)]
    return "\n".join([*selected[:last], *(["", *elsewhere] if elsewhere else [])])


def has_title(text: str) -> bool:
    """Return whether the first heading of a text can be its title.

    It can if no other heading is as high, or if it is of level 1 and begins the text. Headings in divs do not
    count.
    """
    bare = markdown_mask.without_code(text)
    divs = sorted((found.start(), 1 if found[2] else -1) for found in _DIV.finditer(bare))
    levels: list[int] = []
    opens = False
    for found in _HEADING.finditer(bare):
        if sum(step for start, step in divs if start < found.start()) <= 0:
            opens = opens if levels else not _UNSEEN.sub("", bare[: found.start()]).strip()
            mark = found[0].lstrip()
            setext = 1 if mark.rstrip().endswith("=") else 2
            levels.append(len(mark) - len(mark.lstrip("#")) if found["atx"] else setext)
    if not levels or levels[0] > min(levels):
        return False
    return levels.count(levels[0]) == 1 or (levels[0] == 1 and opens)


def title_from_name(name: str) -> str:
    """Return the name of a file or folder as a title: `02-first_steps` is `First steps`."""
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d+[\s._-]+(?=\S)", "", name)).strip() or name
    return words[:1].upper() + words[1:]
