"""The header and book.yaml."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "yaml.syntax",
        "stage",
        Severity.ERROR,
        "A header or `book.yaml` that is not YAML tells nothing of the publication.",
        "look at the line and the one before: a colon or a quotation mark in a text wants quotes around all of it, and a header ends with three hyphens",
        wrong={"x.md": ('---\ntitle: "A Title\nlang: en\n---\n\nText.\n')},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "yaml.duplicate-key",
        "stage",
        Severity.ERROR,
        "Of two values for one key, only one could hold, and nobody could tell which.",
        "delete one of the two",
        wrong={"x.md": ("---\ntitle: A Title\ntitle: Another\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "header.unknown-key",
        "stage",
        Severity.ERROR,
        "A key that octavo does not know has no effect, and is nearly always a slip.",
        "take the key in the hint, or one of the guide's list",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\nsubtitel: Below\noctavo:\n  page-sise: A5\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\nsubtitle: Below\noctavo:\n  page-size: A5\n---\n\nText.\n")},
        also=Severity.WARNING,
    ),
    Rule(
        "header.type",
        "stage",
        Severity.ERROR,
        "A list where a text belongs, or a text where true or false does, cannot be followed.",
        "write a value of the sort that the message names",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\ntoc: [1]\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\ntoc: true\n---\n\n## One\n\nText.\n")},
    ),
    Rule(
        "header.value",
        "stage",
        Severity.ERROR,
        "A value that octavo does not know cannot be followed.",
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
        "The language decides on hyphens, quotation marks and the voice of a screen reader; here it was guessed.",
        "add `lang: en`, or what it is",
        wrong={"x.md": ("---\ntitle: A Title\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "lang.invalid",
        "stage",
        Severity.ERROR,
        "Browsers and readers know languages by their tags (BCP 47) alone.",
        "write the tag: `en`, `de`, `pt-BR`",
        wrong={"x.md": ("---\ntitle: A Title\nlang: english language\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "title.missing",
        "stage",
        Severity.WARNING,
        "Shelves, shops and contents show the title; here, the name of the file stands in for it.",
        "add `title` to the header, or begin the chapter with a heading",
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
