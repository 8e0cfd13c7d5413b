"""Starting an article, and clearing away."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from octavo.model.errors import MachineError, UsageError
from octavo.model.settings import FORMATS

_ARTICLE = """\
---
title: {title}
subtitle: A line that says more                # optional, like everything but the title
author: Your Name                              # or a list; {{name: …, role: editor}} for others
date: 2025-01-31
lang: en                                       # en, de, fr, pt-BR …
description: One sentence for bookshops and search engines.
keywords: [first, second]
octavo:
  page-size: A4                                # A4, A5, Letter, 6x9, or 170mm 240mm
  theme: literary                              # literary or technical
---

The first paragraph stands before any heading.[^1] *Emphasis*, `code` and
[links](https://example.org) are Markdown's, as Pandoc reads it.

## A section

Text of the section. A list:

- one thing
- another

> A quotation.

## Another section

| A table | with a head |
|---------|-------------|
| of two  | columns     |

: What the table shows

[^1]: A note: at the foot of the page in print, in a window in the ebook.
"""


def article(path: Path) -> None:
    """Write an article to start from. Never over a file that is there."""
    if path.suffix == "":
        path = path.with_suffix(".md")
    if path.suffix.lower() not in (".md", ".markdown"):
        raise UsageError(f"'{path}' would not be a Markdown file", "end its name in .md")
    if path.exists():
        raise UsageError(f"'{path}' is there already", "name another file")
    title = re.sub(r"[-_]+", " ", path.stem).strip().capitalize() or "Untitled"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_ARTICLE.format(title=_quoted(title)))
    except OSError as refused:
        raise MachineError(f"'{path}' cannot be written: {refused.strerror}") from refused
    print(f"{path} is started; build it with: octavo build {path}", file=sys.stderr)


def _quoted(title: str) -> str:
    """As YAML text: what could be read as something else is put in quotes."""
    return (
        title
        if re.fullmatch(r"[A-Za-z][A-Za-z ]*", title) and title.lower() not in _NOT_TEXT
        else '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def clean(sources: list[Path], output: Path) -> None:
    """Remove the cache and what was built of some publications. Nothing else in the folder of outputs is touched."""
    from octavo.cache.store import Store
    from octavo.source.discover import discover
    from octavo.tools import outbox

    cwd = Path.cwd()
    removed = [store.folder] if (store := Store.at(cwd, outbox.write)).clear() else []
    found, _ = discover(sources, cwd)
    for each in found:
        for format in FORMATS:
            edition = cwd / output / f"{each.name}.{format}"
            if edition.is_file():
                edition.unlink()
                removed.append(edition)
    for path in removed:
        print(f"removed {path}", file=sys.stderr)
