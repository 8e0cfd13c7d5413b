"""Rules about the text as it is read."""

from __future__ import annotations

from octavo.check.rules.examples import book
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="heading.empty",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="A heading without words cannot be listed in the contents, and is left out.",
        fix="write the heading, or delete its `#` signs",
        wrong="## One\n\n## {#two}\n\nText.\n",
        right="## One\n\n## Two {#two}\n\nText.\n",
    ),
    Rule(
        id="heading.skipped",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Screen reader users navigate by heading levels, and a gap makes them look for a heading "
            "that does not exist."
        ),
        fix="use the level that the hint names; octavo typesets it at that level meanwhile",
        wrong="## One\n\n#### Two\n\nText.\n",
        right="## One\n\n### Two\n\nText.\n",
    ),
    Rule(
        id="id.duplicate",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="When two elements share an id, links lead only to the first.",
        fix="rename one of them",
        wrong="## One {#a}\n\n## Two {#a}\n",
        right="## One {#a}\n\n## Two {#b}\n",
    ),
    Rule(
        id="label.duplicate",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="When two chapters share a label, references from other chapters lead only to the first.",
        fix="rename one of the labels, and the references to it",
        wrong=book(
            a="# One\n\n## Here {#sec-here}\n\nText.\n",
            b="# Two\n\n## There {#sec-here}\n\nText.\n",
            c="# Three\n\nText.\n",
        ),
        right=book(
            a="# One\n\n## Here {#sec-here}\n\nText.\n",
            b="# Two\n\n## There {#sec-there}\n\nText.\n",
            c="# Three\n\nText.\n",
        ),
    ),
    Rule(
        id="note.duplicate",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="When two notes share a mark, readers see only the last one.",
        fix="rename one of the marks",
        wrong="Text.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n",
        right="Text.[^1]\n\n[^1]: One.\n",
    ),
    Rule(
        id="note.unused",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="Readers never see a note whose mark is not in the text.",
        fix="put its mark in the text, or delete the note",
        wrong="Text.\n\n[^1]: One.\n",
        right="Text.[^1]\n\n[^1]: One.\n",
    ),
    Rule(
        id="math.syntax",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Readers see the source of TeX that Pandoc cannot read.",
        fix="correct the formula; the message quotes Pandoc",
        wrong="Text.\n\n$$\\frac{1}{$$\n",
        right="Text.\n\n$$\\frac{1}{2}$$\n",
    ),
    Rule(
        id="math.not-drawn",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Octavo can read the equation but not draw it, so print shows its TeX, while the other "
            "editions are complete."
        ),
        fix="write the equation in another way",
    ),
    Rule(
        id="text.too-deep",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Text nested more than a hundred levels deep is a mistake, and cannot be typeset.",
        fix="look for runaway quotation signs (`>`) or brackets",
        wrong=(
            ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> "
            "Text.\n"
        ),
        right=">>>>>>>>>>>>>>>>>>>> Text.\n",
    ),
    Rule(
        id="html.dropped",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason=(
            "Content that runs, plays or loads something from elsewhere does not work in a book: it is left out, or only "
            "its text is kept."
        ),
        fix="follow the hint: link to a video, save a drawing as a file",
        wrong='Text.\n\n<script>alert("hello")</script>\n\n<iframe src="https://example.org"></iframe>\n',
        right="Text.\n\n<kbd>Ctrl</kbd>\n",
    ),
    Rule(
        id="html.unclosed",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "An element that is opened and never closed would swallow all the text after it, so its "
            "tag is shown as plain text."
        ),
        fix="close the element, or write its tag as code if you only mention it",
        wrong=("A web page may use <iframe> and <style> elements.\n\n## Next\n\nThis text is still shown.\n"),
        right=("A web page may use `<iframe>` and \\<style> elements.\n\n## Next\n\nThis text is still shown.\n"),
    ),
    Rule(
        id="html.unknown",
        looks_at="stage",
        severity=Severity.INFO,
        reason=(
            "Of an element that HTML does not have, only the text is kept, or its tag is shown as text if nothing "
            "closes it, so readers may miss something."
        ),
        fix="write `\\<` for a plain angle bracket, or remove the tag",
        wrong="Text with <blinc>light</blinc>.\n",
        right="Text with <b>light</b>.\n",
    ),
    Rule(
        id="raw.dropped",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason=(
            "Of raw LaTeX, only mathematics and `\\index` are read: other commands are shown as they are typed, and raw "
            "text for another format is left out."
        ),
        fix="write it in Markdown or HTML",
        wrong="Text \\emph{loud}.\n",
        right="Text *loud*.\n",
    ),
    Rule(
        id="pandoc.warning",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=("Pandoc noticed something that no other rule covers, and the text may not come out as you meant it."),
        fix="read Pandoc's words, and check the line",
        wrong="::: {.aside}\nText.\n",
        right="::: {.aside}\nText.\n:::\n",
    ),
    Rule(
        id="pandoc.failed",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Pandoc could not read the text, so there is nothing to publish.",
        fix="read Pandoc's words; if they do not help, halve the text until you have found the place",
    ),
)
