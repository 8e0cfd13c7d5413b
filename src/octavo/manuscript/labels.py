"""Everything with a caption or a label: figures, groups of figures, tables, listings and equations."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from octavo.manuscript import equations
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, drop, get_parent, has_class, list_ids, pop_attribute, unwrap
from octavo.manuscript.filter_classes import (
    CODE_CAPTION,
    CODE_LISTING,
    FIGURE,
    TEX_LABEL,
    THEOREM,
)
from octavo.model import reading
from octavo.model.dialect import THEOREMS
from octavo.model.galley_classes import (
    BOX_TITLE,
    EQUATION,
    EQUATION_NUMBER,
    EQUATIONS,
    GROUP,
    HERO,
    LABEL,
    LISTING,
    PICTURE,
    ROW,
    ROWS,
    UNTITLED,
)
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.settings import Settings

_LABEL = re.compile(rf"(?:sec|fig|tbl|lst|eq|{'|'.join(THEOREMS)})[-:]\S")
"""How labels begin: with a hyphen in Quarto, with a colon in pandoc-crossref."""
_PREFIXES = {"figure": "fig", "table": "tbl", "listing": "lst", "equation": "eq"}
CAPTION_ROW = "data-caption"
"""The attribute that keeps the row of a caption from draft to galley."""
_GIVEN = ("tag", "plain")
_LABELLED = "data-labelled"
"""The attribute of a figure or a table that has a label in TeX."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Something that may have a number. `part_of` is the row of the group that a figure is in, or -1."""

    kind: str
    """`figure`, `table`, `listing`, `equation`, or a kind of theorem."""
    id: str
    text: str
    numbered: bool
    part_of: int = -1
    given: str = ""
    """Its number, where the author gives it with `\\tag`."""


def is_label(name: str) -> bool:
    """Tell whether cross-references can refer to an id."""
    return bool(_LABEL.match(name))


def shape_captions(text: Element, context: ChapterContext) -> None:
    """Bring everything with a caption or a label into the galley's form, without numbers."""
    _shape_code_listings(text)
    for holder in list(text.iter("div")):
        if _is_labelled(holder, "fig") or has_class(holder, FIGURE):
            _shape_figure(holder)
        elif _is_labelled(holder, "tbl"):
            _shape_table(holder)
        elif _is_labelled(holder, "lst"):
            _shape_listing(holder)
    _add_theorem_titles(text)
    _shape_lone_pictures(text)
    equations.shape_equations(text, context)


def take_tex_labels(part: Element, context: ChapterContext) -> list[tuple[str, Element]]:
    """Remove the labels of TeX outside of formulas; return each with the element that it is a label of.

    In a heading that is its section, in a caption what the caption is of; elsewhere it is a place in the text.
    """
    found = []
    for mark in [each for each in part.iter("span") if has_class(each, TEX_LABEL)]:
        label = mark.get("data-label") or ""
        owner = _find_owner(mark)
        context.tex_labels.add(label)
        if owner is None:
            mark.attrib.clear()
            mark.set("id", label)
            found.append((label, mark))
            continue
        found.append((label, owner))
        if owner.tag in ("figure", "table"):
            owner.set(_LABELLED, "")
        if not owner.get("id"):
            owner.set("id", label)
        _drop_mark(mark)
    return found


def _find_owner(mark: Element) -> Element | None:
    for around in mark.iterancestors():
        if around.tag in HEADINGS:
            section = get_parent(around)
            return section if section.tag == "section" and section[0] is around else around
        if around.tag in ("figure", "table") or (around.tag == "div" and _find_theorem(around)):
            return around
        if around.tag in ("section", "li", "td"):
            break
    holder = get_parent(mark)
    section = get_parent(holder) if holder.getparent() is not None else holder
    is_alone = holder.tag == "p" and not all_text(holder).strip()
    if is_alone and section.tag == "section" and section.index(holder) == 1:
        return section  # on a line of its own below the heading
    return None


def _drop_mark(mark: Element) -> None:
    """Remove a mark with the space before it at the end of its line, and a paragraph that has nothing else."""
    holder, before, is_last = get_parent(mark), mark.getprevious(), not (mark.tail or "").strip()
    if is_last and mark.getnext() is None:
        mark.tail = None
        if before is not None:
            before.tail = (before.tail or "").rstrip() or None
        else:
            holder.text = (holder.text or "").rstrip() or None
    drop(mark)
    if holder.tag == "p" and not len(holder) and not (holder.text or "").strip():
        drop(holder)


def collect_captions(article: Element, settings: Settings) -> tuple[Caption, ...]:
    """Return everything with a caption or a label in reading order, and mark each element with its row."""
    rows: list[Caption] = []
    rows_by_element: dict[Element, int] = {}
    taken = list_ids(article)
    count: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
    for element in article.iter("figure", "table", "div", "span"):
        kind = _find_kind(element)
        if kind is None or not _is_captioned(element, kind):
            continue
        how = settings.numbered(f"{kind}s") if kind in _PREFIXES else "all"
        own = pop_attribute(element, equations.HOW)
        if own == "none":
            continue
        given = _read_given(element, own) if own in _GIVEN else ""
        labelled = kind in _PREFIXES and _is_labelled(element, _PREFIXES[kind])
        labelled = pop_attribute(element, _LABELLED) is not None or own is not None or labelled
        outer = next((rows_by_element[it] for it in element.iterancestors() if _holds_parts(it, rows_by_element)), -1)
        wanted = how == "all" or (how == "labelled" and labelled) or bool(given)
        if not labelled and not (wanted and outer < 0):
            continue
        name = element.get("id")
        if not name:
            name = next(own for number in count[kind] if (own := f"{kind}-{number}") not in taken)
            element.set("id", name)
        element.set(CAPTION_ROW, str(len(rows)))
        rows_by_element[element] = len(rows)
        rows.append(Caption(kind, name, _read_caption(element), wanted, outer, given))
    return tuple(rows)


def _holds_parts(element: Element, rows: dict[Element, int]) -> bool:
    """Tell whether what is in an element is numbered as a part of it."""
    return element in rows and (element.tag == "figure" or has_class(element, EQUATIONS))


def _read_given(element: Element, how: str | None) -> str:
    """Return the number that an author gives an equation."""
    holder = element
    if has_class(element, EQUATION):
        holder = next(child for child in element if has_class(child, EQUATION_NUMBER))
    shown = reading.plain_text(holder)
    return shown[1:-1].strip() if how == "tag" else shown


def insert_numbers(article: Element, shown: tuple[str, ...]) -> list[tuple[int, Element]]:
    """Insert the numbers, as `shown`, before captions and next to equations; return what has a caption, by row."""
    captioned = []
    for element in list(article.iter("figure", "table", "div", "span")):
        row = pop_attribute(element, CAPTION_ROW)
        if row is None:
            continue
        number = shown[int(row)]
        if has_class(element, EQUATIONS) or element.find(f"span[@class='{EQUATION_NUMBER}']") is not None:
            continue  # it has no number of its own, or one from the author
        if has_class(element, EQUATION_NUMBER):
            if not len(element) and not element.text:
                element.text = number
            continue
        if has_class(element, EQUATION):
            if number:
                etree.SubElement(element, "span", {"class": EQUATION_NUMBER}).text = number
            continue
        if _find_theorem(element):
            _insert_label(element[0], number)
            continue
        caption = _ensure_caption(element)
        if number:
            _insert_label(caption, number)
        if len(caption) == 0 and not caption.text:
            drop(caption)
        captioned.append((int(row), element))
    return captioned


def _insert_label(caption: Element, number: str) -> None:
    label = etree.Element("span", {"class": LABEL})
    label.text = number
    after = (caption.text or "").lstrip()
    label.tail = f" {after}" if after or len(caption) else None
    caption.text = None
    caption.insert(0, label)


def find_caption(element: Element) -> Element | None:
    """Return the caption of a figure or a table."""
    return element.find("caption" if element.tag == "table" else "figcaption")


def _ensure_caption(element: Element) -> Element:
    found = find_caption(element)
    if found is not None:
        return found
    caption = etree.Element("caption" if element.tag == "table" else "figcaption")
    element.insert(0 if element.tag == "table" or _is_listing(element) else len(element), caption)
    return caption


def _find_kind(element: Element) -> str | None:
    marks = reading.classes(element)
    if element.tag == "figure":
        return None if HERO in marks else "listing" if LISTING in marks else "figure"
    if element.tag == "table":
        return "table"
    if EQUATIONS in marks or (EQUATION_NUMBER in marks and element.get(equations.HOW)):
        return "equation"
    return "equation" if EQUATION in marks and ROWS not in marks else _find_theorem(element)


def _find_theorem(element: Element) -> str | None:
    marks = reading.classes(element) if element.tag == "div" else ()
    return next((kind for kind in THEOREMS.values() if kind in marks), None) if THEOREM in marks else None


def _is_captioned(element: Element, kind: str) -> bool:
    return (
        kind == "equation"
        or kind not in _PREFIXES
        or bool(_read_caption(element))
        or _is_labelled(element, _PREFIXES[kind])
    )


def _read_caption(element: Element) -> str:
    caption = find_caption(element)
    return reading.plain_text(caption) if caption is not None else ""


def _is_labelled(element: Element, prefix: str) -> bool:
    return bool(re.match(rf"{prefix}[-:]\S", element.get("id") or ""))


def _is_listing(element: Element) -> bool:
    return has_class(element, LISTING)


def _add_theorem_titles(text: Element) -> None:
    """Give theorems without a title one for their number."""
    for holder in text.iter("div"):
        if _find_theorem(holder) and (len(holder) == 0 or not has_class(holder[0], BOX_TITLE)):
            holder.set("class", " ".join(each for each in reading.classes(holder) if each != UNTITLED))
            holder.insert(0, etree.Element("p", {"class": BOX_TITLE}))


def _shape_code_listings(text: Element) -> None:
    """Finish what `marks.lua` makes of code with a caption or a label."""
    for holder in list(text.iter("div")):
        if not has_class(holder, CODE_LISTING):
            continue
        caption = next(child for child in holder if has_class(child, CODE_CAPTION))
        holder.tag, caption.tag = "figure", "figcaption"
        holder.set("class", LISTING)
        caption.attrib.clear()
        if len(caption) == 1 and caption[0].tag == "p":
            caption.text = None
            unwrap(caption[0])
        caption.text = (caption.text or "").lstrip() or None
        if len(caption):
            caption[-1].tail = (caption[-1].tail or "").rstrip() or None
        elif caption.text:
            caption.text = caption.text.rstrip()
        else:
            drop(caption)


def _shape_figure(holder: Element) -> None:
    """Shape `::: {#fig-x}`: its last paragraph is the caption, unless that is its only content."""
    pictures = list(holder.iter("img"))
    caption = _find_last_paragraph(holder)
    holder.tag = "figure"
    if has_class(holder, FIGURE):
        del holder.attrib["class"]
    if caption is not None:
        caption.tag = "figcaption"
    if len(pictures) > 1:
        _shape_group(holder, caption)
        return
    for inner in [*holder.findall("figure"), *(p for p in holder.findall("p") if _is_picture(p))]:
        own = inner.find("figcaption")
        if own is not None and caption is not None:
            drop(own)
        if inner.tag == "figure" or caption is not None:
            unwrap(inner)


def _shape_group(figure: Element, caption: Element | None) -> None:
    figure.set("class", " ".join([GROUP, *reading.classes(figure)]))
    row = etree.Element("div", {"class": ROW})
    for child in list(figure):
        if child is caption:
            continue
        for picture in [child] if child.tag == "figure" else list(child.iter("img", "figure")):
            row.append(_make_figure(picture))
        if child.getparent() is figure and not all_text(child).strip() and child.find(".//img") is None:
            figure.remove(child)
    figure.text = None
    figure.insert(0, row)


def _make_figure(picture: Element) -> Element:
    if picture.tag == "figure":
        picture.tail = None
        return picture
    figure = etree.Element("figure")
    if picture.get("id"):
        figure.set("id", picture.attrib.pop("id"))
    get_parent(picture).remove(picture) if not (picture.tail or "").strip() else drop(picture)
    picture.tail = None
    figure.append(picture)
    return figure


def _shape_table(holder: Element) -> None:
    """Shape `::: {#tbl-x}` around a table: its label moves to the table, its last paragraph becomes the caption."""
    tables = list(holder.iter("table"))
    if not tables:
        return
    table = tables[0]
    paragraph = _find_last_paragraph(holder)
    if table.find("caption") is None and paragraph is not None:
        drop(paragraph)
        paragraph.tag, paragraph.tail = "caption", None
        table.insert(0, paragraph)
    if not table.get("id"):
        table.set("id", holder.attrib.pop("id"))
    if len(holder) == 1:
        unwrap(holder)


def _shape_listing(holder: Element) -> None:
    """Shape `::: {#lst-x}` around code: its last paragraph becomes the caption, and moves before the code."""
    if holder.find(".//pre") is None or holder.find(".//figure") is not None:
        return
    caption = _find_last_paragraph(holder)
    holder.tag = "figure"
    holder.set("class", LISTING)
    if caption is not None:
        drop(caption)
        caption.tag, caption.tail = "figcaption", None
        holder.insert(0, caption)


def _find_last_paragraph(holder: Element) -> Element | None:
    last = holder[-1] if len(holder) > 1 else None
    return last if last is not None and last.tag == "p" and not _is_picture(last) else None


def _is_picture(paragraph: Element) -> bool:
    return not all_text(paragraph).strip() and paragraph.find(".//img") is not None


def _shape_lone_pictures(text: Element) -> None:
    """Mark paragraphs that are nothing but a picture; one with a label is a figure."""
    for paragraph in list(text.iter("p")):
        if not _is_picture(paragraph):
            continue
        if len(paragraph) == 1 and paragraph[0].tag == "img" and _is_labelled(paragraph[0], "fig"):
            paragraph.tag = "figure"
            paragraph.set("id", paragraph[0].attrib.pop("id"))
        elif not paragraph.get("class"):
            paragraph.set("class", PICTURE)
