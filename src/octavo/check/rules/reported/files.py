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
        "mind the spelling; the nearest name is in the hint",
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
        "Octavo reads Markdown: `.md`, `.markdown` and `.txt`, in a book `.qmd` and `.Rmd` too.",
        "convert it first; Pandoc reads most formats",
        wrong={"x.docx": "PK"},
        right={"x.txt": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.unreadable",
        "stage",
        Severity.ERROR,
        "The system will not let octavo read it, or the text is too large to be one.",
        "look at the permissions, or part the text",
    ),
    Rule(
        "source.empty",
        "stage",
        Severity.ERROR,
        "The file holds no text, or none behind its header, and nothing can be made of nothing.",
        "write some",
        wrong={"x.md": ""},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "source.encoding",
        "stage",
        Severity.ERROR,
        "Read in another encoding, letters become other letters, and some characters no edition can hold.",
        "save it as UTF-8, as the hint says, or delete the character",
    ),
    Rule(
        "output.clash",
        "stage",
        Severity.ERROR,
        "Of two publications with one name, the second would overwrite the first.",
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
