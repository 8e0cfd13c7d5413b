"""Links, references and the index."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "link.broken-anchor",
        "stage",
        Severity.ERROR,
        "Nothing has the name that the link leads to, so readers who follow it get nowhere.",
        "take the name in the hint; `octavo inspect` lists all",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [there](#oen).\n\n## One\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [there](#one).\n\n## One\n")},
    ),
    Rule(
        "link.broken-file",
        "stage",
        Severity.ERROR,
        "The link leads to a text that is neither a chapter nor there.",
        "mend the path, which begins at the folder of the text",
        wrong={
            "x/a.md": ("# One\n\nText.\n"),
            "x/b.md": ("# Two\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nAs [there](bb.md).\n"),
        },
        right={
            "x/a.md": ("# One\n\nText.\n"),
            "x/b.md": ("# Two\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nAs [there](b.md).\n"),
        },
    ),
    Rule(
        "link.ambiguous",
        "stage",
        Severity.INFO,
        "Several chapters have the name, and the link leads to the first, which may be the wrong one.",
        "name the file as well: `spring.md#feeding`",
        wrong={
            "x/a.md": ("# One\n\n## Here\n\nText.\n"),
            "x/b.md": ("# Two\n\n## Here\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nAs [there](#here).\n"),
        },
        right={
            "x/a.md": ("# One\n\n## Here\n\nText.\n"),
            "x/b.md": ("# Two\n\n## Here\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nAs [there](b.md#here).\n"),
        },
    ),
    Rule(
        "link.outside",
        "stage",
        Severity.WARNING,
        "A file beside the book does not come along with an ebook or a printed page, so the link is left out.",
        "link to its address on the web, or give `url`, from which such links are completed",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](other.md).\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](https://example.org/other).\n")},
    ),
    Rule(
        "link.empty",
        "stage",
        Severity.WARNING,
        "A link without words cannot be seen, nor spoken; its address stands in.",
        "write what it leads to",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [](https://example.org/).\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](https://example.org/).\n")},
    ),
    Rule(
        "link.invalid",
        "stage",
        Severity.WARNING,
        "What the link leads to is no address, so its text is kept and the link is not.",
        "look for a space or a missing part in it",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](http://).\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](http://example.org).\n")},
    ),
    Rule(
        "link.scheme",
        "stage",
        Severity.WARNING,
        "Links such as `javascript:` run something, and are not for readers; the text is kept, the link is not.",
        "link to a page",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                'See [it](javascript:alert(1)) and <a href="JavaScript:alert(1)">that</a>.\n'
            )
        },
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [it](mailto:ann@example.org).\n")},
    ),
    Rule(
        "link.duplicate-label",
        "stage",
        Severity.WARNING,
        "Of two definitions for one label, the last one stands, for all links that use it.",
        "delete or rename one",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                "See [there].\n"
                "\n"
                "[there]: https://example.org/a\n"
                "[there]: https://example.org/b\n"
            )
        },
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nSee [there].\n\n[there]: https://example.org/a\n")},
    ),
    Rule(
        "ref.unresolved",
        "stage",
        Severity.ERROR,
        "A cross-reference to a label that nothing has shows readers the label.",
        "take the label in the hint, or give the thing its label",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#sec-one}\n\nSee @sec-oen.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#sec-one}\n\nSee @sec-one.\n")},
    ),
    Rule(
        "index.see-missing",
        "stage",
        Severity.WARNING,
        "A *see* or *see also* sends readers to an entry that the index does not have.",
        "name an entry as it is written, or with its main entry: `hives!on roofs`",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                'The [apple]{.index} and the pear[]{.index entry="pear" see="aple"}.\n'
            )
        },
        right={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                'The [apple]{.index} and the pear[]{.index entry="pear" see="apple"}.\n'
            )
        },
    ),
    Rule(
        "index.range-open",
        "stage",
        Severity.WARNING,
        "A range of pages needs a beginning and an end, or the index names only one page.",
        "mark both places with the same `entry`",
        wrong={"x.md": ('---\ntitle: A Title\nlang: en\n---\n\nAll of [it]{.index range="start"}.\n\nThe end.\n')},
        right={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                'All of [it]{.index range="start"}.\n'
                "\n"
                'The end[]{.index entry="it" range="end"}.\n'
            )
        },
    ),
)
