"""Style sheets and filters."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "css.missing",
        "stage",
        Severity.ERROR,
        "There is no style sheet of that name.",
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
        "The sheet lies outside the publication's folder.",
        "copy it in",
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
        "The sheet is larger than 1 MB.",
        "take out what is not style, such as faces in `data:` addresses",
    ),
    Rule(
        "css.encoding",
        "stage",
        Severity.ERROR,
        "The sheet is not UTF-8.",
        "save it as UTF-8",
    ),
    Rule(
        "css.syntax",
        "stage",
        Severity.ERROR,
        "Something in the sheet is not CSS.",
        "the rule around it is left out. Look for a missing brace before the place",
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
        "`@import` is not followed.",
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
        "An address in the sheet leads outside the edition.",
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
        "There is no filter of that name.",
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
        "What has that name is no file that can be read.",
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
        "The filter lies outside the publication's folder.",
        "copy it in",
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
        "The filter is on the web, and is not fetched.",
        "save it in the folder",
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
        "filter.not-lua",
        "stage",
        Severity.ERROR,
        "The filter is not Lua, the one language that comes with Pandoc.",
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
        "The filter stopped with an error, which the message has.",
        "mend the filter at its line",
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
