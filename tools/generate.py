"""Write the files that are generated from records in the source code, or check that they are up to date.

usage: .venv/bin/python tools/generate.py [--check]

--check  write nothing; exit with 1 and name each file that is out of date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.model.formats import Format
from octavo.source import layouts, schema

sys.path.insert(0, str(Path(__file__).parent))
import css_page  # siblings of this script
import rules_page

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file, and the function that returns its whole text or, by the name of its markers, each generated part."""

    path: str
    """From the root of the repository."""
    whole: Callable[[], str] | None = None
    parts: Mapping[str, Callable[[], str]] | None = None
    """Each part is between `<!-- generated: NAME -->` and `<!-- end: NAME -->`."""

    def make(self) -> str:
        """Return the text that the file should have. Raises `ValueError` if a marker is missing."""
        if self.whole is not None:
            return self.whole()
        text = (ROOT / self.path).read_text(encoding="utf-8")
        for name, function in (self.parts or {}).items():
            text = _replace_part(text, name, function())
        return text


def _replace_part(text: str, name: str, content: str) -> str:
    opening, end = f"<!-- generated: {name} -->\n", f"<!-- end: {name} -->"
    found = re.search(f"{re.escape(opening)}(.*?){re.escape(end)}", text, re.DOTALL)
    if found is None:
        raise ValueError(f"there are no markers for {name}")
    return f"{text[: found.start(1)]}\n{content}\n{text[found.end(1) :]}"


def formats_table() -> str:
    """Return the guide's table of the formats."""
    rows = [
        (
            f"`{format}`",
            f"`output/NAME{format.suffix}`",
            "yes" if format.is_usual else "no",
            ", ".join(f"`{name}`" for name in format.validators),
        )
        for format in Format
    ]
    return _table(("Format", "Edition", "Made by default", "Validators"), rows, "Formats {#tbl-editions}")


def layouts_table() -> str:
    """Return the guide's table of the layouts of folders."""
    rows = [
        (f"`{name}`", layout.description, _signs(layout) or "–")
        for name, layout in layouts.table().items()
        if name != "article"
    ]
    return _table(("Layout", "The folder is a", "Recognized by"), rows, "Layouts of folders {#tbl-layouts}")


def classes_table() -> str:
    """Return the guide's table of the classes of a galley."""
    return _table(("Class", "What it marks"), css_page.classes(), "Classes {#tbl-classes}")


def tokens_table() -> str:
    """Return the guide's table of tokens."""
    return _table(("Token", "Octavo's own value"), css_page.tokens(), "Tokens {#tbl-all-tokens}")


def fonts_table() -> str:
    """Return the guide's table of the fonts that come with octavo."""
    return _table(("Family", "What it has"), css_page.fonts(), "Fonts {#tbl-font-families}")


def _signs(layout: layouts.Layout) -> str:
    files = layout.signs.files if layout.signs else ()
    return ", ".join(f"`{file}`" for file in files)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]], caption: str) -> str:
    """Return a table in Markdown, with columns as wide as the longest texts in them."""
    rules = ["-" * max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [" | ".join(head), "|".join(rules), *(" | ".join(row) for row in rows)]
    return "\n".join(
        [*(f"|{line}|" if line.startswith("-") else f"| {line} |" for line in lines), "", f": {caption}", ""]
    )


FILES = (
    GeneratedFile("src/octavo/source/header.schema.json", schema.json_schema),
    GeneratedFile("src/octavo/source/book.schema.json", schema.book_json_schema),
    GeneratedFile("source/guide/reference/rules.md", rules_page.page),
    GeneratedFile("source/guide/reference/command-line.md", parts={"formats": formats_table, "layouts": layouts_table}),
    GeneratedFile(
        "source/guide/reference/css.md",
        parts={"classes": classes_table, "tokens": tokens_table, "font families": fonts_table},
    ),
    GeneratedFile(
        "source/guide/appendices/keys.md",
        parts={
            "metadata keys": schema.metadata_table,
            "octavo keys": schema.settings_table,
            "inner keys": schema.groups_table,
        },
    ),
)
"""Every generated file. To generate another, add it here."""


def stale() -> list[GeneratedFile]:
    """Return the files that are out of date, or missing."""
    return [
        each for each in FILES if not (file := ROOT / each.path).is_file() or file.read_text("utf-8") != each.make()
    ]


def main(arguments: list[str]) -> int:
    """Write what is out of date, or only name it; return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    found = stale()
    for each in found:
        if not arguments:
            (ROOT / each.path).write_text(each.make(), encoding="utf-8")
        done = "is out of date; run make generate" if arguments else "was written"
        sys.stderr.write(f"{each.path} {done}\n")
    return 1 if arguments and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
