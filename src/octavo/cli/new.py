"""`octavo new`: a small publication that builds, from the files in `templates/`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from octavo.cli.writing import write_new
from octavo.model.errors import UsageError
from octavo.source import yaml_writer
from octavo.tools.style_folder import theme_names

_TEMPLATES = Path(__file__).parent / "templates"
_TITLE = "{title}"
"""What the template of the file with the metadata has in place of the title."""
_THEMES = "{themes}"
"""What it has in place of the names of octavo's themes."""


def start_article(path: Path) -> None:
    """Write an article to start from. Raises `UsageError` where the file exists or would not be Markdown."""
    if path.suffix == "":
        path = path.with_suffix(".md")
    if path.suffix.lower() not in (".md", ".markdown"):
        raise UsageError(f"'{path}' is not the name of a Markdown file", "use a name that ends in .md")
    if path.exists():
        raise UsageError(f"'{path}' already exists", "choose another name")
    _write({path: _TEMPLATES / "article" / "article.md"}, path.stem)
    print(f"wrote {path}; build it with: octavo build {path}", file=sys.stderr)


def start_book(path: Path) -> None:
    """Write a small book to start from. Raises `UsageError` where the folder exists and is not empty."""
    if path.suffix.lower() in (".md", ".markdown", ".yaml"):
        raise UsageError(f"'{path}' is the name of a file, and a book is a folder", "use a name such as source/my-book")
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise UsageError(f"'{path}' already exists", "choose another name")
    _write({path / file.name: file for file in sorted((_TEMPLATES / "book").iterdir())}, path.resolve().name)
    print(f"wrote {path}; build it with: octavo build {path}", file=sys.stderr)


def _write(files: dict[Path, Path], name: str) -> None:
    """Write new files after their templates, with a title made from the name."""
    title = re.sub(r"[-_]+", " ", name).strip().capitalize() or "Untitled"
    for path, template in files.items():
        text = template.read_text(encoding="utf-8").replace(_TITLE, yaml_writer.write_text(title))
        write_new(path, text.replace(_THEMES, ", ".join(theme_names())))
