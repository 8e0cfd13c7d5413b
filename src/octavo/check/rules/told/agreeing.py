"""What is found where an edition is read back. No text should ever break these."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "agreement.words",
        "edition",
        Severity.ERROR,
        "An edition does not have the words of the text, in their order.",
        "the place where they part is named. This is a fault of octavo: report it, with the text",
    ),
    Rule(
        "agreement.chapters",
        "edition",
        Severity.ERROR,
        "An edition has a chapter too many.",
        "report it likewise",
    ),
    Rule(
        "agreement.headings",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.figures",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.tables",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.notes",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.equations",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.links",
        "edition",
        Severity.ERROR,
        "An edition has more or fewer of them than the text.",
        "report it likewise",
    ),
    Rule(
        "agreement.ways",
        "edition",
        Severity.ERROR,
        (
            "A link, a picture or a page mark within an edition leads nowhere, or the page list is not that "
            "of the printed book."
        ),
        "report it likewise",
    ),
    Rule(
        "screen.title",
        "edition",
        Severity.ERROR,
        "A page of the EPUB or the HTML has no title: nobody could tell it from others.",
        "report it likewise",
    ),
    Rule(
        "screen.language",
        "edition",
        Severity.ERROR,
        "A page of the EPUB or the HTML does not say its language: it would be read aloud in a wrong one.",
        "report it likewise",
    ),
    Rule(
        "screen.duplicate-id",
        "edition",
        Severity.ERROR,
        "Two things on a page have the same id: a link to the second leads to the first.",
        "report it likewise",
    ),
    Rule(
        "screen.headings",
        "edition",
        Severity.ERROR,
        "A page of the EPUB or the HTML passes over a level of headings.",
        "report it likewise",
    ),
    Rule(
        "screen.outside",
        "edition",
        Severity.ERROR,
        "A page asks for something from elsewhere: it would lack it without a network, and tell who reads it.",
        "report it likewise",
    ),
    Rule(
        "screen.main",
        "edition",
        Severity.ERROR,
        "A page of the HTML has no main part, or several: a screen reader cannot go to the text at once.",
        "report it likewise",
    ),
    Rule(
        "screen.viewport",
        "edition",
        Severity.ERROR,
        "A page of the HTML is not as wide as the screen that it is on, or cannot be enlarged.",
        "report it likewise",
    ),
    Rule(
        "html.scrolls-sideways",
        "edition",
        Severity.WARNING,
        "On a narrow screen every line has to be shoved to and fro. Seen in Chromium, where axe is to be had.",
        "give what is too wide a place to break: a space, a soft hyphen; or a width of its own in a style sheet",
    ),
    Rule(
        "pdf.untagged",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.title",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.language",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.alternative",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.headings",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.links",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.contents",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
    Rule(
        "pdf.fonts",
        "edition",
        Severity.ERROR,
        (
            "The PDF misses what PDF/UA asks for: content without tags, a title, a language, alternative "
            "texts, headings in order, working links, page numbers in the contents that are right, embedded "
            "faces."
        ),
        "report it likewise. Such a PDF does not claim to be PDF/UA",
    ),
)
