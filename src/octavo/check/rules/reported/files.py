"""Rules about a publication and its files."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="source.missing",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Without the file or folder you named, there is nothing to publish.",
        fix="check the spelling; the hint suggests the nearest name",
        wrong={"y.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n"},
        right={"x.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n"},
    ),
    Rule(
        id="source.none",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="The folder contains no article or book, so there is nothing to publish.",
        fix="add an article or a book, or name another folder",
        wrong={"source/_draft.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n"},
        right={"source/x.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n"},
    ),
    Rule(
        id="source.unsupported",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "Octavo reads only Markdown: `.md`, `.markdown` and `.txt` files, and in a book also `.qmd` and `.Rmd`."
        ),
        fix="convert the file first; Pandoc reads most formats",
        wrong={"x.docx": "PK"},
        right={"x.txt": "---\ntitle: A Title\nlang: en\n---\n\nText.\n"},
    ),
    Rule(
        id="source.left-out",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A folder is searched for `.md` files only, so texts in other forms are missing from what is built.",
        fix="convert them to Markdown; a `book.yaml` can also list `.ipynb`, `.qmd`, `.Rmd` and `.txt` files",
        wrong={
            "x/README.md": "---\nlang: en\n---\n\n# A Title\n\nWords.\n",
            "x/one.md": "# One\n\nWords.\n",
            "x/two.rst": "Two\n===\n\nWords.\n",
        },
        right={
            "x/README.md": "---\nlang: en\n---\n\n# A Title\n\nWords.\n",
            "x/one.md": "# One\n\nWords.\n",
            "x/two.md": "# Two\n\nWords.\n",
        },
    ),
    Rule(
        id="source.unreadable",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo is not allowed to read the file, or the file is too large to be a text.",
        fix="check the file's permissions, or split the text",
    ),
    Rule(
        id="source.empty",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="The file has no text, or none after its header, so there is nothing to publish.",
        fix="write some text",
        wrong="",
        right="Text.\n",
    ),
    Rule(
        id="source.encoding",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "Text read in the wrong encoding shows wrong letters, and some control characters are not allowed in any edition."
        ),
        fix="save the file as UTF-8, or delete the character that the message names",
    ),
    Rule(
        id="output.clash",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="When two publications have the same name, the second would overwrite the first.",
        fix="rename one of them, or build it into another folder with `--output`",
        wrong={
            "one/x.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n",
            "two/x.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n",
        },
        right={
            "one/x.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n",
            "two/y.md": "---\ntitle: A Title\nlang: en\n---\n\nText.\n",
        },
    ),
    Rule(
        id="output.leftover",
        looks_at="stage",
        severity=Severity.INFO,
        reason=(
            "An edition that is no longer made does not have your last changes, and is easily taken for one that does."
        ),
        fix="delete the file, or add its format to `octavo: formats`",
    ),
)
