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
