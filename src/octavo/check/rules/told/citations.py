"""Citations and the bibliography."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "cite.unresolved",
        "stage",
        Severity.ERROR,
        "No entry of the bibliography has this key.",
        "take the key in the hint, or add the work",
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
        "There is no file of the name that `bibliography` or `csl` gives.",
        "mend the path; it begins at the publication's folder",
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
        "What has that name is no file that can be read.",
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
        "The file lies outside the publication's folder.",
        "copy it in",
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
        "The file is on the web, and is not fetched.",
        "save it in the folder",
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
        "The bibliography cannot be read.",
        "go to the line that is named; a brace is the usual cause",
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
        "The citation style is none.",
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
        "Something else troubled the setting of citations.",
        "the message says what",
    ),
)
