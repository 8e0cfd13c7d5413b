"""Books that were made for other tools."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "layout.not-run",
        "stage",
        Severity.WARNING,
        "Octavo runs no program that a book brings; what a preprocessor, plug-in or hook would have made is missing.",
        "look at what is said to be missing, and write it in Markdown",
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
        "The folder has the files of several tools or books, and the one that was taken may not be the one you mean.",
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
        "What a text takes in from another file is missing in the book.",
        "mend the path; the nearest name is in the hint",
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
        "Nothing outside the book, or the repository that holds it, is read.",
        "move the file inside",
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
        "The file has no part of the name that is asked for, so there is a hole in the text.",
        "mend the name, or mark the part in the file",
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
        "Only the other tool, or a plug-in of it, knows what this stands for; readers of the book miss it.",
        "say it in Markdown",
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
        "A cell, a drawing or a piece of code would have to be run, and octavo runs nothing.",
        "run it with its own tool and keep the result in the folder, where octavo finds it",
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
        "The file that says what the book is, such as `book.toml`, cannot be read.",
        "mend it at the place that is named, where reading became impossible",
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
        "The file that says what the book is, such as `book.json`, cannot be read.",
        "mend it at the place that is named, where reading became impossible",
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
