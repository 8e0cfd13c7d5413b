"""Lists of chapters."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "book.empty",
        "stage",
        Severity.ERROR,
        "`book.yaml` lists no chapters, or none of them has any text.",
        "list your files under `chapters`",
        wrong={"x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: []\n")},
        right={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
        },
    ),
    Rule(
        "chapter.missing",
        "stage",
        Severity.ERROR,
        "A listed file is not there, or is a folder.",
        "mend the path; it begins at the folder of `book.yaml`",
        wrong={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md, tow.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
        right={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md, two.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
    ),
    Rule(
        "chapter.twice",
        "stage",
        Severity.ERROR,
        "A file is listed twice.",
        "delete one of the two lines. To have a text twice, give it two files",
        wrong={
            "x/book.yaml": (
                "title: A Title\nauthor: Ann Author\nlang: en\nchapters:\n  - one.md\n  - two.md\n  - ./one.md\n"
            ),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
        right={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters:\n  - one.md\n  - two.md\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
    ),
    Rule(
        "chapter.outside",
        "stage",
        Severity.ERROR,
        "A listed file lies outside the folder of the book.",
        "move it in: octavo reads nothing outside the folder",
        wrong={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md, ../y/two.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "y/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
        right={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md, y/two.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/y/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
    ),
    Rule(
        "chapter.empty",
        "stage",
        Severity.WARNING,
        "A listed file holds nothing.",
        "it is left out. Write it, or take it off the list",
        wrong={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md, two.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": "\n",
        },
        right={
            "x/book.yaml": (
                "title: A Title\n"
                "author: Ann Author\n"
                "lang: en\n"
                "chapters:\n"
                "  - part: A part\n"
                "    file: part.md\n"
                "    chapters: [one.md]\n"
            ),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/part.md": "",
        },
    ),
    Rule(
        "chapter.unlisted",
        "stage",
        Severity.INFO,
        "A file lies in the folder of the book and is in no list.",
        "list it, or begin its name with an underscore when it is a draft",
        wrong={
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
            "x/two.md": ("# Two\n\nText of the second chapter.\n"),
        },
        right={
            "x/README.md": ("# Two\n\nText of the second chapter.\n"),
            "x/_two.md": ("# Two\n\nText of the second chapter.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md]\n"),
            "x/one.md": ("# One\n\nText of the first chapter.\n"),
        },
    ),
    Rule(
        "chapter.draft",
        "stage",
        Severity.INFO,
        "The list of an mdBook, HonKit or GitBook book names chapters that have no file yet.",
        "they are left out. The first of them is named, and how many there are",
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": ("- [One](one.md)\n- [Two]()\n- [Three]()\n"),
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
    ),
    Rule(
        "chapter.elsewhere",
        "stage",
        Severity.INFO,
        "The list of such a book has an address on the web among its chapters.",
        "it is left out",
        wrong={
            "x/SUMMARY.md": ("- [One](one.md)\n- [Two](https://example.org/)\n"),
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": ("# One\n\nWords.\n"),
        },
    ),
)
