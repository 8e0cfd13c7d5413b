"""Code, tables, mathematics, boxes and tasks, each brought into the galley's one form for it."""

from __future__ import annotations

import re
from itertools import count

from lxml import etree

from octavo.manuscript.asides import shape_asides
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import (
    MATHML,
    all_text,
    drop,
    get_parent,
    has_class,
    list_attributes,
    pop_attribute,
    unwrap,
)
from octavo.manuscript.filter_classes import (
    ABBREVIATION,
    ABSENT_RESULT,
    BOX_HEADING,
    MISSING_RESULT,
    NOTE_PLACE,
    NOTE_REFERENCES,
    RAW,
)
from octavo.manuscript.lists import shape_lists
from octavo.model import reading
from octavo.model.galley_classes import (
    ABSENT,
    BOX_TITLE,
    CAUTION,
    CODE,
    CODE_NOTE,
    CODE_TITLE,
    DONE,
    IMPORTANT,
    MISSING_IMAGE,
    NOTE,
    OPEN,
    OVER,
    RULE,
    RULE_NAME,
    TAB,
    TASK,
    TEX,
    TIP,
    UNTITLED,
    WARNING,
)
from octavo.model.html_elements import BLOCKS, Element
from octavo.model.words import word

BOXES = (NOTE, TIP, IMPORTANT, WARNING, CAUTION)


MARKED_LINES = "data-marked"
"""The attribute of a block of code that lists the lines to mark: `2-3 5`."""
FIRST_LINE = "data-first-line"
"""The attribute of a block of code with the number of its first line, where lines have numbers."""
_NUMBERED = {"numberLines", "number-lines", "lineNumbers", "line-numbers", "linenums"}
"""Classes that number the lines of code; the first one is Pandoc's."""


def shape(text: Element, context: ChapterContext) -> None:
    """Shape a text, one pass for each construct."""
    _shape_raw(text, context)
    _shape_abbreviations(text)
    shape_code(text)
    _shape_mathematics(text)
    _shape_tables(text)
    _shape_figures(text)
    _shape_boxes(text, context)
    _shape_dialect_elements(text)
    shape_asides(text)
    _move_note_references(text)
    _shape_tasks(text, context)
    shape_lists(text)
    for section in text.iter("section"):
        for key, _ in list_attributes(section):
            if key.startswith("data-"):
                del section.attrib[key]


_WORDLESS = re.compile(
    r"\s*(?:\\(?:newpage|clearpage|cleardoublepage|pagebreak|linebreak|newline|mainmatter|frontmatter|backmatter|appendix|noindent|indent"
    r"|printindex|printbibliography|bibliography|bibliographystyle|tableofcontents|listoffigures|listoftables|bigskip"
    r"|medskip|smallskip|sloppy|fussy|vfill|hfill|vspace|hspace|thispagestyle|pagestyle|pagenumbering|setcounter|setlength"
    r"|addtocounter|addtolength|addtocontents|addcontentsline|markboth|markright|phantomsection|label|index|maketitle"
    r"|centering|raggedright|raggedleft|usepackage|documentclass|input|include|newcommand|renewcommand|providecommand"
    r"|newenvironment|renewenvironment|newtheorem|DeclareMathOperator|def|gdef|edef|let|relax|nocite|twocolumn|onecolumn"
    r"|small|footnotesize|scriptsize|tiny|normalsize|large|Large|LARGE|huge|Huge|selectlanguage|protect|null|strut)"
    r"(?![A-Za-z]).*|%.*)$",
    re.DOTALL,
)
"""TeX that prints no words: commands to its layout, and definitions."""


_RAW_NAMES = {"tex": "TeX", "latex": "LaTeX", "html": "HTML", "foreign": "raw text"}
"""What messages call formats."""


def _shape_raw(text: Element, context: ChapterContext) -> None:
    """Show TeX in the text as it is typed; leave out what is meant for another format, or prints nothing."""
    for element in list(text.iter("div", "span")):
        if not has_class(element, RAW):
            continue
        kind = element.get("data-format") or "foreign"
        typed = all_text(element)
        words = " ".join(typed.split())
        shown = words[:40] + ("…" if len(words) > 40 else "")
        is_shown = kind == "tex" and not _WORDLESS.match(typed)
        context.warn(
            "raw.dropped",
            f"'{shown}' is {_RAW_NAMES.get(kind, kind)}, and is {'shown as typed' if is_shown else 'left out'}",
            context.finder.raw(words[:40], context.count_occurrence("raw", words[:40])),
            "write it in Markdown or HTML",
        )
        if not is_shown:
            drop(element)
        elif element.tag == "span":
            unwrap(element)
        else:
            for child in list(element):
                element.remove(child)
            element.attrib.clear()
            element.tag, element.text = ("pre" if "\n" in typed.strip() else "p"), typed.strip("\n")


def _shape_abbreviations(text: Element) -> None:
    for element in text.iter("span"):
        if reading.classes(element) == [ABBREVIATION]:
            element.tag = "abbr"
            del element.attrib["class"]


def shape_code(text: Element) -> None:
    """Remove what Pandoc puts around blocks of code and their lines; keep the highlighting."""
    for block in list(text.iter("pre")):
        marks = [mark for mark in reading.classes(block) if mark not in ("sourceCode", "numberSource")]
        if _NUMBERED & {*marks}:
            first = block.get(FIRST_LINE) or ""
            block.set(FIRST_LINE, first if first.isdecimal() and len(first) < 7 else "1")
            marks = [mark for mark in marks if mark not in _NUMBERED]
        holder = block.getparent()
        code = block.find("code")
        if code is None:
            code = etree.SubElement(block, "code")
            code.text, block.text = block.text, None
            for child in list(block):
                if child is not code:
                    code.append(child)
        code.attrib.clear()
        _unwrap_lines(code)
        if holder is not None and holder.tag == "div" and "sourceCode" in reading.classes(holder):
            identifier = holder.get("id") or ""
            if identifier and not re.fullmatch(r"cb\d+", identifier):
                block.set("id", identifier)
            unwrap(holder)
        block.set("class", " ".join([CODE, *dict.fromkeys(m for m in marks if m != CODE)]))
        for key, _ in list_attributes(block):
            if key == "style" or (key.startswith("data-") and key not in (MARKED_LINES, FIRST_LINE)):
                del block.attrib[key]
        _trim_code(code)
    _shape_inline_code(text)


def _shape_inline_code(text: Element) -> None:
    for code in text.iter("code"):
        if get_parent(code).tag != "pre":
            for key, _ in list_attributes(code):
                if key != "id":
                    del code.attrib[key]
            for span in code.iter("span"):
                pop_attribute(span, "id")


def _unwrap_lines(code: Element) -> None:
    """Remove Pandoc's elements around and before each line; keep the highlighting."""
    for span in list(code.iter("span", "a")):
        empty = span.tag == "a" and not (span.text or "").strip()
        if empty or (span.get("id") or "").startswith("cb") or _is_line(span):
            unwrap(span)


def _is_line(span: Element) -> bool:
    return bool(re.fullmatch(r".+-\d+", span.get("id") or "")) and not span.get("class")


def _trim_code(code: Element) -> None:
    last = code[-1] if len(code) else None
    if last is None:
        code.text = (code.text or "").rstrip("\n")
    else:
        last.tail = (last.tail or "").rstrip("\n") or None


_ACCENTS = {
    "\u0300": "\u0060", "\u0301": "\u00b4", "\u0302": "\u02c6", "\u0303": "\u02dc", "\u0304": "\u00af",
    "\u0305": "\u00af", "\u0306": "\u02d8", "\u0307": "\u02d9", "\u0308": "\u00a8", "\u030a": "\u02da",
    "\u030c": "\u02c7", "\u20d7": "\u2192",
}  # fmt: skip
"""Accents as characters of their own: no text may begin with one that combines with the character before it."""


def _shape_mathematics(text: Element) -> None:
    for operator in text.iter(f"{MATHML}mo"):
        operator.text = _ACCENTS.get(operator.text or "", operator.text)
    for formula in list(text.iter(f"{MATHML}math")):
        annotation = formula.find(f".//{MATHML}annotation")
        tex = " ".join((annotation.text or "").split()) if annotation is not None else ""
        if annotation is not None:
            get_parent(annotation).remove(annotation)
        semantics = formula.find(f"{MATHML}semantics")
        if semantics is not None:
            unwrap(semantics)
        if tex:
            formula.set("alttext", tex)
        formula.set("display", formula.get("display") or "inline")
        etree.cleanup_namespaces(formula)
        if not tex and not all_text(formula).strip():
            drop(formula)
    for span in list(text.iter("span")):
        if has_class(span, "math"):
            span.tag = "code"
            span.attrib.clear()
            span.set("class", TEX)
            plain = all_text(span)
            for child in list(span):
                span.remove(child)
            span.text = plain


def _shape_tables(text: Element) -> None:
    for table in list(text.iter("table")):
        rows = list(table.iter("tr"))
        if (kind := _find_box_kind(rows)) is not None:
            _replace_by_box(table, rows[1:], kind)
            continue
        if not all_text(table).strip() and table.find(".//img") is None:
            drop(table)
            continue
        pop_attribute(table, "style")
        for extra in (*table.findall("thead")[1:], *table.findall("tfoot")[1:]):  # HTML allows one of each
            extra.tag = "tbody"
        if (foot := table.find("tfoot")) is not None:
            table.append(foot)  # where browsers show it
        head = table.find("thead")
        for cell in table.iter("th"):
            if not all_text(cell).strip() and cell.find(".//img") is None:
                cell.tag = "td"
                continue
            in_head = head is not None and any(part is head for part in cell.iterancestors("thead"))
            cell.set("scope", "col" if in_head or get_parent(cell) is rows[0] else "row")
        for cell in table.iter("td"):
            pop_attribute(cell, "scope")
            pop_attribute(cell, "headers")
        if head is not None and not all_text(head).strip():
            drop(head)
        if table.find("tbody") is None and table.find("tr") is None and head is not None:
            head.tag = "tbody"
        _complete_rows(table)


def _shape_figures(text: Element) -> None:
    """Give a figure of raw HTML one caption, first or last in it (HTML, section 4.4.12), and no empty lines."""
    for figure in list(text.iter("figure")):
        for gap in figure.findall("br"):
            drop(gap)
        for extra in figure.findall("figcaption")[1:]:
            extra.tag = "p"
        caption = figure.find("figcaption")
        if caption is None:
            continue
        while len(caption) and caption[0].tag == "br" and not (caption.text or "").strip():
            drop(caption[0])
        if caption is not figure[0] and (caption is not figure[-1] or (caption.tail or "").strip()):
            drop(caption)
            figure.append(caption)


def _find_box_kind(rows: list[Element]) -> str | None:
    """Return the box that a table of one column is meant as: its head is only a word like `NOTE:`."""
    if len(rows) < 2 or any(len(row) != 1 for row in rows):
        return None
    label = all_text(rows[0]).strip().rstrip(":").rstrip()
    return label.lower() if label.isupper() and label.lower() in BOXES else None


def _replace_by_box(table: Element, rows: list[Element], kind: str) -> None:
    box = etree.Element("div", {"class": kind})
    for row in rows:
        holder = box if row[0].find("p") is not None else etree.SubElement(box, "p")
        if holder is not box:
            holder.text = row[0].text
        holder.extend(list(row[0]))
    box.tail = table.tail
    get_parent(table).replace(table, box)


def _complete_rows(table: Element) -> None:
    """Complete rows that have fewer cells than others: validators and screen readers count cells.

    No cell may reach into another, out of its group of rows or, alone in its row, beyond all others.
    """
    groups = [group.findall("tr") for group in (table, *(part for part in table if part.tag != "tr"))]
    taken: dict[Element, set[int]] = {row: set() for rows in groups for row in rows}
    most = max((sum(_read_span(cell, "colspan") for cell in row) for row in taken if len(row) > 1), default=1)
    for rows in groups:
        for number, row in enumerate(rows):
            for cell in row:
                at = next(column for column in count() if column not in taken[row])
                wide = min(_read_span(cell, "colspan"), most) if len(row) == 1 else _read_span(cell, "colspan")
                wide = next((width for width in range(1, wide) if at + width in taken[row]), wide)
                below = rows[number : number + _read_span(cell, "rowspan")]
                _set_span(cell, "colspan", wide)
                _set_span(cell, "rowspan", len(below))
                for each in below:
                    taken[each].update(range(at, at + wide))
    width = max(map(len, taken.values()), default=0)
    for row, columns in taken.items():
        for _ in range(width - len(columns)):
            etree.SubElement(row, "td")


_MAX_SPAN = 1000
"""Columns that a cell may span (HTML, section 4.9.11)."""


def _read_span(cell: Element, key: str) -> int:
    return min(int(cell.get(key) or 1), _MAX_SPAN)


def _set_span(cell: Element, key: str, span: int) -> None:
    if span > 1:
        cell.set(key, str(span))
    else:
        pop_attribute(cell, key)


def _shape_boxes(text: Element, context: ChapterContext) -> None:
    for box in list(text.iter("div")):
        marks = reading.classes(box)
        kind = next((k for k in BOXES if k in marks or f"callout-{k}" in marks or f"admonition-{k}" in marks), None)
        if kind is None:
            continue
        box.set("class", " ".join(dict.fromkeys([kind, *(m for m in marks if m not in (kind, f"callout-{kind}"))])))
        box.set("role", "note")
        title = etree.Element("p", {"class": BOX_TITLE})
        given = box[0] if len(box) and box[0].tag == "div" and has_class(box[0], BOX_HEADING) else None
        own = pop_attribute(box, "data-title") or pop_attribute(box, "title")
        if given is not None:
            _move_title(given, title)
            drop(given)
            if all_text(title).strip().casefold() == kind:
                title.text = word(kind, context.lang)
        else:
            title.text = own or word(kind, context.lang)
        if UNTITLED not in marks:
            box.insert(0, title)
        box.text = None if not (box.text or "").strip() else box.text


def _shape_dialect_elements(text: Element) -> None:
    """Shape what other tools have: tabs, titles and notes of code, rules of a grammar, missing results."""
    for holder in list(text.iter("div")):
        marks = reading.classes(holder)
        if marks == [TAB] and len(holder) and holder[0].tag == "div" and reading.classes(holder[0]) == [BOX_HEADING]:
            title = etree.Element("p", {"class": BOX_TITLE})
            _move_title(holder[0], title)
            drop(holder[0])
            holder.insert(0, title)
        elif marks in ([CODE_TITLE], [CODE_NOTE]):
            paragraph = holder.find("p")
            if len(holder) == 1 and paragraph is not None:
                paragraph.set("class", marks[0])
                unwrap(holder)
    for span in text.iter("span"):
        if has_class(span, MISSING_RESULT):
            span.set("class", MISSING_IMAGE)
            span.set("role", "img")
            span.set("aria-label", all_text(span))
        elif reading.classes(span) == [RULE_NAME] and get_parent(span).tag == "p":
            paragraph = get_parent(span)
            below = paragraph.getnext()
            paragraph.set("class", f"{RULE} {OVER}" if below is not None and below.tag == "section" else RULE)
        elif has_class(span, ABSENT_RESULT):
            span.set("class", ABSENT)


def _move_note_references(text: Element) -> None:
    """Move note references into the code that they belong in, where Pandoc reads none."""
    for holder in [each for each in text.iter("div") if reading.classes(each) == [NOTE_REFERENCES]]:
        calls = [each for each in holder.iter("a") if each.get("role") == "doc-noteref"]
        above = holder.getprevious()
        spans = above.iter("span") if above is not None else ()
        places = [each for each in spans if reading.classes(each) == [NOTE_PLACE]]
        for place, call in zip(places, calls, strict=False):
            call.tail = place.tail
            get_parent(place).replace(place, call)
        drop(holder)


def _move_title(given: Element, title: Element) -> None:
    paragraph = given.find("p")
    source = given if paragraph is None else paragraph
    if any(child.tag in BLOCKS for child in source):  # of a list or the like, a title has only the words
        title.text = reading.plain_text(source)
        return
    title.text = source.text
    for child in list(source):
        title.append(child)


def _shape_tasks(text: Element, context: ChapterContext) -> None:
    for box in list(text.iter("input")):
        done = box.get("checked") is not None
        name = word("done" if done else "open", context.lang)
        mark = etree.Element("span", {"class": f"{TASK} {DONE if done else OPEN}", "role": "img", "aria-label": name})
        mark.text = "☑" if done else "☐"
        mark.tail = " " + (box.tail or "").lstrip()
        get_parent(box).replace(box, mark)
        label = get_parent(mark)
        if label.tag == "label":
            unwrap(label)
    for label in list(text.iter("label")):
        label.tag = "span"
        pop_attribute(label, "for")
