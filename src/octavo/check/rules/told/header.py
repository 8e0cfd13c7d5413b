"""The header and book.yaml."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "yaml.syntax",
        "stage",
        Severity.ERROR,
        "The header, or `book.yaml`, is not YAML.",
        (
            "the line is the one at which reading became impossible; the cause may stand a line before. The "
            "usual causes are a colon or a quotation mark within a text that is not in quotes, and a "
            "missing line of three hyphens"
        ),
        wrong={"x.md": ('---\ntitle: "A Title\nlang: en\n---\n\nText.\n')},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "yaml.duplicate-key",
        "stage",
        Severity.ERROR,
        "A key is given twice.",
        "delete one of the two",
        wrong={"x.md": ("---\ntitle: A Title\ntitle: Another\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "header.unknown-key",
        "stage",
        Severity.ERROR,
        "There is no such key.",
        (
            "under `octavo:` and in `book.yaml` this is an error; at the top of a header, where other tools "
            "have keys of theirs, it is a warning, and said only of what looks like a slip. Take the key in "
            "the hint, or one of @sec-keys"
        ),
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\nsubtitel: Below\noctavo:\n  page-sise: A5\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\nsubtitle: Below\noctavo:\n  page-size: A5\n---\n\nText.\n")},
        also=Severity.WARNING,
    ),
    Rule(
        "header.type",
        "stage",
        Severity.ERROR,
        "A value is of the wrong sort: a list where a text belongs, or text where true or false does.",
        "write the sort that the message names",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\ntoc: [1]\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\ntoc: true\n---\n\n## One\n\nText.\n")},
    ),
    Rule(
        "header.value",
        "stage",
        Severity.ERROR,
        "A value is of the right sort, and is none that octavo knows.",
        "take one of those that the message names",
        wrong={
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  print-links: foot\n  theme: literery\n---\n\nText.\n")
        },
        right={
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  print-links: inline\n  theme: literary\n---\n\nText.\n")
        },
    ),
    Rule(
        "lang.missing",
        "stage",
        Severity.WARNING,
        "No language is given. The one that the letters are those of is assumed, or else English.",
        "add `lang: en`, or what it is",
        wrong={"x.md": ("---\ntitle: A Title\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "lang.invalid",
        "stage",
        Severity.ERROR,
        "The language is not a tag by BCP 47.",
        "write `en`, `de`, `pt-BR`, not the name of the language",
        wrong={"x.md": ("---\ntitle: A Title\nlang: english language\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "title.missing",
        "stage",
        Severity.WARNING,
        "An article has no title, or a chapter no heading; the name of the file stands in.",
        "add `title`, or begin with a heading",
        wrong={"x.md": ("---\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\nlang: en\n---\n\n# A Title\n\nText.\n")},
    ),
    Rule(
        "rule.unknown",
        "stage",
        Severity.WARNING,
        "What is said of a rule that does not exist has no effect.",
        "take the id in the hint; `octavo check --explain all` lists all",
        wrong={
            "x.md": "---\ntitle: A Title\nauthor: Ann Author\nlang: en\noctavo:\n  rules: {image.noalt: off}\n---\n\nText.\n"
        },
        right={
            "x.md": "---\ntitle: A Title\nauthor: Ann Author\nlang: en\noctavo:\n  rules: {image.no-alt: off}\n---\n\nText.\n"
        },
    ),
)
