"""Rules about books made for other tools."""

from __future__ import annotations

from octavo.check.rules.examples import mdbook
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_README, _HEADER = "x/README.md", "---\ntitle: A Title\nlang: en\n---\n"

RULES = (
    Rule(
        id="layout.not-run",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Octavo runs no program that comes with a book, so readers miss what a preprocessor, "
            "plug-in or hook would have added."
        ),
        fix="write what is missing in Markdown",
        wrong=mdbook(
            toml=('[book]\ntitle = "A Title"\nlanguage = "en"\n\n[preprocessor.weather]\ncommand = "weather --today"\n')
        ),
        right=mdbook(),
    ),
    Rule(
        id="config.unread",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "The folder belongs to a tool that octavo does not read, so a plain folder of its Markdown files would be a "
            "fragment of what its author published."
        ),
        fix="list the chapters in a `book.yaml`, or build the Markdown files as they are with `--layout folder`",
        wrong={"x/myst.yml": "version: 1\n", "x/README.md": "# A Title\n\nWords.\n", "x/more.ipynb": "{}\n"},
        right={"x/README.md": "---\nlang: en\n---\n\n# A Title\n\nWords.\n", "x/one.md": "# One\n\nWords.\n"},
    ),
    Rule(
        id="config.missing",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Octavo cannot read a part of the book's configuration, so the book may lack what it switches on.",
        fix="correct the path, or copy what the file says; octavo reads nothing outside the book or its repository",
        wrong={
            "x/mkdocs.yml": "INHERIT: ../base.yml\nsite_name: A Title\ntheme: {language: en}\n",
            "x/docs/index.md": "# One\n\nWords.\n",
        },
        right={
            "x/mkdocs.yml": "INHERIT: base.yml\nsite_name: A Title\n",
            "x/base.yml": "theme: {language: en}\n",
            "x/docs/index.md": "# One\n\nWords.\n",
        },
    ),
    Rule(
        id="layout.several",
        looks_at="stage",
        severity=Severity.INFO,
        reason=("The folder has the files of several tools or books, and octavo may not have chosen the one you mean."),
        fix="name the other folder, or choose with `--layout`",
        wrong=mdbook() | {"x/mkdocs.yml": "site_name: A Title\n"},
        right=mdbook(),
    ),
    Rule(
        id="layout.languages",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Readers of one language do not expect the same text in others before and after it.",
        fix="build each folder as a book, and link their sites with `translations`; or rename the folders",
        wrong={_README: _HEADER, "x/en/a.md": "# One\n\nWords.\n", "x/de/a.md": "# Eins\n\nWorte.\n"},
        right={_README: _HEADER, "x/ends/a.md": "# One\n\nWords.\n", "x/days/a.md": "# Two\n\nWords.\n"},
    ),
    Rule(
        id="include.missing",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="The text that should come from another file is missing from the book.",
        fix="correct the path; the hint suggests the nearest name",
        wrong=mdbook("# One\n\nText.\n\n{{#include prat.md}}\n") | {"x/src/part.md": "A part.\n"},
        right=mdbook("# One\n\nText.\n\n{{#include part.md}}\n") | {"x/src/part.md": "A part.\n"},
    ),
    Rule(
        id="include.outside",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason=(
            "Octavo reads nothing outside the book or its repository, so the included text is missing from the book."
        ),
        fix="move the file inside",
        wrong=mdbook("# One\n\nText.\n\n{{#include ../../outside.md}}\n")
        | {"outside.md": "Outside.\n", "x/inside.md": "Inside.\n"},
        right=mdbook("# One\n\nText.\n\n{{#include ../inside.md}}\n")
        | {"outside.md": "Outside.\n", "x/inside.md": "Inside.\n"},
    ),
    Rule(
        id="include.part",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="The included file has no part of that name, so there is a gap in the text.",
        fix="correct the name, or mark the part in the file",
        wrong=mdbook("# One\n\n```rust\n{{#include code.rs:othre}}\n```\n")
        | {"x/src/code.rs": "// ANCHOR: other\nfn main() {}\n// ANCHOR_END: other\n"},
        right=mdbook("# One\n\n```rust\n{{#include code.rs:other}}\n```\n")
        | {"x/src/code.rs": "// ANCHOR: other\nfn main() {}\n// ANCHOR_END: other\n"},
    ),
    Rule(
        id="dialect.dropped",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason=(
            "Only the other tool, or one of its plug-ins, knows what this means, so readers of the book do not see it."
        ),
        fix="write it in Markdown",
        wrong=mdbook("# One\n\n{{%segment outline}}\n\nText.\n\n{{%segment outline}}\n"),
        right=mdbook("# One\n\nText.\n"),
    ),
    Rule(
        id="dialect.not-run",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Octavo runs no code, so readers miss what a notebook cell, a diagram or a piece of code "
            "would have produced."
        ),
        fix="run it with its own tool and keep the result in the folder, where octavo finds it",
        wrong=mdbook("# One\n\n```mermaid\ngraph LR\n```\n"),
        right=mdbook("# One\n\n```rust\nfn main() {}\n```\n"),
    ),
    Rule(
        id="layout.choice",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "The folder has several books, such as one for each language, and octavo cannot tell which one you want."
        ),
        fix="name the folder of the book",
        wrong={
            "x/docs/de/book.toml": '[book]\ntitle = "A Title"\nlanguage = "en"\n',
            "x/docs/de/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/de/src/one.md": "# One\n\nWords.\n",
            "x/docs/en/book.toml": '[book]\ntitle = "A Title"\nlanguage = "en"\n',
            "x/docs/en/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/en/src/one.md": "# One\n\nWords.\n",
        },
        right={
            "x/docs/en/book.toml": '[book]\ntitle = "A Title"\nlanguage = "en"\n',
            "x/docs/en/src/SUMMARY.md": "- [One](one.md)\n",
            "x/docs/en/src/one.md": "# One\n\nWords.\n",
        },
    ),
    Rule(
        id="toml.syntax",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo cannot read the file that describes the book, such as `book.toml`.",
        fix="correct the file at the place that the message names, where it stopped being readable",
        wrong=mdbook(toml="[book]\ntitle = A Title\n"),
        right=mdbook(),
    ),
    Rule(
        id="json.syntax",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo cannot read the file that describes the book, such as `book.json`.",
        fix="correct the file at the place that the message names, where it stopped being readable",
        wrong={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": ["A Title"\n',
            "x/one.md": "# One\n\nWords.\n",
        },
        right={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": "# One\n\nWords.\n",
        },
    ),
)
