"""Words from elsewhere: what authors write for something that octavo calls by another name, and the line to write.

One table serves every message about a key that does not exist, in `book.yaml`, under `octavo` and in a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from octavo.source.tree import PlainScalar

_VALUE = "{}"
"""Where the author's value belongs in a line; what follows a bar is a sample for values that cannot be put there."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word from elsewhere means here: the line to write, and the key in it."""

    line: str
    path: tuple[str, ...] = ()
    """Where the key is: `("cover-image",)`, `("octavo", "page-size")`, or nothing, where it is no key."""
    is_common: bool = False
    """Whether other tools use the word for so much else that in a header it says nothing."""
    is_page: bool = False
    """Whether it is a page of a book, and so a file of its own."""

    def hint(self, value: Any, under_octavo: bool = False) -> str:
        """Return what to do instead, with the author's own value where it fits."""
        if not self.path:
            return self.line
        line, _, sample = (part.strip() for part in self.line.partition("|"))
        if under_octavo and self.path[0] == "octavo":
            line = line.removeprefix("octavo: {").removesuffix("}")
        elif under_octavo:
            line += ", at the top and not under octavo"
        written = _written(value)
        size = re.sub("paper$", "", written.casefold()).upper() if re.match("[abAB][0-9]", written) else written
        flag = written if written.casefold() in ("true", "false", "yes", "no", "on", "off") else "true"
        for name, text in ((_VALUE, written), ("{size}", size), ("{bool}", flag)):
            line = line.replace(name, text or sample or "…")
        return f"write {line}"


def find(key: str) -> Meaning | None:
    """Return what a key means, however it is written: `pageSize`, `page_size`, `Page-Size`; None if it is not known."""
    return _MEANINGS.get(_plain(key))


def _plain(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", key).replace("_", "-").replace(" ", "-").strip("-").casefold()


def _written(value: Any) -> str:
    """Return a value as the author wrote it, if it is one word or line; else an empty text."""
    if isinstance(value, PlainScalar):
        return value.text
    if not isinstance(value, str) or not value.strip() or "\n" in value or len(value) > 60:
        return ""
    quoted = re.search(r"^[\W\d_]*$|: |#|^[\[{&*!|>%@`'\"]", value) and not re.fullmatch(r"[\d-]+[\dXx]", value)
    return f'"{value}"' if quoted and '"' not in value else value


_LINES = """
isbn isbn-10 isbn-13 isbn10 isbn13 ean issn: identifier: {} | 978-0-00-000000-2
isbn-print print-isbn: identifier: {print: {}} | 978-0-00-000000-2
isbn-epub isbn-ebook ebook-isbn epub-isbn eisbn: identifier: {epub: {}} | 978-0-00-000000-2
isbn-pdf pdf-isbn: identifier: {pdf: {}} | 978-0-00-000000-2
id* doi* uuid asin urn*: identifier: {}
cover cover-picture cover-file cover-page front-cover book-cover epub-cover epub-cover-image coverimage: cover-image: {} | cover.jpg
cover-description cover-text cover-image-alt: cover-alt: {}
license licence copyright copyrights copyright-notice copyright-holder copyright-text rights-holder: rights: {} | © 2026 Ann Author
locale lang-code: lang: {} | en
translator translators translated-by: contributors: {translator: {}}
editor editors edited-by: contributors: {editor: {}}
illustrator illustrators illustrated-by: contributors: {illustrator: {}}
creator creators writer writers by author-name: author: {}
publishing-house house imprint press: publisher: {}
pubdate pub-date publication-date publish-date publishing-date publishdate year published-date copyright-year: date: {} | 2026-03
summary* blurb synopsis excerpt* abstract-text book-description: description: {}
subjects subject* categories* category* genre genres bisac: keywords: {} | [bees, honey]
website site-url base-url baseurl canonical* homepage: url: {}
contents* table-of-contents show-toc include-toc has-toc toc-enabled tableofcontents: toc: {} | true
bib bibfile bib-file biblio bibliography-file: bibliography: {} | references.bib
citation-style csl-style csl-file bibliographystyle biblio-style bibliography-style: csl: {} | style.csl
bibliography-title references-title reference-title biblio-title bibliography-heading: reference-section-title: {} | References
edition-number printing: edition: {}
series-title series-name collection belongs-to-collection: series: {}
volume-number series-number series-index series-position group-position collection-number: volume: {}
numbering numbered numbersections number-chapters number-section chapter-numbers chapter-numbering section-numbers section-numbering heading-numbers headings-numbered: octavo: {number-sections: {bool}}
secnumdepth numbering-depth section-number-depth: octavo: {number-depth: {}}
papersize paper* paper-size page-format pagesize page-dimensions trim trim-size trimsize book-size: octavo: {page-size: {size}} | 6x9
toc-levels contents-depth toclevels: octavo: {toc-depth: {}} | 2
running-head running-header runninghead running-title running-headers header* headers footer* footers page-header page-headers page-footer headings-running: octavo: {running-heads: {left: author, right: title}}
drop-cap drop-caps dropcap dropcaps drop-initial initial initial-letter initial-caps lettrine: octavo: {initials: drop}
small-caps smallcaps first-line-small-caps opening-caps lead-in lead-caps: octavo: {first-line: small-caps}
scene-break scenebreak scene-separator section-break section-breaks ornament ornaments ornamental-break asterism break-ornament: octavo: {scene-breaks: asterisks}
chapter-opening chapter-openings chapter-align chapter-alignment chapter-title-align heading-align title-align title-alignment center-titles centre-titles center-chapters: octavo: {openings: {align: center}}
chapter-start chapters-start open-right openright recto right-hand-pages chapter-on-right start-on-right: octavo: {chapters-open: recto}
format* output* outputs output-format output-formats targets editions: octavo: {formats: [pdf, epub]}
stylesheet stylesheets style-sheet custom-css extra-css additional-css: octavo: {css: {}} | house.css
css: octavo: {css: {}} | house.css
theme-name color-theme: octavo: {theme: {}} | literary
lof list-of-figures figures-list: octavo: {lists: [figures]}
lot list-of-tables tables-list: octavo: {lists: [tables]}
lol list-of-listings: octavo: {lists: [listings]}
half-title-page bastard-title: octavo: {half-title: {}} | true
lua-filters lua-filter pandoc-filters: octavo: {filters: {}} | filter.lua
color-mode colour-mode grayscale greyscale black-and-white print-colors print-color print-colour cmyk: octavo: {print-colours: grey}
pdfa pdf-a pdf-version pdf-conformance: octavo: {pdf-standard: [a-2b, ua-1]}
publisher-logo: octavo: {logo: {}} | logo.svg
margin margins page-margin page-margins margin-left margin-right margin-top margin-bottom inner-margin outer-margin geometry: css: @page { margin: 20mm 18mm }
bleed bleeds marks crop-marks cropmarks trim-marks: css: @page { bleed: 8mm; marks: crop }
font fonts mainfont main-font body-font text-font fontfamily font-family typeface serif-font romanfont: css: body { font-family: "Source Serif 4", serif }
sansfont heading-font headings-font title-font display-font sans-font: css: h1, h2, h3 { font-family: Inter, sans-serif }
monofont code-font mono-font: css: code { font-family: "JetBrains Mono", monospace }
font-size fontsize text-size body-size base-font-size: css: @media print { :root { --text: 11pt } }
line-height linestretch line-spacing leading baseline linespread: css: @media print { :root { --step: 15pt } }
text-align justify justification alignment ragged-right: css: :root { --alignment: left }
hyphenate hyphenation hyphens: css: p { hyphens: manual }
indent paragraph-indent parindent first-line-indent: css: :root { --indent: 1.5em }
parskip paragraph-spacing paragraph-space: css: p { margin-bottom: 1em }
link-color link-colour linkcolor urlcolor citecolor accent accent-color accent-colour: css: :root { --accent: #225588 }
columns* two-column twocolumn: css: .two { columns: 2 }
page-numbers page-number page-numbering pagestyle folios: css: @page :left { @bottom-left { content: counter(page) } }
orphans widows: css: p { orphans: 2; widows: 2 }
title-color heading-color heading-colour: css: h1, h2 { color: #225588 }
dedication dedications: page: dedication
epigraph motto: page: epigraph
preface: page: preface
foreword: page: foreword
introduction intro: page: introduction
prologue: page: prologue
epilogue: page: epilogue
afterword: page: afterword
acknowledgements acknowledgments acknowledgement acknowledgment: page: acknowledgments
colophon: page: colophon
copyright-page imprint-page: page: copyright
toc-title contents-title toc-heading: none: leave it out: the heading of the contents is in the language that lang names
documentclass classoption document-class colorlinks boxlinks beamerarg aspectratio include-before* include-after* block-headings hyperrefoptions mathfont cjkmainfont linkstyle microtypeoptions: none: it is for LaTeX, which octavo does not use; the look is that of the theme and your CSS
"""
"""The words, what kind of answer they get, and the answer: a line of YAML, or after `css`, `page` and `none` what they
name. A star marks a word that is common in headers of other tools."""


def _read() -> Mapping[str, Meaning]:
    table = {}
    for row in _LINES.strip().splitlines():
        words, _, answer = row.partition(": ")
        kind, _, rest = answer.partition(": ")
        for word in words.split():
            table[word.rstrip("*")] = _meaning(kind, rest, answer, is_common=word.endswith("*"))
    return table


def _meaning(kind: str, rest: str, answer: str, is_common: bool) -> Meaning:
    if kind == "css":
        line = f"write it into a style sheet, which octavo: {{css: house.css}} names: {rest}"
        return Meaning(line, is_common=is_common)
    if kind == "page":
        line = f"write it into a file {rest}.md, and list it in book.yaml: front: [{rest}.md]"
        back = rest in ("epilogue", "afterword", "acknowledgments", "colophon", "glossary")
        return Meaning(line.replace("front:", "back:") if back else line, is_common=is_common, is_page=True)
    if kind == "none":
        return Meaning(rest, is_common=is_common)
    inner = re.match(r"\{([\w-]+):", rest) if kind == "octavo" else None
    return Meaning(answer, (kind, inner[1]) if inner else (kind,), is_common=is_common)


_MEANINGS = _read()


def words() -> Iterator[tuple[str, Meaning]]:
    """Yield every word with its meaning."""
    yield from _MEANINGS.items()
