"""The text as it is read."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "heading.empty",
        "stage",
        Severity.WARNING,
        "A heading has no text.",
        "it is left out. Write it, or delete its signs",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n## {#two}\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n## Two {#two}\n\nText.\n")},
    ),
    Rule(
        "heading.skipped",
        "stage",
        Severity.WARNING,
        "A heading is more than one level below the one that it stands under.",
        "the gap is closed in the editions. Take away a `#`, as the hint says",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n#### Two\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n### Two\n\nText.\n")},
    ),
    Rule(
        "id.duplicate",
        "stage",
        Severity.WARNING,
        "Two things in one file have the same name.",
        "links lead to the first. Rename one of them",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#a}\n\n## Two {#a}\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#a}\n\n## Two {#b}\n")},
    ),
    Rule(
        "label.duplicate",
        "stage",
        Severity.WARNING,
        "Two chapters give the same label.",
        "references from elsewhere lead to the first. Rename one, and the references to it",
        wrong={
            "x/a.md": ("# One\n\n## Here {#sec-here}\n\nText.\n"),
            "x/b.md": ("# Two\n\n## There {#sec-here}\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nText.\n"),
        },
        right={
            "x/a.md": ("# One\n\n## Here {#sec-here}\n\nText.\n"),
            "x/b.md": ("# Two\n\n## There {#sec-there}\n\nText.\n"),
            "x/book.yaml": ("title: A Title\nauthor: Ann Author\nlang: en\nchapters: [a.md, b.md, c.md]\n"),
            "x/c.md": ("# Three\n\nText.\n"),
        },
    ),
    Rule(
        "note.duplicate",
        "stage",
        Severity.WARNING,
        "Two notes have the same mark.",
        "the last text stands. Rename one of the marks",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n")},
    ),
    Rule(
        "note.unused",
        "stage",
        Severity.WARNING,
        "A note has a text and no mark in the text, so nobody would see it.",
        "set its mark, or delete it",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n[^1]: One.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n")},
    ),
    Rule(
        "note.misplaced",
        "stage",
        Severity.WARNING,
        "A note stands in a title or in another text of the header, which have no place for one.",
        "move it into the text",
        wrong={"x.md": ("---\ntitle: A Title^[and a note]\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.^[and a note]\n")},
    ),
    Rule(
        "math.syntax",
        "stage",
        Severity.WARNING,
        "The TeX of an equation cannot be read.",
        "it is shown as it stands. Mend the TeX. The message has Pandoc's reason",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n$$\\frac{1}{$$\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n$$\\frac{1}{2}$$\n")},
    ),
    Rule(
        "math.not-drawn",
        "stage",
        Severity.WARNING,
        "The equation can be read and not be drawn for print; its TeX is shown there.",
        "the other editions have it. Say it by other means",
    ),
    Rule(
        "text.too-deep",
        "stage",
        Severity.ERROR,
        "Something is nested in more than a hundred levels.",
        "it is nearly always a slip, such as quotation signs run wild",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Text.\n"
            )
        },
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n>>>>>>>>>>>>>>>>>>>> Text.\n")},
    ),
    Rule(
        "html.dropped",
        "stage",
        Severity.WARNING,
        ("An element of HTML has no place in a book and is left out: it runs, plays, or asks for something elsewhere."),
        "do as the hint says: link to a film, put a drawing into a file",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                "Text.\n"
                "\n"
                '<script>alert("hello")</script>\n'
                "\n"
                '<iframe src="https://example.org"></iframe>\n'
            )
        },
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n<kbd>Ctrl</kbd>\n")},
    ),
    Rule(
        "html.unknown",
        "stage",
        Severity.INFO,
        "What stands between the angle brackets is no element of HTML.",
        "its text is kept. Escape the first bracket, `\\<`, where you meant a bracket",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText with <blinc>light</blinc>.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText with <b>light</b>.\n")},
    ),
    Rule(
        "raw.dropped",
        "stage",
        Severity.WARNING,
        ("Raw text in another language, such as LaTeX, is left out; only mathematics and `\\index` are read."),
        "say it in Markdown or HTML",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText \\emph{loud}.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText *loud*.\n")},
    ),
    Rule(
        "pandoc.warning",
        "stage",
        Severity.WARNING,
        "Pandoc noticed something that octavo has no name for.",
        "read its words; the line is right",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n::: {.aside}\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n::: {.aside}\nText.\n:::\n")},
    ),
    Rule(
        "pandoc.failed",
        "stage",
        Severity.ERROR,
        "Pandoc could not read the text.",
        "read its words. Where they do not help, halve the text until you have the place",
    ),
)
