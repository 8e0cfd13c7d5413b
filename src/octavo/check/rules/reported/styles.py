"""Rules about style sheets and filters."""

from __future__ import annotations

from octavo.check.rules.examples import article
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_LOUD = "function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"
_FOLDER_ALONE = (
    "Octavo reads nothing outside the publication's folder, so that the folder alone is enough to build it anywhere."
)
RULES = (
    Rule(
        id="css.missing",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Without its style sheet and what that names, the publication does not look as you meant it to.",
        fix="correct the path",
        wrong=article(octavo="{css: onw.css}") | {"own.css": "p { color: black }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.outside",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=_FOLDER_ALONE,
        fix="copy the file into the folder",
        wrong=article(octavo="{css: ../own.css}") | {"own.css": "p { color: black }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.too-large",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Every edition contains the style sheet, and with more than 1 MB every page waits for it.",
        fix="remove what is not style, such as fonts in `data:` URLs",
    ),
    Rule(
        id="css.encoding",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="A style sheet that is read in the wrong encoding shows wrong letters.",
        fix="save it as UTF-8",
    ),
    Rule(
        id="css.syntax",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("CSS that cannot be read is ignored together with the rule around it, here and in browsers."),
        fix="look for a missing brace or semicolon before the place",
        wrong=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\nq { color black; }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.import",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("Octavo does not load the style sheets that others import, so their rules would be missing."),
        fix="name the other style sheet under `css`",
        wrong=article(octavo="{css: own.css}") | {"own.css": '@import "other.css";\n'},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.url",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("A URL in the style sheet leads outside the edition, which must work without anything from elsewhere."),
        fix="save the file in the publication's folder, and name that copy",
        wrong=article(octavo="{css: own.css}") | {"own.css": "p { background: url(https://example.org/a.png) }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.unclosed",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Everything behind a block that is never closed is part of it, and has no effect of its own.",
        fix="close the block or comment where it ends",
        wrong=article(octavo="{css: own.css}") | {"own.css": "p {\n  color: black\n\nq { color: black }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.font-file",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Without its font, the text is set in another one, and no two readers see the same.",
        fix="name a sound WOFF2, WOFF, TTF or OTF file in the publication's folder",
        wrong=article(octavo="{css: own.css}")
        | {"own.css": '@font-face { font-family: "Meadow"; src: local("Meadow") }\n'},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.font",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Print uses no font of your machine, so a font that nobody brings is replaced by another one.",
        fix="describe the font with `@font-face`, or name one that comes with octavo",
        wrong=article(octavo="{css: own.css}") | {"own.css": 'p { font-family: "Intre" }\n'},
        right=article(octavo="{css: own.css}") | {"own.css": 'p { font-family: "Inter" }\n'},
    ),
    Rule(
        id="css.token",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A custom property that nothing knows changes nothing, and the rest of the style stays as it was.",
        fix="use one of the tokens that the guide lists",
        wrong=article(octavo="{css: own.css}") | {"own.css": ":root { --acent: #8a4719 }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": ":root { --accent: #8a4719 }\n"},
    ),
    Rule(
        id="css.unsupported",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="WeasyPrint, which lays out the pages, does not know it, so the PDF looks different from the screen.",
        fix="correct or remove it, or put it in a `@media screen` block if it is not for print",
        wrong=article(octavo="{css: own.css}") | {"own.css": "p { colour: black }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="css.changes-text",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="The PDF would say something else than the text and the other editions.",
        fix="remove it, or put it in a `@media screen` block",
        wrong=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\np { display: none }\n"},
        right=article(octavo="{css: own.css}") | {"own.css": "p { color: black }\n"},
    ),
    Rule(
        id="filter.missing",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Without its filter, the text does not come out as you meant it.",
        fix="correct the path",
        wrong=article(octavo="{filters: lowd.lua}") | {"loud.lua": _LOUD},
        right=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
    ),
    Rule(
        id="filter.unreadable",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="The path is a folder or cannot be read, so the text does not come out as you meant it.",
        fix="name a file that can be read",
        wrong=article(octavo="{filters: loud}") | {"loud/x.lua": "", "loud.lua": _LOUD},
        right=article(octavo="{filters: loud.lua}") | {"loud/x.lua": "", "loud.lua": _LOUD},
    ),
    Rule(
        id="filter.outside",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "Octavo runs nothing outside the publication's folder, so that the folder alone is "
            "enough to build it anywhere."
        ),
        fix="copy the filter into the folder",
        wrong=article(octavo="{filters: ../loud.lua}") | {"loud.lua": _LOUD},
        right=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
    ),
    Rule(
        id="filter.remote",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Octavo downloads nothing during a build, least of all a program.",
        fix="save the filter in the folder, and name that copy",
        wrong=article(octavo="{filters: https://example.org/loud.lua}") | {"loud.lua": _LOUD},
        right=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
    ),
    Rule(
        id="filter.untrusted",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A filter is a program: it can read and change the files of anyone who builds the text.",
        fix="build without --untrusted, if you trust the author",
        wrong=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
        right=article() | {"loud.lua": _LOUD},
    ),
    Rule(
        id="filter.not-lua",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Octavo runs only filters in Lua, which comes with Pandoc and so works on every machine.",
        fix="write the filter in Lua",
        wrong=article(octavo="{filters: loud.sh}") | {"loud.sh": "echo\n"},
        right=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
    ),
    Rule(
        id="filter.failed",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="A filter that ends with an error leaves no text to publish.",
        fix="correct the filter at the line that the message quotes",
        wrong=article(octavo="{filters: loud.lua}") | {"loud.lua": 'function Str(word)\n  error("no voice")\nend\n'},
        right=article(octavo="{filters: loud.lua}") | {"loud.lua": _LOUD},
    ),
)
