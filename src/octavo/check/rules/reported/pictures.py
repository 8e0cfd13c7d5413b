"""Pictures, the cover and faces."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "image.missing",
        "stage",
        Severity.ERROR,
        "There is no picture at that path, so readers would see a hole.",
        "mend the path, which begins at the folder of the text; capital letters count",
        wrong="![A bee dances](dnace.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        "image.no-alt",
        "stage",
        Severity.WARNING,
        "A picture without words says nothing to those who cannot see it.",
        "describe it in the brackets, or mark it `{.decorative}`",
        wrong="![](dance.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        "image.outside",
        "stage",
        Severity.ERROR,
        "Nothing outside the publication's folder is read, so that the folder is all that is needed.",
        "copy the picture into the folder",
        wrong="![A bee dances](../dance.svg)\n",
        right="![A bee dances](pictures/dance.svg)\n",
    ),
    Rule(
        "image.remote",
        "stage",
        Severity.WARNING,
        "Nothing is fetched while a book is built: it must come out the same without a network.",
        "save the picture beside the text, and name that",
        wrong="![A bee dances](https://example.org/dance.svg)\n",
        right="![A bee dances](dance.svg)\n",
    ),
    Rule(
        "image.unreadable",
        "stage",
        Severity.ERROR,
        "The file is damaged, or no picture of a sort that octavo knows.",
        "save it anew, as PNG, JPEG, SVG, GIF, WebP, AVIF or TIFF",
        wrong="![A bee dances](dance.psd)\n",
        right="![A bee dances](dance.png)\n",
    ),
    Rule(
        "image.too-large",
        "stage",
        Severity.ERROR,
        "A picture of more pixels or bytes than `limits` allow would take all memory, here or on a reader's device.",
        "make it smaller, or raise the limit",
        wrong="---\noctavo: {limits: {megapixels: 1.2}}\n---\n\n![A bee dances](dance-of-1400-by-1000.png)\n",
        right="---\noctavo: {limits: {megapixels: 1.5}}\n---\n\n![A bee dances](dance-of-1400-by-1000.png)\n",
    ),
    Rule(
        "image.scaled",
        "stage",
        Severity.INFO,
        "Some reading devices give up on larger pictures, so the EPUB has it in fewer pixels; print has all.",
        "nothing, unless readers of the EPUB must see every pixel",
    ),
    Rule(
        "image.active-content",
        "stage",
        Severity.WARNING,
        "An EPUB may not hold drawings that run scripts or load things from elsewhere, so these are taken out.",
        "draw it without, or export it as plain SVG",
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
        "The picture for the cover cannot be used, and shops show nothing else first.",
        "use a PNG, JPEG or SVG in the publication's folder",
        wrong="---\ntitle: A Title\nlang: en\ncover-image: cover.psd\n---\n",
        right="---\ntitle: A Title\nlang: en\ncover-image: cover.png\n---\n",
    ),
    Rule(
        "cover.missing-glyph",
        "stage",
        Severity.WARNING,
        "The drawn cover lacks characters of the title that no face for it has.",
        "give a picture of your own as `cover-image`",
        wrong={"x.md": ("---\ntitle: ก\nlang: en\n---\n\nText.\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nText.\n")},
    ),
    Rule(
        "font.missing-glyph",
        "stage",
        Severity.WARNING,
        "No face has this character: print shows a box, and other editions what the reader's device has.",
        "use another sign, a face that has it, or a small picture",
        wrong={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nA rune: ᚠ\n")},
        right={"x.md": ("---\ntitle: A Title\nlang: en\n---\n\nA rune.\n")},
    ),
    Rule(
        "font.not-installed",
        "stage",
        Severity.WARNING,
        "The faces for Chinese, Japanese or Korean are not there, so print would show boxes.",
        "run the command that the message names",
    ),
)
