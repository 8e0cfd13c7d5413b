"""What the publication and its files are found to be."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "source.missing",
        "stage",
        Severity.ERROR,
        "There is no file or folder of the name that you gave.",
        "look at the spelling; the nearest name is often in the hint",
        wrong={"y.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.none",
        "stage",
        Severity.ERROR,
        "The folder holds nothing to publish.",
        "put an article or a book into it, or name another folder",
        wrong={"source/_draft.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
        right={"source/x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.unsupported",
        "stage",
        Severity.ERROR,
        "The file is not Markdown.",
        (
            "octavo reads `.md`, `.markdown` and `.txt`, and a book may list `.qmd` and `.Rmd` files too. "
            "Convert other formats first; Pandoc does"
        ),
        wrong={"x.docx": "PK"},
        right={"x.txt": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.unreadable",
        "stage",
        Severity.ERROR,
        "The system will not let octavo read the file or the folder, or the text is too large to be one.",
        "look at its permissions, or part the text",
    ),
    Rule(
        "source.empty",
        "stage",
        Severity.ERROR,
        "The file holds no text, or none behind its header.",
        "write some",
        wrong={"x.md": ""},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.encoding",
        "stage",
        Severity.ERROR,
        "The file is not UTF-8, or has a character that no edition can hold.",
        ("the first such byte or character is named. Save it as UTF-8 in your editor, or use the command in the hint"),
    ),
    Rule(
        "output.clash",
        "stage",
        Severity.ERROR,
        "Two publications of one run have the same name, so that one would overwrite the other.",
        "rename one of them",
        wrong={
            "one/x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n"),
            "two/x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n"),
        },
        right={
            "one/x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n"),
            "two/y.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n"),
        },
    ),
)
