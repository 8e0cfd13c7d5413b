"""Pictures, the cover and faces."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "image.missing",
        "stage",
        Severity.ERROR,
        "There is no picture at that path.",
        "A path begins at the folder of the text. Mind capital letters: many systems do",
    ),
    Rule(
        "image.no-alt",
        "stage",
        Severity.WARNING,
        "A picture says nothing to those who cannot see it.",
        "describe it, or mark it `{.decorative}`, as in @sec-alt",
    ),
    Rule(
        "image.outside",
        "stage",
        Severity.ERROR,
        "The picture lies outside the publication's folder.",
        "copy it in",
    ),
    Rule(
        "image.remote",
        "stage",
        Severity.WARNING,
        "The picture is on the web, or in a `data:` address.",
        "nothing is fetched while a book is built. Save it as a file beside the text",
    ),
    Rule(
        "image.unreadable",
        "stage",
        Severity.ERROR,
        "The file is damaged, or no picture of a sort that octavo knows.",
        "save it anew, as PNG, JPEG, SVG, GIF, WebP, AVIF or TIFF",
    ),
    Rule(
        "image.too-large",
        "stage",
        Severity.ERROR,
        "The picture has more pixels or bytes than `limits` allow.",
        "make it smaller, or raise the limit",
    ),
    Rule(
        "image.scaled",
        "stage",
        Severity.INFO,
        "The EPUB has the picture in fewer pixels, because some devices give up on more.",
        "nothing needs to be done. Print has all of them",
    ),
    Rule(
        "image.active-content",
        "stage",
        Severity.WARNING,
        "An SVG held what an EPUB may not: scripts, or links to things elsewhere.",
        "the EPUB has it without. Draw it without, or export it as plain SVG",
        wrong={
            "word.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><circle cx="4" cy="4" r="3"/></svg>\n',
            "x.md": ("---\ntitle: A Title\nlang: en\n---\n\n![A word](word.svg)\n"),
        },
        right={
            "word.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n',
            "x.md": ("---\ntitle: A Title\nlang: en\n---\n\n![A word](word.svg)\n"),
        },
    ),
    Rule(
        "cover.unreadable",
        "stage",
        Severity.ERROR,
        "The picture for the cover cannot be used.",
        "use a PNG, JPEG or SVG in the publication's folder",
    ),
    Rule(
        "cover.missing-glyph",
        "stage",
        Severity.WARNING,
        "The title has characters that no face for the cover has, and the drawn cover lacks them.",
        "give a picture of your own as `cover-image`",
        wrong={"x.md": ("---\ntitle: ก\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "font.missing-glyph",
        "stage",
        Severity.WARNING,
        "No face has this character.",
        (
            "in print a box stands for it; other editions leave it to the reader's faces. Use another sign, "
            "or a small picture"
        ),
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nA snowman: ☃\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nA snowman.\n")},
    ),
    Rule(
        "font.not-installed",
        "stage",
        Severity.WARNING,
        "The text has Chinese, Japanese or Korean, and the faces for them are not there.",
        "run the command that the message names: see @sec-languages",
    ),
)
