"""Rules about an edition or a manuscript that does not agree with its text: no text should ever break these."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_REPORT = "report this bug in octavo, with the text and the output of `octavo doctor`"
_NOT_UA = f"{_REPORT}; until it is fixed, the PDF does not claim to be PDF/UA"


def _bug(name: str, reason: str, fix: str = _REPORT) -> Rule:
    return Rule(id=name, looks_at="edition", severity=Severity.ERROR, reason=reason, fix=fix)


RULES = (
    _bug("agreement.words", "All editions must have the same words, and this one has lost, repeated or moved some."),
    Rule(
        id="text.lost",
        looks_at="stage",
        severity=Severity.WARNING,
        also=Severity.ERROR,
        reason="A word that you wrote is in no edition, and nothing else says why.",
        fix="look at this place in the edition and write it in another way; if the text is right, report a bug in octavo",
    ),
    Rule(
        id="text.added",
        looks_at="stage",
        severity=Severity.WARNING,
        also=Severity.ERROR,
        reason="The editions have a word that you did not write: something is printed twice, or in another place.",
        fix="look at this place in the edition and write it in another way; if the text is right, report a bug in octavo",
    ),
    _bug("agreement.chapters", "An edition must not have a chapter that is in no source."),
    _bug(
        "agreement.headings", "A missing or extra heading changes the contents, and how screen reader users navigate."
    ),
    _bug("agreement.figures", "A missing or extra figure means that readers of one edition see what others do not."),
    _bug("agreement.tables", "A missing or extra table means that readers of one edition see what others do not."),
    _bug("agreement.notes", "A missing or extra note makes the numbers of all later notes wrong."),
    _bug(
        "agreement.equations", "A missing or extra equation means that readers of one edition see what others do not."
    ),
    _bug("agreement.links", "A missing or extra link means that readers of one edition can go where others cannot."),
    _bug(
        "agreement.ways",
        (
            "A link, a picture or a page mark in an edition leads nowhere, or the page list is not "
            "that of the printed book."
        ),
    ),
    _bug("screen.title", "A page of the EPUB or the HTML has no title, so readers cannot tell it from others."),
    _bug(
        "screen.language",
        ("A page of the EPUB or the HTML does not name its language, so it may be read aloud in the wrong one."),
    ),
    _bug("screen.duplicate-id", "Two elements of a page share an id, so a link to the second leads to the first."),
    _bug(
        "screen.headings",
        (
            "A page of the EPUB or the HTML skips a heading level, so screen reader users look for a "
            "heading that does not exist."
        ),
    ),
    _bug(
        "screen.outside",
        ("A page loads something from elsewhere, which fails without a network and reveals who is reading."),
    ),
    _bug(
        "screen.main",
        ("A page of the HTML has no main element, or several, so a screen reader cannot jump to the text."),
    ),
    _bug("screen.viewport", "A page of the HTML does not fit the width of the screen, or cannot be enlarged."),
    _bug("pdf.untagged", "Screen readers leave out content of a PDF that has no tag.", _NOT_UA),
    _bug("pdf.title", "PDF readers show the title in their window, and screen readers announce it first.", _NOT_UA),
    _bug("pdf.language", "A screen reader reads a PDF without a language in the language of its user.", _NOT_UA),
    _bug("pdf.alternative", "Readers who cannot see a picture without alt text do not learn what it shows.", _NOT_UA),
    _bug(
        "pdf.headings",
        (
            "Screen reader users navigate by headings, and a gap in their levels makes them look for "
            "one that does not exist."
        ),
        _NOT_UA,
    ),
    _bug("pdf.links", "A link in a PDF must lead somewhere, be tagged as a link, and say where it leads.", _NOT_UA),
    _bug("pdf.contents", "A wrong page number in the contents sends readers of the printed book astray."),
    _bug(
        "pdf.structure",
        ("Screen readers need a PDF that says it is tagged, and has one tree of tags with one document in it."),
        _NOT_UA,
    ),
    _bug(
        "pdf.lists",
        ("A screen reader announces a list and the number of its items only if nothing else is in it."),
        _NOT_UA,
    ),
    _bug(
        "pdf.tables",
        (
            "Screen reader users find their way in a table only if all rows are equally wide and "
            "header cells say what they head."
        ),
        _NOT_UA,
    ),
    Rule(
        id="pdf.note-order",
        looks_at="edition",
        severity=Severity.WARNING,
        reason="A note that is out of order, or pages behind its reference, is hard to find.",
        fix=_REPORT,
    ),
    _bug("pdf.notes", "Readers find the way to a note and back by its identifier, which must be unique.", _NOT_UA),
    _bug(
        "pdf.identification",
        ("Reading software and archives rely on what a PDF says of the standard that it conforms to."),
        _NOT_UA,
    ),
    _bug(
        "pdf.colours",
        "A PDF for archives must define its colours, which octavo can do only for sRGB and grey.",
        "write colours as RGB and save pictures as RGB, or remove PDF/A from `pdf-standard`",
    ),
    _bug("pdf.references", "A wrong page number in a cross-reference sends readers of the printed book astray."),
    _bug(
        "pdf.fonts",
        ("A font that is not embedded is replaced by another, and its text cannot be read aloud or copied."),
        _NOT_UA,
    ),
)
