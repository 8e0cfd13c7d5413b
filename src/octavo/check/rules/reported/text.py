"""The text as it is read."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "heading.empty",
        "stage",
        Severity.WARNING,
        "A heading without words cannot stand in contents, and is left out.",
        "write it, or delete its signs",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n## {#two}\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n## Two {#two}\n\nText.\n")},
    ),
    Rule(
        "heading.skipped",
        "stage",
        Severity.WARNING,
        "Listeners go by the levels of headings; a gap makes them look for what is not there. It is closed.",
        "take away a `#`, as the hint says",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n#### Two\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One\n\n### Two\n\nText.\n")},
    ),
    Rule(
        "id.duplicate",
        "stage",
        Severity.WARNING,
        "Of two things with one name, links find only the first.",
        "rename one of them",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#a}\n\n## Two {#a}\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n## One {#a}\n\n## Two {#b}\n")},
    ),
    Rule(
        "label.duplicate",
        "stage",
        Severity.WARNING,
        "Of two chapters with one label, references from elsewhere find only the first.",
        "rename one, and the references to it",
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
        "Of two notes with one mark, only the last is shown.",
        "rename one of the marks",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n")},
    ),
    Rule(
        "note.unused",
        "stage",
        Severity.WARNING,
        "A note that the text does not call is not shown to anybody.",
        "set its mark in the text, or delete it",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n[^1]: One.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.[^1]\n\n[^1]: One.\n")},
    ),
    Rule(
        "note.misplaced",
        "stage",
        Severity.WARNING,
        "A title or another text of the header is shown in many places, most of which have no room for a note.",
        "move it into the text",
        wrong={"x.md": ("---\ntitle: A Title^[and a note]\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.^[and a note]\n")},
    ),
    Rule(
        "math.syntax",
        "stage",
        Severity.WARNING,
        "TeX that cannot be read is shown to readers as it stands.",
        "mend it; the message has Pandoc's reason",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n$$\\frac{1}{$$\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n\n$$\\frac{1}{2}$$\n")},
    ),
    Rule(
        "math.not-drawn",
        "stage",
        Severity.WARNING,
        "The equation can be read and not be drawn, so print shows its TeX; the other editions have it.",
        "say it by other means",
    ),
    Rule(
        "text.too-deep",
        "stage",
        Severity.ERROR,
        "Something is nested in more than a hundred levels, which nobody means.",
        "look for quotation signs or brackets run wild",
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
        "What runs, plays, or asks for something elsewhere has no place in a book, and is left out.",
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
        "html.unclosed",
        "stage",
        Severity.WARNING,
        "An element that would swallow all that follows it is opened and never closed, as where prose speaks of it.",
        "write it as code, or close it: it is shown as it stands, and nothing is lost",
        wrong={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                "A page has a name in <iframe> and <style>, which all say.\n"
                "\n"
                "## What follows\n"
                "\n"
                "It is still there.\n"
            )
        },
        right={
            "x.md": (
                "---\n"
                "title: A Title\n"
                "lang: en\n"
                "---\n"
                "\n"
                "A page has a name in `<iframe>` and \\<style>, which all say.\n"
                "\n"
                "## What follows\n"
                "\n"
                "It is still there.\n"
            )
        },
    ),
    Rule(
        "html.unknown",
        "stage",
        Severity.INFO,
        "What stands between the angle brackets is no element of HTML, so only its text is kept.",
        "write `\\<` where you meant a bracket, or take the tag away",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText with <blinc>light</blinc>.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText with <b>light</b>.\n")},
    ),
    Rule(
        "raw.dropped",
        "stage",
        Severity.WARNING,
        "Raw text in another language, such as LaTeX, is left out; only mathematics and `\\index` are read.",
        "say it in Markdown or HTML",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText \\emph{loud}.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText *loud*.\n")},
    ),
    Rule(
        "pandoc.warning",
        "stage",
        Severity.WARNING,
        "Pandoc noticed something that octavo has no name for, and the text may not be what you meant.",
        "read its words; the line is right",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n::: {.aside}\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\n::: {.aside}\nText.\n:::\n")},
    ),
    Rule(
        "pandoc.failed",
        "stage",
        Severity.ERROR,
        "Pandoc could not read the text, so there is nothing to make.",
        "read its words; where they do not help, halve the text until you have the place",
    ),
)
