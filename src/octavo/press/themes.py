"""Themes: folders of style sheets, octavo's own or in the publication's folder.

`octavo: {theme: NAME}` is first looked for as `themes/NAME/` in the publication's folder, then among octavo's own
(`styles/themes/NAME/`). Each sheet in the folder follows octavo's sheet of the same name, so a theme holds only what it
changes; a folder with at least one of them is a theme:

- `tokens.css`: colours, sizes and families, as custom properties of `:root`; they are listed in `styles/tokens.css`.
- `base.css` for all editions, `print.css` for PDF, `reader.css` for EPUB, `screen.css` for HTML and the site,
  `site.css` for the site alone.
- `scripts.css`, `eastern.css` and `rtl.css` for texts in other scripts, in Chinese, Japanese or Korean, and in scripts
  that run from right to left.
- `faces.css`: `@font-face` rules that cut further faces from the fonts of `model/font_files.py`.

The sheets of a publication's theme may reach for nothing outside it, as those of `octavo: {css: …}`. Its files are
inputs of the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.font_files import FONT_FILES
from octavo.press import cssom, sheet_files
from octavo.press.fonts import Face
from octavo.tools import sandbox
from octavo.tools.style_folder import styles_home, theme_names
from octavo.tools.suggest import did_you_mean

DEFAULT = "literary"
FOLDER = "themes"
SHEETS = ("tokens", "base", "print", "screen", "reader", "site", "scripts", "eastern", "rtl", "faces")
"""The names of the sheets that a theme may have, without `.css`."""
_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as read. `sheets` has its style sheets by their names, without `.css`."""

    name: str
    sheets: tuple[tuple[str, str], ...]
    folder: Path
    is_own: bool = True
    """Whether it is one of octavo's own, whose sheets may be trusted."""

    def text(self, name: str) -> str:
        """Return one of its sheets; nothing where it has none of that name."""
        return dict(self.sheets).get(name, "")


def find(name: str, root: Path, place: Place) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """Return the theme of a publication in the folder `root`, and what is wrong; the default where there is none."""
    if _NAME.fullmatch(name) and isinstance(sandbox.fetch(root, f"{FOLDER}/{name}", suggest=False), sandbox.NotAFile):
        return _read(name, root, place)
    known = theme_names()
    if name in known:
        return _own(name), ()
    available = sorted({*known, *_names_in(root)})
    hint = did_you_mean(name, available, f"use {' or '.join(available)}, or make a folder '{FOLDER}/{name}'")
    return _own(DEFAULT), (error("header.value", f"the theme '{name}' does not exist", place, hint),)


def inputs(name: str, root: Path) -> Iterator[Path]:
    """Yield the files and folders in a publication's folder that decide what its theme is."""
    if _NAME.fullmatch(name):
        folder = root / FOLDER / name
        yield folder
        yield from (folder / f"{sheet}.css" for sheet in SHEETS if (folder / f"{sheet}.css").is_file())


def faces(theme: Theme) -> tuple[tuple[Face, ...], tuple[Diagnostic, ...]]:
    """Return the faces that a theme declares itself, and what is wrong with those of an author."""
    found, problems = [], []
    file = theme.folder / "faces.css"
    for declared in cssom.font_faces(cssom.parse(theme.text("faces")).rules):
        face = face_of(declared)
        if isinstance(face, Face):
            found.append(face)
        else:
            message, hint = face
            problems.append(error("css.syntax", message, Place(sandbox.display_path(file, Path.cwd())), hint))
    return tuple(found), tuple(problems)


def face_of(declared: dict[str, str]) -> Face | tuple[str, str]:
    """Return the face that an `@font-face` rule describes; a message and a hint where it describes none."""
    file = declared.get("src", "").removeprefix('url("').removesuffix('")')
    if file not in FONT_FILES:
        return f"'{file}' is none of octavo's fonts", did_you_mean(file, FONT_FILES, f"use {', '.join(FONT_FILES)}")
    axes = (axis.split() for axis in declared.get("font-variation-settings", "").split(",") if axis.strip())
    try:
        return Face(
            family=declared["font-family"].strip('"'),
            weight=int(declared["font-weight"]),
            style=declared["font-style"],
            file=file,
            axes=tuple((tag.strip('"'), float(value)) for tag, value in axes),
            only=_code_points(declared["unicode-range"]) if "unicode-range" in declared else None,
            scale=float(declared.get("size-adjust", "100%").rstrip("%")) / 100,
        )
    except (KeyError, ValueError):
        return f"the face cut from '{file}' is incomplete", "give font-family, font-weight and font-style, in numbers"


def _code_points(ranges: str) -> frozenset[int]:
    """The code points of a `unicode-range`."""
    found: set[int] = set()
    for part in ranges.upper().replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _sheets_in(folder: Path) -> tuple[Path, ...]:
    return tuple(file for sheet in SHEETS if (file := folder / f"{sheet}.css").is_file())


def _own(name: str) -> Theme:
    folder = styles_home() / FOLDER / name
    return Theme(name, tuple((file.stem, file.read_text(encoding="utf-8")) for file in _sheets_in(folder)), folder)


def _read(name: str, root: Path, place: Place) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme in a publication's folder, read through the sandbox."""
    folder = f"{FOLDER}/{name}"
    sheets, problems = [], []
    for sheet in SHEETS:
        file = f"{folder}/{sheet}.css"
        if isinstance(sandbox.fetch(root, file, suggest=False), sandbox.MissingFile):
            continue
        text = sheet_files.read(file, root, place)
        if isinstance(text, str):
            sheets.append((sheet, text))
        else:
            problems.append(text)
    if not sheets and not problems:
        hint = f"add {', '.join(f'{each}.css' for each in SHEETS[:5])} or another sheet of a theme"
        problems.append(error("header.value", f"the theme '{folder}' has no style sheet", place, hint))
    return Theme(name, tuple(sheets), root / folder, is_own=False), tuple(problems)


def _names_in(root: Path) -> list[str]:
    """The themes in a publication's folder."""
    found = sandbox.fetch(root, FOLDER, suggest=False)
    if not isinstance(found, sandbox.NotAFile) or not found.path.is_dir():
        return []
    return [each.name for each in found.path.iterdir() if each.is_dir() and _sheets_in(each)]
