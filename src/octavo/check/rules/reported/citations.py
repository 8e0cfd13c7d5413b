"""Rules about citations and the bibliography."""

from __future__ import annotations

from octavo.check.rules.examples import article
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_BOOKS = "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n"
_FOLDER_ALONE = (
    "Octavo reads nothing outside the publication's folder, so that the folder alone is enough to build it anywhere."
)
_NO_DOWNLOAD = "Octavo downloads nothing during a build, so that a publication comes out the same without a network."
RULES = (
    Rule(
        id="cite.unresolved",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.ERROR,
        reason=("A citation without an entry in the bibliography shows readers its key instead of the work."),
        fix="use the key that the hint suggests, or add the work to the bibliography",
        wrong=article("As Woolf says [@wolf1925].\n", bibliography="books.bib") | {"books.bib": _BOOKS},
        right=article("As Woolf says [@woolf1925].\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.missing",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Without the file that `bibliography` or `csl` names, citations cannot be typeset.",
        fix="correct the path, which is relative to the publication's folder",
        wrong=article("As [@woolf1925] says.\n", bibliography="book.bib") | {"books.bib": _BOOKS},
        right=article("As [@woolf1925] says.\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.unreadable",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "The path that `bibliography` or `csl` names is a folder or cannot be read, so citations cannot be typeset."
        ),
        fix="name a file that can be read",
        wrong=article("As Woolf says.\n", bibliography="books") | {"books/note.txt": "x", "books.bib": _BOOKS},
        right=article("As [@woolf1925] says.\n", bibliography="books.bib")
        | {"books/note.txt": "x", "books.bib": _BOOKS},
    ),
    Rule(
        id="cite.outside",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=_FOLDER_ALONE,
        fix="copy the file into the folder",
        wrong=article("As [@woolf1925] says.\n", bibliography="../books.bib") | {"books.bib": _BOOKS},
        right=article("As [@woolf1925] says.\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.remote",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=_NO_DOWNLOAD,
        fix="save the file in the folder, and name that copy",
        wrong=article("As Woolf says.\n", bibliography="https://example.org/books.bib") | {"books.bib": _BOOKS},
        right=article("As [@woolf1925] says.\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.bibliography",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="When the bibliography cannot be read, no citation can be resolved.",
        fix="correct the line that the message names; the usual cause is a missing brace",
        wrong=article("As [@woolf1925] says.\n", bibliography="books.bib")
        | {"books.bib": "@book{woolf1925, author={Woolf, Virginia"},
        right=article("As [@woolf1925] says.\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.style",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("The file that `csl` names decides how citations look, and this one is not a citation style."),
        fix="use a valid `.csl` file",
        wrong=article("As [@woolf1925] says.\n", bibliography="books.bib", csl="own.csl")
        | {
            "books.bib": _BOOKS,
            "own.csl": '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"></style>',
        },
        right=article("As [@woolf1925] says.\n", bibliography="books.bib") | {"books.bib": _BOOKS},
    ),
    Rule(
        id="cite.problem",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Pandoc reported a problem with the citations, so one of them may look wrong.",
        fix="check the citation; the message quotes Pandoc's citeproc",
    ),
)
