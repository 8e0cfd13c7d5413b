"""By what files a book that was laid out for another tool is known, and where in a folder such books lie."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from octavo.source.texts import is_set_aside, natural

PLACES = ("book", "docs", "guide", "manuscript", "doc", "inst/examples")
"""Folders in which repositories keep their book, in the order in which they are looked into."""
_NOT = {"node_modules", "output", "target", "test", "tests", "vendor", "_book", "site", "dist", "build"}
_MOST = 400_000


@dataclass(frozen=True, slots=True)
class ToolMarker:
    """`files` are the names of which one says that a folder is a book of this `kind`, if `holds` is true of it."""

    kind: str
    tool: str
    files: tuple[str, ...]
    holds: Callable[[Path], bool] = Path.is_file


def _is_quarto_book(file: Path) -> bool:
    said = _text(file)
    project = re.search(r"^project:[ \t]*(?:#.*)?\n((?:[ \t]+.*\n|[ \t]*(?:#.*)?\n)*)", f"{said}\n", re.MULTILINE)
    return bool(project and re.search(r"^[ \t]+type:[ \t]*[\"']?book\b", project[1], re.MULTILINE))


def _is_bookdown(file: Path) -> bool:
    return file.name != "index.Rmd" or bool(re.search(r"^site:.*bookdown_site", _text(file), re.MULTILINE))


def _is_honkit(file: Path) -> bool:
    if file.name == "SUMMARY.md":
        return bool(re.search(r"^[ \t]*[-*+][ \t]+\[.*\]\(.*\)", _text(file), re.MULTILINE))
    return file.name == "LANGS.md" or file.is_file()


LANGUAGES = "LANGS.md"
"""The list of the languages of a book of HonKit's, each in a folder beside it."""
SIGNS = (
    ToolMarker("quarto", "Quarto", ("_quarto.yml", "_quarto.yaml"), _is_quarto_book),
    ToolMarker("bookdown", "bookdown", ("_bookdown.yml", "index.Rmd"), _is_bookdown),
    ToolMarker("mdbook", "mdBook", ("book.toml",)),
    ToolMarker("mkdocs", "MkDocs", ("mkdocs.yml", "mkdocs.yaml")),
    ToolMarker("honkit", "HonKit or GitBook", ("book.json", "book.js", "LANGS.md", "SUMMARY.md"), _is_honkit),
)
"""In the order in which they are asked. An mdBook without book.toml has its list in src/ (`known`)."""
FOREIGN = tuple(sign.kind for sign in SIGNS)
LAYOUTS = ("book", *(sign.kind for sign in SIGNS), "folder")
"""The layouts that a folder can be read by, as `--layout` names them."""


def known(folder: Path) -> list[tuple[ToolMarker, Path]]:
    """What a folder is a book of: each sign that it has, in their order, and the file that tells."""
    found = []
    for sign in SIGNS:
        file = next((file for name in sign.files if (file := folder / name).is_file() and sign.holds(file)), None)
        if file is None and sign.kind == "mdbook" and (folder / "src" / "SUMMARY.md").is_file():
            file = folder / "src" / "SUMMARY.md"
        if file is None and sign.kind == "honkit" and is_language(folder):
            file = folder.parent / LANGUAGES
        if file is not None:
            found.append((sign, file))
    return found


def is_language(folder: Path) -> bool:
    """Whether a folder is one language of a book that lists several beside it."""
    listing = folder.parent / LANGUAGES
    name = re.escape(folder.name)
    return listing.is_file() and bool(re.search(rf"\]\((?:\./)?{name}/?\)", _text(listing)))


def of_file(file: Path) -> ToolMarker | None:
    """The layout whose file this is, where one is named outright."""
    if not file.is_file():
        return None
    return next((sign for sign in SIGNS if file.name in sign.files and sign.holds(file)), None)


def within(folder: Path) -> list[Path]:
    """The books of other tools one level down: those where repositories keep them, else any. Raises OSError."""
    usual = [there for name in PLACES if known(there := folder / name)]
    if usual:
        return usual
    inner = [entry for entry in _folders(folder) if known(entry)]
    if inner:
        return inner
    return [entry for name in PLACES if (folder / name).is_dir() for entry in _folders(folder / name) if known(entry)]


def _folders(folder: Path) -> list[Path]:
    there = [
        entry
        for entry in folder.iterdir()
        if entry.name not in _NOT and not is_set_aside(entry.name) and entry.is_dir() and not entry.is_symlink()
    ]
    return sorted(there, key=lambda entry: (natural(entry.name), entry.name))


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            return opened.read(_MOST)
    except OSError:
        return ""
