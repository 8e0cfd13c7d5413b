"""Rules about pictures, the cover and fonts."""

from __future__ import annotations

from octavo.check.rules.examples import article
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_FOLDER_ALONE = (
    "Octavo reads nothing outside the publication's folder, so that the folder alone is enough to build it anywhere."
)
_NO_DOWNLOAD = "Octavo downloads nothing during a build, so that a publication comes out the same without a network."
RULES = (
    Rule(
        id="image.missing",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.ERROR,
        reason="A picture that does not exist leaves readers with a gap.",
        fix=("correct the path, which is relative to the folder of the text; upper and lower case matter"),
        wrong="![A bee dances](dnace.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        id="image.no-alt",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Readers who cannot see a picture without alt text do not learn what it shows.",
        fix="describe the picture in the brackets, or mark it `{.decorative}`",
        wrong="![](dance.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        id="image.outside",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.ERROR,
        reason=_FOLDER_ALONE,
        fix="copy the picture into the folder",
        wrong="![A bee dances](../dance.svg)\n",
        right="![A bee dances](pictures/dance.svg)\n",
    ),
    Rule(
        id="image.remote",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=_NO_DOWNLOAD,
        fix="save the picture in the folder, and name that copy",
        wrong="![A bee dances](https://example.org/dance.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        id="image.unreadable",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="The file is damaged, or is not a picture in a format that octavo knows.",
        fix="save it again, as PNG, JPEG, SVG, GIF, WebP, AVIF, PDF or TIFF",
        wrong="![A bee dances](dance.psd)\n",
        right="![A bee dances](dance.png)\n",
    ),
    Rule(
        id="image.too-large",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "A picture with more pixels or bytes than `limits` allows could use up all memory, here "
            "or on a reader's device."
        ),
        fix="make it smaller, or raise the limit",
        wrong=("---\noctavo: {limits: {megapixels: 1.2}}\n---\n\n![A bee dances](dance-of-1400-by-1000.png)\n"),
        right=("---\noctavo: {limits: {megapixels: 1.5}}\n---\n\n![A bee dances](dance-of-1400-by-1000.png)\n"),
    ),
    Rule(
        id="image.scaled",
        looks_at="stage",
        severity=Severity.INFO,
        reason=(
            "Some reading devices cannot show larger pictures, so the EPUB has this one with fewer "
            "pixels, while print has all of them."
        ),
        fix="do nothing, unless readers of the EPUB must see every pixel",
    ),
    Rule(
        id="image.active-content",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "An EPUB must not contain drawings that run scripts or load content from elsewhere, so "
            "these parts are removed."
        ),
        fix="draw it without them, or export it as plain SVG",
        wrong=article("![A word](word.svg)\n")
        | {
            "word.svg": (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 '
                '9"><script>alert(1)</script><circle cx="4" cy="4" r="3"/></svg>\n'
            )
        },
        right=article("![A word](word.svg)\n")
        | {
            "word.svg": (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n'
            )
        },
    ),
    Rule(
        id="image.html-inside",
        looks_at="stage",
        severity=Severity.INFO,
        reason=(
            "Only browsers show HTML in a drawing (`<foreignObject>`), so print and the EPUB have its words as plain lines of text."
        ),
        fix="save the drawing with its words as text: in Mermaid `htmlLabels: false`, in draw.io without formatted text",
        wrong=article("![A word](word.svg)\n")
        | {
            "word.svg": (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><foreignObject width="90" height="20">'
                '<p xmlns="http://www.w3.org/1999/xhtml">Honey</p></foreignObject></svg>\n'
            )
        },
        right=article("![A word](word.svg)\n")
        | {"word.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><text y="15">Honey</text></svg>\n'},
    ),
    Rule(
        id="cover.unreadable",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="The cover is the first thing that a shop shows, and this picture cannot be used.",
        fix="use a PNG, JPEG or SVG file in the publication's folder",
        wrong="---\ntitle: A Title\nlang: en\ncover-image: cover.psd\n---\n",
        right="---\ntitle: A Title\nlang: en\ncover-image: cover.png\n---\n",
    ),
    Rule(
        id="cover.missing-glyph",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="The generated cover lacks characters of the title that none of its fonts contains.",
        fix="provide a picture of your own as `cover-image`",
        wrong="---\ntitle: ก\nlang: en\n---\n\nText.\n",
        right="Text.\n",
    ),
    Rule(
        id="font.missing-glyph",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "No font contains the character, so print shows a box, and the other editions whatever "
            "the reader's device has."
        ),
        fix="use another character, a font that contains it, or a small picture",
        wrong="A rune: ᚠ\n",
        right="A rune.\n",
    ),
    Rule(
        id="font.not-installed",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Without the fonts for Chinese, Japanese or Korean, print would show boxes.",
        fix="run the command that the message names",
    ),
)
