"""Rules about the list of chapters."""

from __future__ import annotations

from octavo.check.rules.examples import ONE, TWO, book, mdbook
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="book.empty",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="A book needs at least one chapter with text.",
        fix="list your files under `chapters`",
        wrong=book(),
        right=book(one=ONE),
    ),
    Rule(
        id="chapter.missing",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="A listed file that does not exist would leave a gap in the book.",
        fix="correct the path, which is relative to the folder of `book.yaml`, or create the file",
        wrong=book(one=ONE, two=TWO, chapters="[one.md, tow.md]"),
        right=book(one=ONE, two=TWO),
    ),
    Rule(
        id="chapter.twice",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("A text that is in a book twice has every id twice, so links cannot tell which copy they mean."),
        fix="delete one of the two entries; to print a text twice, save it in two files",
        wrong=book(one=ONE, two=TWO, chapters="\n  - one.md\n  - two.md\n  - ./one.md"),
        right=book(one=ONE, two=TWO, chapters="\n  - one.md\n  - two.md"),
    ),
    Rule(
        id="chapter.outside",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "Octavo reads nothing outside the folder of a book, so that the folder alone is enough "
            "to build it anywhere."
        ),
        fix="move the file into the folder",
        wrong=book(one=ONE, chapters="[one.md, ../y/two.md]") | {"y/two.md": TWO},
        right=book(one=ONE, chapters="[one.md, y/two.md]") | {"x/y/two.md": TWO},
    ),
    Rule(
        id="chapter.empty",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A listed file without text is left out, so the book lacks a chapter that its list promises.",
        fix="write the chapter, or remove it from the list",
        wrong=book(one=ONE, two="\n"),
        right=book(one=ONE, part="", chapters="\n  - part: A part\n    file: part.md\n    chapters: [one.md]"),
    ),
    Rule(
        id="chapter.unlisted",
        looks_at="stage",
        severity=Severity.INFO,
        reason="A text that is not listed is not in the book, which may be an oversight.",
        fix="list it, or start its name with an underscore if it is a draft",
        wrong=book(one=ONE, two=TWO, chapters="[one.md]"),
        right=book(one=ONE) | {"x/README.md": TWO, "x/_two.md": TWO},
    ),
    Rule(
        id="chapter.draft",
        looks_at="stage",
        severity=Severity.INFO,
        reason=(
            "mdBook, HonKit and GitBook list chapters before they are written, and readers of a "
            "finished book should not find them empty."
        ),
        fix="write them, or leave the list as it is: octavo leaves them out",
        wrong=mdbook(summary="- [One](one.md)\n- [Two]()\n- [Three]()\n"),
        right=mdbook(),
    ),
    Rule(
        id="chapter.elsewhere",
        looks_at="stage",
        severity=Severity.INFO,
        reason=("A web page cannot be a chapter, because octavo downloads nothing and print needs the text itself."),
        fix="link to it from the text; octavo leaves it out of the list",
        wrong={
            "x/SUMMARY.md": "- [One](one.md)\n- [Two](https://example.org/)\n",
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": "# One\n\nWords.\n",
        },
        right={
            "x/SUMMARY.md": "- [One](one.md)\n",
            "x/book.json": '{"title": "A Title", "language": "en"}\n',
            "x/one.md": "# One\n\nWords.\n",
        },
    ),
)
