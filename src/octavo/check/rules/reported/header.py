"""Rules about the header and `book.yaml`."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="yaml.syntax",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("Octavo cannot learn anything about a publication whose header or `book.yaml` is not valid YAML."),
        fix=(
            "check the line and the one before it: quote any value that contains a colon or a "
            "quotation mark, and end a header with three hyphens"
        ),
        wrong='---\ntitle: "A Title\nlang: en\n---\n\nText.\n',
        right="Text.\n",
    ),
    Rule(
        id="yaml.duplicate-key",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="When a key has two values, only one of them could take effect.",
        fix="delete one of the two",
        wrong="---\ntitle: A Title\ntitle: Another\nlang: en\n---\n\nText.\n",
        right="Text.\n",
    ),
    Rule(
        id="header.unknown-key",
        looks_at="stage",
        severity=Severity.ERROR,
        also=Severity.WARNING,
        reason="A key that octavo does not know has no effect, and is nearly always a typing error.",
        fix="use the key that the hint suggests, or one from the guide's list",
        wrong="---\ntitle: A Title\nlang: en\nsubtitel: Below\noctavo:\n  page-sise: A5\n---\n\nText.\n",
        right="---\ntitle: A Title\nlang: en\nsubtitle: Below\noctavo:\n  page-size: A5\n---\n\nText.\n",
    ),
    Rule(
        id="header.type",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo cannot use a list where it needs text, or text where it needs true or false.",
        fix="write a value of the type that the message names",
        wrong="---\ntitle: A Title\nlang: en\ntoc: [1]\n---\n\nText.\n",
        right="---\ntitle: A Title\nlang: en\ntoc: true\n---\n\n## One\n\nText.\n",
    ),
    Rule(
        id="header.value",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo cannot follow a setting whose value it does not know.",
        fix="use one of the values that the message names",
        wrong=("---\ntitle: A Title\nlang: en\noctavo:\n  print-links: foot\n  theme: literery\n---\n\nText.\n"),
        right=("---\ntitle: A Title\nlang: en\noctavo:\n  print-links: inline\n  theme: literary\n---\n\nText.\n"),
    ),
    Rule(
        id="header.unread",
        looks_at="stage",
        severity=Severity.INFO,
        reason="Octavo has no place for these words, so readers do not see them.",
        fix="write them in the text, or in a key that the guide lists",
        wrong="---\ntitle: A Title\nlang: en\nlead: Books on Bees\n---\n\nText.\n",
        right="---\ntitle: A Title\nsubtitle: Books on Bees\nlang: en\n---\n\nText.\n",
    ),
    Rule(
        id="header.other-tool",
        looks_at="stage",
        severity=Severity.INFO,
        reason="The key is for another tool and has no effect here, though octavo can do the same in another way.",
        fix="write what the hint says; the other tool's key may stay",
        wrong="---\ntitle: A Title\nlang: en\npapersize: a5\nmainfont: Georgia\n---\n\nText.\n",
        right="---\ntitle: A Title\nlang: en\npapersize: a5\noctavo:\n  page-size: A5\n---\n\nText.\n",
    ),
    Rule(
        id="contributor.no-label",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Without a word for the role, readers take the person for an author.",
        fix="add a label, with the words before the name",
        wrong="---\ntitle: A Title\nlang: en\ncontributors: {typesetter: Ann Author}\n---\n\nText.\n",
        right=(
            "---\ntitle: A Title\nlang: en\ncontributors:\n"
            "  typesetter: {name: Ann Author, label: Typeset by}\n---\n\nText.\n"
        ),
    ),
    Rule(
        id="date.unread",
        looks_at="stage",
        severity=Severity.INFO,
        reason="Shops and libraries get no date of a publication whose date cannot be read, or is that of each build.",
        fix="write the date as `2024-05-31`, or in words: `May 31, 2024`",
        wrong="---\ntitle: A Title\nlang: en\ndate: today\n---\n\nText.\n",
        right="---\ntitle: A Title\nlang: en\ndate: May 31, 2024\n---\n\nText.\n",
    ),
    Rule(
        id="lang.missing",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "The language decides hyphenation, quotation marks and the voice of a screen reader, and "
            "here octavo had to guess it."
        ),
        fix="add the language of the text, for example `lang: en`",
        wrong="---\ntitle: A Title\n---\n\nText.\n",
        right="Text.\n",
    ),
    Rule(
        id="lang.invalid",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Browsers and reading software know languages only by their BCP 47 tags.",
        fix="write a tag such as `en`, `de` or `pt-BR`",
        wrong="---\ntitle: A Title\nlang: english language\n---\n\nText.\n",
        right="Text.\n",
    ),
    Rule(
        id="title.missing",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=("Bookshelves, shops and contents show the title, and now show the name of the file instead."),
        fix="add `title` to the header, or start the chapter with a heading",
        wrong="---\nlang: en\n---\n\nText.\n",
        right="---\nlang: en\n---\n\n# A Title\n\nText.\n",
    ),
    Rule(
        id="rule.unknown",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A setting for a rule that does not exist has no effect.",
        fix="use the id that the hint suggests; `octavo check --explain all` lists all rules",
        wrong=(
            "---\ntitle: A Title\nauthor: Ann Author\nlang: en\noctavo:\n  rules: {image.noalt: off}\n---\n\nText.\n"
        ),
        right=(
            "---\ntitle: A Title\nauthor: Ann Author\nlang: en\noctavo:\n  rules: {image.no-alt: off}\n---\n\nText.\n"
        ),
    ),
)
