"""Lists of chapters."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "book.empty",
        "stage",
        Severity.ERROR,
        "A book of which no chapter has any text cannot be made.",
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
        "A listed file that is not there would be a hole in the book.",
        "mend the path, which begins at the folder of `book.yaml`, or write the file",
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
        "A text that stands in a book twice has every name twice, and links could not tell which is meant.",
        "delete one of the two lines; to have a text twice, give it two files",
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
        "Nothing outside the folder of a book is read, so that the folder is the whole book wherever it is taken.",
        "move the file into the folder",
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
        "A listed file that holds nothing is left out, and a number of the book with it.",
        "write it, or take it off the list",
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
        "A text in the folder that is in no list is in no book, which may be an oversight.",
        "list it, or begin its name with an underscore if it is a draft",
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
        "mdBook, HonKit and GitBook list chapters before they are written; a book for readers has no empty ones.",
        "write them, or leave it: they are left out, and said once with their number",
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
        "An address on the web is no chapter: nothing is fetched, and print cannot have it.",
        "link to it from the text; it is left out of the list",
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
