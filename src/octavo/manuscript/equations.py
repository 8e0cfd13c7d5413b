"""Numbered equations: blocks with a number, or with one at each row."""

from __future__ import annotations

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import MATHML, drop, get_parent, has_class, pop_attribute, unwrap
from octavo.manuscript.filter_classes import EQUATION_ROW, NUMBERED_FORMULA, SUBEQUATIONS
from octavo.model import reading
from octavo.model.galley_classes import CONTINUED, EQUATION, EQUATION_NUMBER, EQUATION_NUMBERS, EQUATIONS, ROWS
from octavo.model.html_elements import HOLDS_FLOW, Element

HOW = "data-number"
"""The attribute that says how an equation, or a row of one, gets its number: `count`, `tag` or `plain` for a number in
TeX, `none`."""


def shape_equations(text: Element, context: ChapterContext) -> None:
    """Make a block of each numbered equation, with its number or those of its rows."""
    for group in [each for each in text.iter("div") if has_class(each, SUBEQUATIONS)]:
        group.set("class", EQUATIONS)
        group.set(HOW, "count")
        context.tex_labels |= {group.get("id") or ""} - {""}
    for span in list(text.iter("span")):
        if has_class(span, NUMBERED_FORMULA):
            _shape_numbered_formula(span, context)
    if context.publication.settings.numbered("equations") == "all":
        for formula in list(text.iter(f"{MATHML}math")):
            holder = get_parent(formula)
            if formula.get("display") == "block" and not has_class(holder, EQUATION):
                _wrap_formula(formula)
    for span in list(text.iter("span")):
        if reading.classes(span)[:1] != [EQUATION]:
            continue
        if span.get(HOW) == "none":
            unwrap(span)
            continue
        if get_parent(span).tag == "p":
            _split_paragraph(span)
        elif get_parent(span).tag in _HOLDS_EQUATIONS:
            span.tag = "div"


def _shape_numbered_formula(span: Element, context: ChapterContext) -> None:
    """Shape a formula of which TeX says how it, or each of its rows, gets its number."""
    rows = [child for child in span if has_class(child, EQUATION_ROW)]
    span.set("class", EQUATION)
    for row in rows:
        row.set("class", EQUATION_NUMBER)
        context.tex_labels |= {row.get("id") or ""} - {""}
        if row.get(HOW) == "tag":
            row.text = f"({row.text or ''}"
            if len(row):
                row[-1].tail = f"{row[-1].tail or ''})"
            else:
                row.text += ")"
    if len(rows) == 1 and rows[0].get(HOW) != "none":
        (row,) = rows
        if label := pop_attribute(row, "id"):
            span.set("id", label)
        span.set(HOW, pop_attribute(row, HOW) or "")
        if span.get(HOW) == "count":
            drop(row)
    elif all(row.get(HOW) == "none" for row in rows):
        for row in rows:
            drop(row)
        span.set(HOW, "none")
    else:
        span.set("class", f"{EQUATION} {ROWS}")
        holder = etree.SubElement(span, "span", {"class": EQUATION_NUMBERS})
        holder.extend(rows)


_HOLDS_EQUATIONS = (HOLDS_FLOW | {"text"}) - {"figcaption"}
"""Elements in which an equation is a block; in a caption it stays in the line."""


def _wrap_formula(formula: Element) -> None:
    span = etree.Element("span", {"class": EQUATION})
    get_parent(formula).replace(formula, span)
    span.tail, formula.tail = formula.tail, None
    span.append(formula)


def _split_paragraph(span: Element) -> None:
    """Split a paragraph around an equation, which is a block of its own."""
    paragraph = get_parent(span)
    parent, at = get_parent(paragraph), get_parent(paragraph).index(paragraph)
    rest = etree.Element("p", {"class": CONTINUED})
    rest.text = (span.tail or "").lstrip()
    rest.extend(list(paragraph)[paragraph.index(span) + 1 :])
    span.tag, span.tail = "div", None
    parent.insert(at + 1, span)
    if rest.text or len(rest):
        rest.tail, paragraph.tail = paragraph.tail, None
        parent.insert(at + 2, rest)
    else:
        span.tail, paragraph.tail = paragraph.tail, None
    if not (paragraph.text or "").strip() and len(paragraph) == 0:
        parent.remove(paragraph)
