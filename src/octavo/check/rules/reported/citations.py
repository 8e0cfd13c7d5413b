"""Citations and the bibliography."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "cite.unresolved",
        "stage",
        Severity.ERROR,
        "A citation without an entry shows its key to readers.",
        "take the key in the hint, or add the work to the bibliography",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs Woolf has it [@wolf1925].\n"),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs Woolf has it [@woolf1925].\n"),
        },
    ),
    Rule(
        "cite.missing",
        "stage",
        Severity.ERROR,
        "Without the file that `bibliography` or `csl` names, no citation can be set.",
        "mend the path, which begins at the publication's folder",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: book.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.unreadable",
        "stage",
        Severity.ERROR,
        "What has that name is a folder, or cannot be read.",
        "name a file",
        wrong={
            "books/note.txt": "x",
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books\n---\n\nAs it has it.\n"),
        },
        right={
            "books/note.txt": "x",
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.outside",
        "stage",
        Severity.ERROR,
        "Nothing outside the publication's folder is read, so that the folder is all that is needed.",
        "copy the file into the folder",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: ../books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.remote",
        "stage",
        Severity.WARNING,
        "Nothing is fetched while a book is built: it must come out the same without a network.",
        "save the file in the folder, and name that",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": (
                "---\ntitle: A Title\nlang: en\nbibliography: https://example.org/books.bib\n---\n\nAs it has it.\n"
            ),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.bibliography",
        "stage",
        Severity.ERROR,
        "A bibliography that cannot be read leaves all citations unresolved.",
        "mend the line that is named; a missing brace is the usual cause",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.style",
        "stage",
        Severity.ERROR,
        "What `csl` names says how citations look, and this is no such style.",
        "take a `.csl` file that is one",
        wrong={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "own.csl": '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"></style>',
            "x.md": (
                "---\ntitle: A Title\nlang: en\nbibliography: books.bib\ncsl: own.csl\n---\n\nAs [@woolf1925] has it.\n"
            ),
        },
        right={
            "books.bib": "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n",
            "x.md": ("---\ntitle: A Title\nlang: en\nbibliography: books.bib\n---\n\nAs [@woolf1925] has it.\n"),
        },
    ),
    Rule(
        "cite.problem",
        "stage",
        Severity.WARNING,
        "Something troubled the setting of citations, and one may look wrong.",
        "look at the citation: the message has the words of Pandoc's citeproc",
    ),
)
