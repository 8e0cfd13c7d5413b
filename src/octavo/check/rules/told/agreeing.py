"""What is found where an edition is read back. No text should ever break these."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "agreement.words",
        "edition",
        Severity.ERROR,
        "All editions say the same, word for word; here one has lost, doubled or moved some.",
        "report it with the text: it is a fault of octavo, and the place where the two part is named",
    ),
    Rule(
        "agreement.chapters",
        "edition",
        Severity.ERROR,
        "A chapter that no source has cannot be right.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.headings",
        "edition",
        Severity.ERROR,
        "A heading more or fewer changes the contents, and how listeners find their way.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.figures",
        "edition",
        Severity.ERROR,
        "A figure more or fewer means that readers of one edition see what others do not.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.tables",
        "edition",
        Severity.ERROR,
        "A table more or fewer means that readers of one edition see what others do not.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.notes",
        "edition",
        Severity.ERROR,
        "A note more or fewer, and the numbers of all that follow are wrong.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.equations",
        "edition",
        Severity.ERROR,
        "An equation more or fewer means that readers of one edition see what others do not.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.links",
        "edition",
        Severity.ERROR,
        "A link more or fewer means that a way that the author made is closed to some.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "agreement.ways",
        "edition",
        Severity.ERROR,
        "A link, a picture or a page mark within an edition leads nowhere, or the page list is not that of the printed book.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "pdf.untagged",
        "edition",
        Severity.ERROR,
        "Content without a tag is not there for those who listen to a PDF.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.title",
        "edition",
        Severity.ERROR,
        "Readers show the title of a PDF in their window, and say it first.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.language",
        "edition",
        Severity.ERROR,
        "Without a language, a screen reader reads a PDF in its user's own.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.alternative",
        "edition",
        Severity.ERROR,
        "A picture without alternative text is not there for those who cannot see it.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.headings",
        "edition",
        Severity.ERROR,
        "Listeners go from heading to heading; a skipped level makes them look for what is not there.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.links",
        "edition",
        Severity.ERROR,
        "A link in a PDF has to lead somewhere, be tagged as one, and say where it leads.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.contents",
        "edition",
        Severity.ERROR,
        "Contents with a wrong page number send readers of the printed book astray.",
        "report it with the text: it is a fault of octavo",
    ),
    Rule(
        "pdf.fonts",
        "edition",
        Severity.ERROR,
        "A face that is not in the file is replaced by another, and its text cannot be read aloud or copied.",
        "report it with the text: it is a fault of octavo; such a PDF does not claim to be PDF/UA",
    ),
)
