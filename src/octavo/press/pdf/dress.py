"""The galley dressed for paper: notes at their references, addresses in print, code that can break, drawn equations."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from octavo.model.formula import plain_formula
from octavo.model.galley import Galley, Heading
from octavo.model.galley_classes import EQUATION_NUMBERS, PAGE_NUMBER, PAGED
from octavo.model.html_elements import Element
from octavo.model.publication import Contributor, Publication
from octavo.model.reading import classes
from octavo.model.settings import Settings
from octavo.model.standard import Standard
from octavo.model.words import direction, join_names, word
from octavo.press import initials
from octavo.press.apparatus import add_words
from octavo.press.pdf import code_breaks, code_width, columns, math, missing_glyphs, notes_and_links, table_width
from octavo.press.pdf.code_width import CodeMeasure
from octavo.press.pdf.print_problem import PrintProblem
from octavo.press.pdf.tree import parent_of, text_of

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_MEASURE = 300.0
"""The width of the text in points, where the author's own styles leave it unknown."""
_LONG_ROW = 12
"""Lines that a row would have if its cells were as wide as the page, from which on it may continue overleaf."""
_LONG_FORMULA = 9.0
"""The width in ems above which an inline equation, which cannot break, would stretch the line before it too far."""
UNKNOWN = "000"
"""The label of a page that is not known yet: about as wide as a real one."""
NO_LABELS: Mapping[str, str] = {}


@dataclass
class DressedGalley:
    """A galley ready to be laid out: its document, without namespaces but SVG's."""

    root: Element
    drawings: dict[str, bytes] = field(default_factory=dict)
    """The drawings that the document shows, by their `res:` names."""
    problems: list[PrintProblem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The characters that no font has."""

    @property
    def html(self) -> str:
        """The document as text, for programs that read it from a file."""
        return str(etree.tostring(self.root, encoding="unicode"))


@dataclass(frozen=True, slots=True)
class DressContext:
    """What the dressing of a galley uses of its publication. When anything else in the publication changes, a galley
    that is already laid out stays as it is."""

    title: str
    lang: str
    is_book: bool
    has_contents: bool
    """Whether the galley, an article, shows its own contents."""
    print_links: str
    is_pdf2: bool
    author: str
    """The authors, where running heads name them."""
    part: str
    """The title of the part that the galley is in, where running heads show it."""
    settings: Settings
    """What of the settings marks the text: see `initials`; the others have their defaults."""
    addresses: int
    """How many notes with addresses come before the galley, where it is a portion of a chapter."""

    @classmethod
    def of(cls, publication: Publication, title: str, authors: Sequence[Contributor] = ()) -> DressContext:
        """Return the context for the galleys of a publication, with its title and authors as plain text."""
        metadata = publication.metadata
        shown, people = dict(publication.settings.running_heads).values(), authors
        return cls(
            title,
            metadata.lang,
            publication.is_book,
            bool(metadata.toc) and not publication.is_book,
            publication.settings.print_links,
            Standard.of(publication.settings.pdf_standard).is_pdf2,
            join_names([each.name for each in people], metadata.lang) if "author" in shown else "",
            "",
            Settings(initials=publication.settings.initials, first_line=publication.settings.first_line),
            0,
        )


def dress(
    context: DressContext,
    galley: Galley,
    covers: Callable[[str], bool],
    labels: Mapping[str, str] = NO_LABELS,
    measure: CodeMeasure | None = None,
) -> DressedGalley:
    """Dress a galley.

    `covers` says whether any font of the theme has a character, `labels` the page to which each link of a `paged`
    cross-reference leads, `measure` the width that the page has for code.
    """
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    dressed = DressedGalley(article)
    _draw_equations(article, dressed)
    _add_page_references(article, labels, context.lang)
    initials.mark(article, galley.kind, context.settings, context.lang, with_spans=True)
    notes_and_links.place_notes(article)
    if context.print_links != "none":
        is_rtl = direction(context.lang) == "rtl"
        notes_and_links.print_addresses(article, context.print_links, is_rtl, context.addresses)
    columns.place(article, measure.measure if measure is not None else _MEASURE)
    code_breaks.expand_tabs(article)
    if measure is not None:
        code_width.fit(article, measure)
    code_breaks.let_lines_break(article)
    code_breaks.let_words_break(article)
    code_breaks.let_addresses_break(article)
    code_breaks.keep_cells_whole(article)
    if measure is not None:
        table_width.fit(article, measure)
    _let_long_rows_break(article)
    _group_terms(article)
    _name_headings(article, galley.level, galley.headings[0].label if galley.headings else "")
    _number_lists(article)
    dressed.missing = missing_glyphs.replace_missing(article, covers)
    dressed.problems += missing_glyphs.problems(dressed.missing)
    if context.has_contents:
        contents = _contents(galley.headings, context.lang)
        _draw_equations(contents, dressed)
        article.insert(1, contents)
    dressed.root = frame(context, galley, article)
    return dressed


def frame(context: DressContext, galley: Galley, article: Element) -> Element:
    """Return a document of its own around the article of a galley."""
    root = etree.Element("html", {"lang": context.lang, "dir": direction(context.lang)})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = galley.title or "-"
    kind = {"class": "book", "data-matter": galley.matter, "data-kind": galley.kind} if context.is_book else {}
    named = {"data-author": context.author, "data-part": context.part or context.title}
    body = etree.SubElement(root, "body", {**kind, "data-title": context.title, **named})
    body.append(article)
    return root


def page_references(galley: Galley) -> tuple[str, ...]:
    """Return the links of a galley whose pages it names."""
    if b"paged" not in galley.html and PAGE_NUMBER.encode() not in galley.html:
        return ()
    links = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True)).iter("a")
    return tuple(dict.fromkeys(link.get("href", "") for link in links if {PAGED, PAGE_NUMBER} & {*classes(link)}))


def _add_page_references(article: Element, labels: Mapping[str, str], lang: str) -> None:
    """Add the page after each cross-reference that names it: words that the author did not write."""
    for link in list(article.iter("a")):
        if PAGE_NUMBER in classes(link):
            for child in list(link):
                link.remove(child)
            link.text = labels.get(link.get("href", ""), UNKNOWN)
        if PAGED not in classes(link):
            continue
        reference = etree.Element("span", {"class": "page-reference apparatus"})
        reference.text = f" ({word('page-on', lang).format(labels.get(link.get('href', ''), UNKNOWN))})"
        reference.tail, link.tail = link.tail, None
        link.addnext(reference)


def _draw_equations(article: Element, dressed: DressedGalley) -> None:
    for formula in list(article.iter(_MATH)):
        tex = formula.get("alttext", "")
        tail, formula.tail = formula.tail, None
        mathml = etree.tostring(formula, encoding="unicode")
        drawing = math.draw(mathml)
        if drawing is None:
            message = f"this equation cannot be drawn: {tex[:60]}"
            hint = "simplify it, or accept its TeX, which print shows instead"
            dressed.problems.append(PrintProblem("math.not-drawn", message, hint, equation=tex))
            shown = etree.Element("span", {"class": "math tex", "data-math": "", "alt": tex})
            shown.text = tex
        else:
            name = f"equation-{hashlib.sha256(mathml.encode()).hexdigest()[:16]}.svg"
            dressed.drawings[name] = drawing.svg
            style = f"width:{drawing.width:.4f}em;height:{drawing.height:.4f}em;vertical-align:{-drawing.depth:.4f}em"
            shown = etree.Element("img", {
                "class": f"math {formula.get('display', 'inline')}", "src": f"res:{name}",
                "alt": tex or word("figure", "en"), "style": style, "data-text": plain_formula(formula),
            })  # fmt: skip
            if formula.get("display") != "block" and drawing.width > _LONG_FORMULA:
                _unjustify_paragraph(formula)
            _place_row_numbers(formula, drawing.rows)
        shown.tail = tail
        parent_of(formula).replace(formula, shown)


def _place_row_numbers(formula: Element, lines: Sequence[float]) -> None:
    """Put the number of each row of an equation at its base line."""
    numbers = formula.getnext()
    if numbers is None or EQUATION_NUMBERS not in classes(numbers):
        return
    count = len(numbers)
    for row, number in enumerate(numbers):
        line = lines[row] if len(lines) == count else (row + 0.5) / count
        number.set("style", f"top:{100 * line:.2f}%")


def _unjustify_paragraph(element: Element) -> None:
    """Set the lines of the paragraph around an element ragged."""
    block = next((each for each in element.iterancestors() if each.tag in ("p", "li", "dd", "td", "th", "div")), None)
    if block is not None:
        block.set("style", f"{block.get('style', '')};text-align:start".lstrip(";"))


def _let_long_rows_break(article: Element) -> None:
    """Let a row break that may be higher than a page: WeasyPrint would leave out the head of its table. Other rows stay
    whole."""
    for row in article.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if any(_lines(cell) * len(cells) > _LONG_ROW or len(cell.findall(".//img")) > 1 for cell in cells):
            row.set("class", f"{row.get('class', '')} long".strip())


def _lines(cell: Element) -> float:
    """Return about how many lines a cell would have if it were as wide as the page."""
    text = text_of(cell)
    return len(text) / 60 + text.count("\n")


def _number_lists(article: Element) -> None:
    """Set the numbers of lists by CSS counters: WeasyPrint ignores the attributes `start` and `value`."""
    for numbered in article.iter("ol"):
        if re.fullmatch(r"-?\d+", numbered.get("start", "")):
            numbered.set("style", f"counter-reset:list-item {int(numbered.attrib['start']) - 1}")
        for item in numbered.iterchildren("li"):
            if re.fullmatch(r"-?\d+", item.get("value", "")):
                item.set("style", f"counter-set:list-item {int(item.attrib['value']) - 1}")


def _group_terms(article: Element) -> None:
    """Put a term and its definitions into one item, for page breaks and for screen readers."""
    for terms in list(article.iter("dl")):
        item = None
        for child in list(terms):
            if child.tag not in ("dt", "dd"):  # a group that the author has made
                child.set("class", f"{child.get('class', '')} item".strip())
                item = None
                continue
            if item is None or (child.tag == "dt" and item[-1].tag == "dd"):
                item = etree.Element("div", {"class": "item"})
                child.addprevious(item)
            item.append(child)


def _name_headings(article: Element, level: int, label: str) -> None:
    """Add to each heading its words without notes, or its `label`, for running heads and bookmarks, and its level in
    the whole book, for tags."""
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        copy = deepcopy(heading)
        copy.tail = None
        for note in [span for span in copy.iter("span") if "footnote" in classes(span)]:
            notes_and_links.remove_trimmed(note)
        for formula in [image for image in copy.iter("img") if image.get("data-text")]:
            formula.tail = formula.get("data-text", "") + (formula.tail or "")
        named = label if heading.tag == "h1" else ""
        heading.set("data-head", named or " ".join(text_of(copy).split()))
        if level > 1:
            heading.set("data-level", str(min(6, int(heading.tag[1]) + level - 1)))


def _contents(headings: tuple[Heading, ...], lang: str) -> Element:
    nav = etree.Element("nav", {"class": "contents apparatus"})
    etree.SubElement(nav, "p", {"class": "contents-title"}).text = word("contents", lang)
    lists = [etree.SubElement(nav, "ol", {"class": "toc"})]
    for heading in headings:
        depth = heading.level - 1
        if not 1 <= depth <= 3:
            continue
        while len(lists) > depth:
            lists.pop()
        while len(lists) < depth and len(lists[-1]):
            lists.append(etree.SubElement(lists[-1][-1], "ol", {"class": "toc"}))
        item = etree.SubElement(lists[-1], "li", {"class": "toc"})
        link = etree.SubElement(item, "a", {"class": "toc-link", "href": f"#{heading.id}"})
        if heading.number:
            link.text = f"{heading.number} "
        add_words(link, heading)
    return nav
