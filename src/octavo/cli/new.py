"""Starting an article or a book, and clearing away."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from octavo.model.errors import MachineError, PublicationError, UsageError
from octavo.model.settings import FORMATS
from octavo.tools.sandbox import display_path

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


_BOOK = {
    "book.yaml": """\
title: {title}
subtitle: A line that says more                # optional, like everything but the title and the chapters
author: Your Name                              # or a list; {{name: …, role: editor}} for others
date: 2025-01-31
lang: en                                       # en, de, fr, pt-BR …
description: One sentence for bookshops and search engines.
publisher: Your House                          # publisher, rights and identifier fill the copyright page
rights: © 2025 Your Name
# identifier: 978-0-00-000000-2                # the ISBN, once there is one
octavo:
  page-size: 6x9                               # 6x9, A5, A4, Letter, or 170mm 240mm
  theme: literary                              # literary or technical
  chapters-open: page                          # or recto: on a right-hand page
chapters:                                      # in the order in which they are read
  - front: [preface.md]                        # before the first page 1, without numbers
  - part: A first part                         # its chapters stand under it; parts may be left out
    chapters:
      - beginning.md
      - going-on.md
  - appendices: [appendix.md]                  # with letters
  # - back: [glossary.md]                      # behind everything but the index
""",
    "preface.md": """\
# Preface

Why this book was written, and for whom. The chapters begin with [the first one](beginning.md).
""",
    "beginning.md": """\
# Beginning {{#sec-beginning}}

A chapter is a file, and its first heading is its title. *Emphasis*, `code` and [links](https://example.org) are
Markdown's, as Pandoc reads it.[^1]

## A section

The [spine]{{.index}} of a book is the order of its chapters; book.yaml lists them.

[^1]: A note: at the foot of the page in print, in a window in the ebook.
""",
    "going-on.md": """\
# Going on

@sec-beginning has the first steps, and @tbl-words what there is to say; more is in @sec-more.

| Where | What            |
|-------|-----------------|
| here  | a table         |
| there | a [spine]{{.index}} |

: What stands where {{#tbl-words}}
""",
    "appendix.md": """\
# More {{#sec-more}}

What does not fit elsewhere.
""",
}


def article(path: Path) -> None:
    """Write an article to start from. Never over a file that is there."""
    if path.suffix == "":
        path = path.with_suffix(".md")
    if path.suffix.lower() not in (".md", ".markdown"):
        raise UsageError(f"'{path}' would not be a Markdown file", "end its name in .md")
    if path.exists():
        raise UsageError(f"'{path}' is there already", "name another file")
    _write({path: _ARTICLE}, path.stem)
    print(f"{path} is started; build it with: octavo build {path}", file=sys.stderr)


def book(path: Path) -> None:
    """Write a small book to start from. Never into a folder that has anything in it."""
    if path.suffix.lower() in (".md", ".markdown", ".yaml"):
        raise UsageError(f"'{path}' would be a folder", "name a folder, such as source/my-book")
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise UsageError(f"'{path}' is there already", "name another folder")
    _write({path / name: text for name, text in _BOOK.items()}, path.resolve().name)
    print(f"{path} is started; build it with: octavo build {path}", file=sys.stderr)


def adopt(folder: Path, layout: str | None) -> int:
    """Write book.yaml into a book of another tool. Never over one that is there; 1 where the book cannot be read."""
    from octavo.cli import output
    from octavo.report.lines import SourceLines
    from octavo.source import adopt, layouts
    from octavo.source.discover import BOOK, discover

    cwd = Path.cwd()
    if (folder / BOOK).exists():
        raise UsageError(f"'{folder / BOOK}' is there already", "the book has been adopted")
    found, diagnostics = discover([folder], cwd, layout)
    if not found:
        raise PublicationError(tuple(diagnostics))
    if len(found) > 1 or not layouts.is_foreign(found[0].kind):
        raise UsageError(f"'{folder}' is no book of another tool", "octavo new book starts one of octavo's own")
    publication, wrong = layouts.read(found[0], cwd)
    if publication is None:
        output.say(wrong, SourceLines([str(found[0].path)], cwd))
        return 1
    target = found[0].path / BOOK
    text, unsaid = adopt.written(publication, found[0].path)
    _put(target, text)
    for note in unsaid:
        print(f"octavo: {note}", file=sys.stderr)
    shown = display_path(target, cwd)
    print(f"{shown} is written; build the book with: octavo build {display_path(found[0].path, cwd)}", file=sys.stderr)
    return 0


def _write(files: dict[Path, str], name: str) -> None:
    """Write new files; the title that they give is made of the name."""
    title = re.sub(r"[-_]+", " ", name).strip().capitalize() or "Untitled"
    for path, text in files.items():
        _put(path, text.format(title=_quoted(title)))


def _put(path: Path, text: str) -> None:
    """Write a new file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as refused:
        raise MachineError(f"'{path}' cannot be written: {refused.strerror}") from refused


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
    from octavo.tools import atomic

    cwd = Path.cwd()
    removed = [store.folder] if (store := Store.at(cwd, atomic.write)).clear() else []
    found, _ = discover(sources, cwd)
    for each in found:
        for format in FORMATS:
            edition = cwd / output / f"{each.name}.{format}"
            if edition.is_file():
                edition.unlink()
                removed.append(edition)
        site = cwd / output / each.name
        if atomic.is_ours(site):
            shutil.rmtree(site)
            removed.append(site)
    for path in removed:
        print(f"removed {path}", file=sys.stderr)
