"""The folder of octavo's style sheets, and the themes in it."""

from __future__ import annotations

from pathlib import Path


def styles_home() -> Path:
    """Return the folder of the style sheets: in the installed package, or at the top of the checkout."""
    here = Path(__file__).resolve()
    packaged = here.parents[1] / "styles"
    return packaged if packaged.is_dir() else here.parents[3] / "styles"


def theme_names() -> tuple[str, ...]:
    """Return the names of octavo's own themes: the folders in `themes/` that hold a style sheet."""
    folders = (styles_home() / "themes").iterdir()
    return tuple(sorted(folder.name for folder in folders if any(folder.glob("*.css"))))
