"""Themes: folders of style sheets, octavo's own, in the publication's folder, or in another installed package.

`octavo: {theme: NAME}` is first looked for as `themes/NAME/` in the publication's folder, then among octavo's own
(`styles/themes/NAME/`), then among the entry points in the group `octavo.themes`: the value of the entry point NAME is
the package with the folder's files, which is read and never imported.

Each sheet in the folder follows octavo's sheet of the same name, so a theme holds only what it changes. A folder with
at least one of them is a theme:

- `tokens.css`: colours, sizes and families, as custom properties of `:root`; they are listed in `styles/tokens.css`.
- `base.css` for all editions, `print.css` for PDF, `reader.css` for EPUB, `screen.css` for HTML and the site,
  `site.css` for the site alone.
- `scripts.css`, `eastern.css` and `rtl.css` for texts in other scripts, in Chinese, Japanese or Korean, and in scripts
  that run from right to left.
- `faces.css`: `@font-face` rules that cut further faces from the fonts of `model/font_files.py`, or name fonts in the
  publication's folder.

The sheets of a theme that is not octavo's own can load nothing from outside, like those of `octavo: {css: …}`. Their
files are inputs of the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.font_files import FONT_FILES
from octavo.press import cssom, own_fonts, sheet_files
from octavo.press.fonts import Face
from octavo.tools import plugins, sandbox
from octavo.tools.style_folder import styles_home, theme_names
from octavo.tools.suggest import did_you_mean

DEFAULT = "literary"
FOLDER = "themes"
GROUP = "octavo.themes"
"""The group of entry points that name themes of other packages."""
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
    root: Path = Path()
    """The folder outside which it may read nothing."""

    def text(self, name: str) -> str:
        """Return one of its sheets; nothing where it has none of that name."""
        return dict(self.sheets).get(name, "")


def find(name: str, root: Path, place: Place) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """Return the theme of a publication in the folder `root`, and what is wrong; the default if it does not exist."""
    if _NAME.fullmatch(name) and isinstance(sandbox.fetch(root, f"{FOLDER}/{name}", suggest=False), sandbox.NotAFile):
        return _read(Path(FOLDER) / name, root, place, name)
    known = theme_names()
    if name in known:
        return _own(name), ()
    installed = _installed()
    if name in installed:
        return _read(installed[name], installed[name].parent, place, name)
    available = sorted({*known, *installed, *_names_in(root)})
    own = (
        f"make a folder '{FOLDER}/{name}'"
        if _NAME.fullmatch(name)
        else f"name a folder in '{FOLDER}', without its path"
    )
    hint = did_you_mean(name, available, f"use {' or '.join(available)}, or {own}")
    return _own(DEFAULT), (error("header.value", f"the theme '{name}' does not exist", place, hint),)


def inputs(name: str, root: Path) -> Iterator[Path]:
    """Yield the files and folders that decide what a theme is, except octavo's own."""
    if not _NAME.fullmatch(name):
        return
    folder = root / FOLDER / name
    yield folder
    if not folder.is_dir() and name not in theme_names():
        folder = _installed().get(name, folder)
    yield from _sheets_in(folder)


def faces(theme: Theme) -> tuple[tuple[Face, ...], tuple[Diagnostic, ...]]:
    """Return the faces that a theme declares itself, and what is wrong with those of an author."""
    file = theme.folder / "faces.css"
    own = sheet_files.OwnSheet()
    if not theme.is_own:
        own = sheet_files.parse(theme.text("faces"), file, theme.root, FONT_FILES)
    found, problems = list(own.faces), list(own.problems)
    for declared in cssom.font_faces(cssom.parse(theme.text("faces")).rules):
        face = face_of(declared)
        if not theme.is_own and not isinstance(face, Face) and declared.get("src", "").startswith(("url(", "local(")):
            continue  # the author's own, or reported already
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
        return f"'{file}' is not a font that octavo has", did_you_mean(file, FONT_FILES, f"use {', '.join(FONT_FILES)}")
    axes = (axis.split() for axis in declared.get("font-variation-settings", "").split(",") if axis.strip())
    try:
        return Face(
            family=declared["font-family"].strip('"'),
            weight=int(declared["font-weight"]),
            style=declared["font-style"],
            file=file,
            axes=tuple((tag.strip('"'), float(value)) for tag, value in axes),
            only=own_fonts.code_points(declared["unicode-range"]) if "unicode-range" in declared else None,
            scale=float(declared.get("size-adjust", "100%").rstrip("%")) / 100,
        )
    except (KeyError, ValueError):
        return f"the face cut from '{file}' is incomplete", "give font-family, font-weight and font-style, in numbers"


def _sheets_in(folder: Path) -> tuple[Path, ...]:
    return tuple(file for sheet in SHEETS if (file := folder / f"{sheet}.css").is_file())


def _own(name: str) -> Theme:
    folder = styles_home() / FOLDER / name
    return Theme(name, tuple((file.stem, file.read_text(encoding="utf-8")) for file in _sheets_in(folder)), folder)


def _read(folder: Path, root: Path, place: Place, name: str) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme in a folder that is not octavo's, read through the sandbox of the folder `root`."""
    folder = folder.relative_to(root) if folder.is_absolute() else folder
    sheets, problems = [], []
    for sheet in SHEETS:
        file = f"{folder.as_posix()}/{sheet}.css"
        if isinstance(sandbox.fetch(root, file, suggest=False), sandbox.MissingFile):
            continue
        text = sheet_files.read(file, root, place)
        if isinstance(text, str):
            sheets.append((sheet, text))
        else:
            problems.append(text)
    if not sheets and not problems:
        hint = f"add {', '.join(f'{each}.css' for each in SHEETS[:5])} or another sheet of a theme"
        problems.append(error("header.value", f"the theme '{folder.as_posix()}' has no style sheet", place, hint))
    return Theme(name, tuple(sheets), root / folder, False, root), tuple(problems)


def _installed() -> dict[str, Path]:
    """The folders of themes in other packages, by their names; a package is found without importing it."""
    found = {}
    for plugin in plugins.find(GROUP):
        package, *inner = plugin.module.split(".")
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            found[plugin.name] = Path(spec.origin).parent.joinpath(*inner)
    return found


def _names_in(root: Path) -> list[str]:
    """The themes in a publication's folder."""
    found = sandbox.fetch(root, FOLDER, suggest=False)
    if not isinstance(found, sandbox.NotAFile) or not found.path.is_dir():
        return []
    return [each.name for each in found.path.iterdir() if each.is_dir() and _sheets_in(each)]
