"""Books that were made for other tools."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "layout.not-run",
        "stage",
        Severity.WARNING,
        "The book asks for a program of its own: a preprocessor, a plug-in, a hook.",
        (
            "octavo runs nothing that a book brings. What the program would have made is missing, or its "
            "marks stand in the text as they were written. Each is named once"
        ),
        wrong={
            "x/book.toml": (
                '[book]\ntitle = "A Title"\nlanguage = "en"\n\n[preprocessor.weather]\ncommand = "weather --today"\n'
            ),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
    ),
    Rule(
        "layout.several",
        "stage",
        Severity.INFO,
        "The folder has the files of several tools, or keeps several books, and one was taken.",
        "name the other folder, or choose by `--layout`",
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/mkdocs.yml": "site_name: A Title\n",
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
    ),
    Rule(
        "include.missing",
        "stage",
        Severity.WARNING,
        "A text of another tool's takes in a file that is not there.",
        "mend the path; the nearest name is often in the hint",
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nText.\n\n{{#include prat.md}}\n"),
            "x/src/part.md": "A part.\n",
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nText.\n\n{{#include part.md}}\n"),
            "x/src/part.md": "A part.\n",
        },
    ),
    Rule(
        "include.outside",
        "stage",
        Severity.WARNING,
        "It takes in a file from outside the book, and outside the repository that holds the book.",
        "move it inside",
        wrong={
            "outside.md": "Outside.\n",
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/inside.md": "Inside.\n",
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nText.\n\n{{#include ../../outside.md}}\n"),
        },
        right={
            "outside.md": "Outside.\n",
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/inside.md": "Inside.\n",
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nText.\n\n{{#include ../inside.md}}\n"),
        },
    ),
    Rule(
        "include.part",
        "stage",
        Severity.WARNING,
        "It takes in a part of a file, and the file has no part of that name.",
        "",
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/code.rs": ("// ANCHOR: other\nfn main() {}\n// ANCHOR_END: other\n"),
            "x/src/one.md": ("# One\n\n```rust\n{{#include code.rs:othre}}\n```\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/code.rs": ("// ANCHOR: other\nfn main() {}\n// ANCHOR_END: other\n"),
            "x/src/one.md": ("# One\n\n```rust\n{{#include code.rs:other}}\n```\n"),
        },
    ),
    Rule(
        "dialect.dropped",
        "stage",
        Severity.WARNING,
        (
            "A construct of another tool's is left out, because only that tool, or a plug-in of it, knows "
            "what it stands for."
        ),
        "",
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\n{{%segment outline}}\n\nText.\n\n{{%segment outline}}\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nText.\n"),
        },
    ),
    Rule(
        "dialect.not-run",
        "stage",
        Severity.WARNING,
        "A cell, a drawing or a piece of code in a line would have to be run.",
        ("octavo runs nothing; what it shows instead is in the hint. Results that lie in the book's folder are shown"),
        wrong={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\n```mermaid\ngraph LR\n```\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\n```rust\nfn main() {}\n```\n"),
        },
    ),
    Rule(
        "layout.choice",
        "stage",
        Severity.ERROR,
        "The folder keeps several books, such as one for each language, and none of them is the one.",
        "name the folder of the book that you want",
        wrong={
            "x/docs/de/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/docs/de/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/de/src/one.md": ("# One\n\nWords.\n"),
            "x/docs/en/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/docs/en/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/en/src/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/docs/en/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/docs/en/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/en/src/one.md": ("# One\n\nWords.\n"),
        },
    ),
    Rule(
        "toml.syntax",
        "stage",
        Severity.ERROR,
        ("The file that says what the book is, such as `book.toml` or `book.json`, is not TOML, or not JSON."),
        "the place is where reading it became impossible",
        wrong={
            "x/book.toml": ("[book]\ntitle = A Title\n"),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/book.toml": ('[book]\ntitle = "A Title"\nlanguage = "en"\n'),
            "x/src/SUMMARY.md": "- [One](one.md)\n",
            "x/src/one.md": ("# One\n\nWords.\n"),
        },
    ),
    Rule(
        "json.syntax",
        "stage",
        Severity.ERROR,
        ("The file that says what the book is, such as `book.toml` or `book.json`, is not TOML, or not JSON."),
        "the place is where reading it became impossible",
        wrong={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": ["A Title"\n',
            "x/one.md": ("# One\n\nWords.\n"),
        },
        right={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": ("# One\n\nWords.\n"),
        },
    ),
)
