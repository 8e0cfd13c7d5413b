"""The galley dressed for paper: notes at their references, addresses in print, code that can break, drawn equations."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from octavo.model import reading
from octavo.model.galley import Galley, Heading
from octavo.model.publication import Publication
from octavo.model.standard import Standard
from octavo.model.words import direction, word
from octavo.press.pdf import code_width, math, table_width
from octavo.press.pdf.code_width import CodeMeasure

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_LONG = 24
"""Characters from which a line of code may have to break, even in a narrow column."""
_SHORT = 24
"""Characters of code that a cell of a table does not break."""
_WORD = 14
"""Characters of a word of code that no line breaks."""
_LONG_ROW = 12
"""Lines of a row, were its cells as wide as the page, from which on it may go on overleaf."""
_STAND_IN = "\u25a1"
UNKNOWN = "000"
"""A page's label as long as none is known: about as wide as one."""
NO_LABELS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """What is wrong with a galley on paper: a diagnostic but for its place, which is sought in the chapter's text."""

    rule: str
    message: str
    hint: str
    equation: str = ""
    """The TeX that it is about."""
    letter: str = ""
    """The character that it is about."""


@dataclass
class DressedGalley:
    """A galley ready to be laid out: XML without namespaces but SVG's, and the drawings in it by `res:` name."""

    html: str
    drawings: dict[str, bytes] = field(default_factory=dict)
    found: list[PrintProblem] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    """The characters that no face has."""


@dataclass(frozen=True, slots=True)
class DressContext:
    """All that is to be known of a publication for one of its galleys to be dressed: nothing else of it is seen there,
    and when anything else of it changes, there is nothing to be dressed anew."""

    title: str
    lang: str
    is_book: bool
    has_contents: bool
    """Whether the galley, an article, shows its own contents."""
    print_links: str
    is_pdf2: bool
    addresses: int
    """How many addresses in notes stand before the galley, where it is a portion of one."""

    @classmethod
    def of(cls, publication: Publication) -> DressContext:
        """Made out for the galleys of a publication."""
        metadata = publication.metadata
        return cls(
            metadata.title,
            metadata.lang,
            publication.is_book,
            bool(metadata.toc) and not publication.is_book,
            publication.settings.print_links,
            Standard.of(publication.settings.pdf_standard).is_pdf2,
            0,
        )


def dress(
    ticket: DressContext,
    galley: Galley,
    covers: Callable[[str], bool],
    labels: Mapping[str, str] = NO_LABELS,
    room: CodeMeasure | None = None,
) -> DressedGalley:
    """Dress a galley. `covers` says whether some face of the theme has a character; `labels` the page that each link
    of a `paged` cross-reference leads to; `room` what the page has for code."""
    paper = DressedGalley("")
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    _draw_equations(article, paper)
    _say_pages(article, labels, ticket.lang)
    _place_notes(article)
    if ticket.print_links != "none":
        _print_addresses(article, ticket.print_links, direction(ticket.lang) == "rtl", ticket.addresses)
    _space_tabs(article)
    if room is not None:
        code_width.fit(article, room)
    _let_code_break(article)
    _let_words_of_code_break(article)
    _keep_cells_whole(article)
    if room is not None:
        table_width.fit(article, room)
    _let_rows_break(article)
    _group_terms(article)
    _name_headings(article, galley.level)
    _number_lists(article)
    paper.lacks = _replace_missing(article, covers)
    paper.found += lacking(paper.lacks)
    if ticket.has_contents:
        article.insert(1, _contents(galley.headings, ticket.lang))
    paper.html = etree.tostring(framed(ticket, galley, article), encoding="unicode")
    return paper


def framed(ticket: DressContext, galley: Galley, article: Any) -> Any:
    """A galley's article in a document of its own."""
    root = etree.Element("html", {"lang": ticket.lang, "dir": direction(ticket.lang)})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = galley.title or "-"
    kind = {"class": "book", "data-matter": galley.matter, "data-kind": galley.kind} if ticket.is_book else {}
    body = etree.SubElement(root, "body", {**kind, "data-title": ticket.title})
    body.append(article)
    return root


def _say_pages(article: Any, labels: Mapping[str, str], lang: str) -> None:
    """On which page it stands, behind each cross-reference that is to say so. The author has not written it."""
    for link in list(article.iter("a")):
        if "paged" not in reading.classes(link):
            continue
        said = etree.Element("span", {"class": "page-reference apparatus"})
        said.text = f" ({word('page-on', lang).format(labels.get(link.get('href', ''), UNKNOWN))})"
        said.tail, link.tail = link.tail, None
        link.addnext(said)


def paged(galley: Galley) -> tuple[str, ...]:
    """The links of a galley whose pages it says."""
    if b"paged" not in galley.html:
        return ()
    links = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True)).iter("a")
    return tuple(dict.fromkeys(link.get("href", "") for link in links if "paged" in reading.classes(link)))


_LONG_FORMULA = 9.0
"""How wide an equation in a line may be, in ems, and the line before it be filled all the same: it does not break."""


def _range(element: Any) -> None:
    """Leave the lines of the paragraph that something stands in as long as they come."""
    block = next((each for each in element.iterancestors() if each.tag in ("p", "li", "dd", "td", "th", "div")), None)
    if block is not None:
        block.set("style", f"{block.get('style', '')};text-align:start".lstrip(";"))


def _draw_equations(article: Any, paper: DressedGalley) -> None:
    for formula in list(article.iter(_MATH)):
        tex = formula.get("alttext", "")
        tail, formula.tail = formula.tail, None
        mathml = etree.tostring(formula, encoding="unicode")
        drawing = math.draw(mathml)
        if drawing is None:
            message = f"this equation cannot be drawn: {tex[:60]}"
            paper.found.append(PrintProblem("math.not-drawn", message, "its TeX is shown in print", equation=tex))
            shown = etree.Element("span", {"class": "math tex", "data-math": "", "alt": tex})
            shown.text = tex
        else:
            name = f"equation-{hashlib.sha256(mathml.encode()).hexdigest()[:16]}.svg"
            paper.drawings[name] = drawing.svg
            style = f"width:{drawing.width:.4f}em;height:{drawing.height:.4f}em;vertical-align:{-drawing.depth:.4f}em"
            shown = etree.Element("img", {
                "class": f"math {formula.get('display', 'inline')}", "src": f"res:{name}",
                "alt": tex or word("figure", "en"), "style": style,
            })  # fmt: skip
            if formula.get("display") != "block" and drawing.width > _LONG_FORMULA:
                _range(formula)
        shown.tail = tail
        formula.getparent().replace(formula, shown)


def _place_notes(article: Any) -> None:
    """Each note moves to its reference, whence the styles float it to the foot of the page."""
    section = next((s for s in article.iter("section") if "notes" in reading.classes(s)), None)
    if section is None:
        return
    bodies = {item.get("id"): item for item in section.iter("li") if "note" in reading.classes(item)}
    section.getparent().remove(section)
    for reference in list(article.iter("a")):
        if "note-ref" not in reading.classes(reference):
            continue
        body = bodies[reference.get("href")[1:]]
        note = etree.Element(
            "span",
            {"class": "footnote", "id": body.get("id"), "data-number": reference.text, "data-id": reference.get("id")},
        )
        for back in [a for a in body.iter("a") if "note-back" in reading.classes(a)]:
            _cut(back)
        blocks = [child for child in body if len(child) or (child.text or "").strip()]
        for block in blocks:
            if block.tag == "p":
                block.tag = "span"
                block.set("class", "note-para")
            block.tail = None
            note.append(block)
        note.tail = reference.tail
        reference.getparent().replace(reference, note)


def _cut(element: Any) -> None:
    before = element.getprevious()
    if before is not None:
        before.tail = ((before.tail or "").rstrip() + (element.tail or "")) or None
    else:
        parent = element.getparent()
        parent.text = ((parent.text or "").rstrip() + (element.tail or "")) or None
    element.getparent().remove(element)


def addresses(galley: Galley, how: str) -> int:
    """How many addresses of a galley have a note, where they are shown as `how` says."""
    if how != "footnote":
        return 0
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    _place_notes(article)
    return _print_addresses(article, how, False, 0)


def _print_addresses(article: Any, how: str, is_rtl: bool, count: int) -> int:
    """Where a link leads is shown once in each section: in a note, or in brackets where a note has no place. An address
    runs from left to right, whatever runs around it."""
    shown: set[tuple[Any, str]] = set()
    for link in list(article.iter("a")):
        address = link.get("href", "")
        if not re.match(r"(https?|ftp|mailto):", address) or _says(link, address):
            continue
        around = [part.tag for part in link.iterancestors()]
        if any(tag in ("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "header") for tag in around):
            continue
        section = next((s for s in link.iterancestors("section") if "level2" in reading.classes(s)), None)
        if (section, address) in shown:
            continue
        shown.add((section, address))
        in_note = any("footnote" in reading.classes(part) for part in link.iterancestors("span"))
        inline = how == "inline" or in_note or "thead" in around or _is_reference(link)
        if not inline:
            count += 1
        made = _address(address, inline, count)
        if is_rtl:
            etree.SubElement(made, "span", {"dir": "ltr"}).text, made.text = made.text, None
        made.tail, link.tail = link.tail, None
        link.addnext(made)
    return count


def _is_reference(link: Any) -> bool:
    return any("csl-entry" in reading.classes(part) for part in link.iterancestors("div"))


def _says(link: Any, address: str) -> bool:
    """Whether a link's own text is its address."""
    text = "".join("".join(link.itertext()).split())
    bare = re.sub(r"^(https?://(www\.)?|mailto:|ftp://)|/$", "", unquote(address))
    return bare.casefold() in unquote(text).casefold()


def _address(address: str, inline: bool, number: int) -> Any:
    readable = re.sub(r"^mailto:", "", address)
    scheme, between, rest = readable.rpartition("://")
    breakable = scheme + between + re.sub(r"(?<=[/.?&=_#-])(?=[^/.?&=_#-])", "\u200b", rest)
    if inline:
        made = etree.Element("span", {"class": "address apparatus"})
        made.text = f" [{breakable}]"
        return made
    made = etree.Element("span", {"class": "footnote address apparatus", "data-number": _letters(number)})
    made.text = breakable
    return made


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa: told apart from the numbers of the author's notes."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


_TAB = 4
"""Characters from one tab stop to the next, as on the screen (`tab-size` in screen.css)."""


def _space_tabs(article: Any) -> None:
    """Tabs in blocks of code as spaces: a tab leaves no mark in a PDF, and what it parts would be one word."""
    for block in article.iter("pre"):
        if "\t" not in "".join(block.itertext()):
            continue
        column = 0

        def spaced(text: str | None) -> str | None:
            nonlocal column
            done = ""
            for one in text or "":
                width = _TAB - column % _TAB if one == "\t" else 1
                done += " " * width if one == "\t" else one
                column = 0 if one == "\n" else column + width
            return done or None

        for event, element in etree.iterwalk(block, events=("start", "end")):
            if event == "start":
                element.text = spaced(element.text)
            elif element is not block:
                element.tail = spaced(element.tail)


def _let_code_break(article: Any) -> None:
    """Soft hyphens let a long line of code break, and the styles mark it there; spaces must not break it unmarked."""
    for code in article.iter("code"):
        if code.getparent().tag != "pre":
            continue
        lines = "".join(code.itertext()).split("\n")
        if max(map(len, lines), default=0) <= _LONG:
            continue
        for holder, key in list(_texts(code)):
            text = getattr(holder, key)
            setattr(holder, key, "\n".join(_breakable(line) for line in text.split("\n")))


def _let_words_of_code_break(article: Any) -> None:
    """A long word of code in a line may break behind its signs, unmarked: else the line before it is stretched."""
    for code in article.iter("code"):
        holder = code.getparent()
        if holder.tag == "pre" or any(True for _ in code.iterancestors("table")):
            continue
        for element, key in list(_texts(code)):
            text = getattr(element, key)
            if any(len(word) > _WORD for word in text.split()):
                setattr(element, key, re.sub(r"\S+", _broken, text))


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return word if len(word) <= _WORD else re.sub(r"(?<=\w{2}[(,./_=\\-])(?=\w{3})|(?<=::)(?=\w{3})", "\u00ad", word)


def _keep_cells_whole(article: Any) -> None:
    """A few words of code in a table stay on one line: columns are made as narrow as their texts can be broken."""
    for cell in article.iter("td", "th"):
        for code in cell.iter("code"):
            text = code.text or ""
            if not len(code) and len(text) <= _SHORT:
                code.text = text.replace(" ", "\u00a0")


def _let_rows_break(article: Any) -> None:
    """A row stays whole, but for one that may be higher than a page: WeasyPrint would leave the table's head out."""
    for row in article.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if any(_lines(cell) * len(cells) > _LONG_ROW or len(cell.findall(".//img")) > 1 for cell in cells):
            row.set("class", f"{row.get('class', '')} long".strip())


def _lines(cell: Any) -> float:
    """How many lines a cell has, about, were it as wide as the page."""
    text = "".join(cell.itertext())
    return len(text) / 60 + text.count("\n")


def _breakable(line: str) -> str:
    line = line.replace("\t", "    ").replace(" ", "\u00a0")
    line = re.sub(r"([-/?!|])(?=[^\w\s])", "\\1\u2060", line)  # where a line of prose might break, without a mark
    return re.sub(r"(?<=[^\w\s])(?=\w)|(?<=\u00a0)(?=[^\u00a0])|(?<=\w{8})(?=\w)", "\u00ad", line)


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    for element in root.iter():
        if element.text and isinstance(element.tag, str):
            yield element, "text"
        if element is not root and element.tail:
            yield element, "tail"


def _number_lists(article: Any) -> None:
    """WeasyPrint numbers every list from 1 and passes over `value`; counters say the same in its language."""
    for numbered in article.iter("ol"):
        if re.fullmatch(r"-?\d+", numbered.get("start", "")):
            numbered.set("style", f"counter-reset:list-item {int(numbered.get('start')) - 1}")
        for item in numbered.iterchildren("li"):
            if re.fullmatch(r"-?\d+", item.get("value", "")):
                item.set("style", f"counter-set:list-item {int(item.get('value')) - 1}")


def _group_terms(article: Any) -> None:
    """A term and what is said of it are one item of a list, to a page as to a screen reader."""
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


def _name_headings(article: Any, level: int) -> None:
    """Running heads and bookmarks take a heading's plain words, without its notes; tags its level in the whole."""
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        copy: Any = etree.fromstring(etree.tostring(heading, with_tail=False))
        for note in [s for s in copy.iter("span") if "footnote" in reading.classes(s)]:
            _cut(note)
        heading.set("data-head", " ".join("".join(copy.itertext()).split()))
        if level > 1:
            heading.set("data-level", str(min(6, int(heading.tag[1]) + level - 1)))


def _replace_missing(article: Any, covers: Callable[[str], bool]) -> list[str]:
    """A character that no face has is shown as a box that still says what it stands for; which they are."""
    known: dict[str, bool] = {}
    missing: list[str] = []
    for holder, key in list(_texts(article)):
        text = getattr(holder, key).replace("\u2010", "-").replace("\u2011", "-")
        fresh = {letter for letter in set(text) if letter not in known}
        known.update({letter: letter.isspace() or bool(_UNSEEN.match(letter)) or covers(letter) for letter in fresh})
        missing += [letter for letter in text if not known[letter] and letter not in missing]
        if all(known[letter] for letter in set(text)):
            setattr(holder, key, text)
        else:
            _split(holder, key, text, known)
    return missing


def lacking(letters: Iterable[str], told: Collection[str] = ()) -> list[PrintProblem]:
    """Characters that no face has, a complaint for each script; but for those that were `told` already."""
    fresh = [letter for letter in dict.fromkeys(letters) if letter not in told]
    hint = "a box stands for each in print"
    return [
        PrintProblem("font.missing-glyph", f"no face has {_listed(alike)}", hint, letter=alike[0])
        for alike in _by_script(fresh)
    ]


def _by_script(letters: list[str]) -> list[list[str]]:
    """Letters in groups of one script, as far as their names tell."""
    groups: dict[str, list[str]] = {}
    for letter in letters:
        groups.setdefault(unicodedata.name(letter, "?").split()[0], []).append(letter)
    return list(groups.values())


def _listed(letters: list[str]) -> str:
    """Up to three letters by name and number, and how many more there are."""
    shown = ", ".join(f"'{letter}' (U+{ord(letter):04X})" for letter in letters[:3])
    more = f" and {len(letters) - 3} more of their script" if len(letters) > 3 else ""
    return f"the character {shown}" if len(letters) == 1 else f"the characters {shown}{more}"


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What is not to be seen where a face does not have it (Unicode's Default_Ignorable_Code_Point)."""


def _split(holder: Any, key: str, text: str, known: dict[str, bool]) -> None:
    parts = re.split("(" + "|".join(map(re.escape, sorted({c for c in text if not known[c]}))) + ")", text)
    setattr(holder, key, parts[0] or None)
    previous: Any = None
    for at in range(1, len(parts), 2):
        made = etree.Element("span", {"class": "missing-glyph", "data-actual": parts[at]})
        made.text, made.tail = _STAND_IN, parts[at + 1] or None
        if previous is None and key == "text":
            holder.insert(0, made)
        else:
            before = holder if previous is None else previous
            parent = before.getparent()
            parent.insert(parent.index(before) + 1, made)
        previous = made


def _contents(headings: tuple[Heading, ...], lang: str) -> Any:
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
        etree.SubElement(item, "a", {"class": "toc-link", "href": f"#{heading.id}"}).text = heading.text
    return nav
