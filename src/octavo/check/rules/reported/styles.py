"""Style sheets and filters."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "css.missing",
        "stage",
        Severity.ERROR,
        "Without its style sheet, the publication does not look as was meant.",
        "mend the path",
        wrong={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: onw.css\n---\n\nText.\n"),
        },
        right={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
    ),
    Rule(
        "css.outside",
        "stage",
        Severity.ERROR,
        "Nothing outside the publication's folder is read, so that the folder is all that is needed.",
        "copy the sheet into the folder",
        wrong={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: ../own.css\n---\n\nText.\n"),
        },
        right={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
    ),
    Rule(
        "css.too-large",
        "stage",
        Severity.ERROR,
        "A sheet of more than 1 MB is in every edition, and every page waits for it.",
        "take out what is not style, such as faces in `data:` addresses",
    ),
    Rule(
        "css.encoding",
        "stage",
        Severity.ERROR,
        "Read in another encoding, the letters of a sheet become other letters.",
        "save it as UTF-8",
    ),
    Rule(
        "css.syntax",
        "stage",
        Severity.ERROR,
        "What cannot be read is left out with the rule around it, here and in browsers.",
        "look for a missing brace or semicolon before the place",
        wrong={
            "own.css": ("p { color: black }\nq { color black; }\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
        right={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
    ),
    Rule(
        "css.import",
        "stage",
        Severity.ERROR,
        "A sheet that another one asks for is not looked for, so its rules would be missing.",
        "name the other sheet under `css`",
        wrong={
            "own.css": '@import "other.css";\n',
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
        right={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
    ),
    Rule(
        "css.url",
        "stage",
        Severity.ERROR,
        "An address in a sheet leads outside the edition, which may need nothing from elsewhere.",
        "put the thing itself in, as a `data:` address",
        wrong={
            "own.css": "p { background: url(https://example.org/a.png) }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
        right={
            "own.css": "p { color: black }\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  css: own.css\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.missing",
        "stage",
        Severity.ERROR,
        "Without its filter, the text does not come out as was meant.",
        "mend the path",
        wrong={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: lowd.lua\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.unreadable",
        "stage",
        Severity.ERROR,
        "What has that name is a folder, or cannot be read.",
        "name a file",
        wrong={
            "loud/x.lua": "",
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud\n---\n\nText.\n"),
        },
        right={
            "loud/x.lua": "",
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.outside",
        "stage",
        Severity.ERROR,
        "Nothing outside the publication's folder is run, so that the folder is all that is needed.",
        "copy the filter into the folder",
        wrong={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: ../loud.lua\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.remote",
        "stage",
        Severity.WARNING,
        "Nothing is fetched while a book is built, least of all a program.",
        "save the filter in the folder, and name that",
        wrong={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: https://example.org/loud.lua\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.untrusted",
        "stage",
        Severity.WARNING,
        "A filter is a program: it can read and change files of whoever builds the text.",
        "build without --untrusted, if you trust the author",
        wrong={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.not-lua",
        "stage",
        Severity.ERROR,
        "Lua is the one language that comes with Pandoc, and so runs everywhere.",
        "write it in Lua",
        wrong={
            "loud.sh": "echo\n",
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.sh\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
    Rule(
        "filter.failed",
        "stage",
        Severity.ERROR,
        "A filter that stops with an error leaves no text.",
        "mend it at its line; the message has its words",
        wrong={
            "loud.lua": ('function Str(word)\n  error("no voice")\nend\n'),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
        right={
            "loud.lua": ("function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"),
            "x.md": ("---\ntitle: A Title\nlang: en\noctavo:\n  filters: loud.lua\n---\n\nText.\n"),
        },
    ),
)
