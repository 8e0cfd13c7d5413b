"""Raw HTML: remove what runs, reaches outside or has no place in a book, and correct wrong nesting."""

from __future__ import annotations

import itertools
import re

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import (
    MATHML,
    all_text,
    drop,
    has_class,
    is_element,
    list_attributes,
    pop_attribute,
    unwrap,
)
from octavo.manuscript.filter_classes import UNCLOSED
from octavo.manuscript.kept_content import keep_content, suggest_instead
from octavo.manuscript.raw_elements import DROPPED, PARTS, RENAMED, is_known
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.galley_classes import BREAK_AFTER, BREAK_BEFORE, LINE_BLOCK, PAGE_BREAK
from octavo.model.html_elements import BLOCKS, HOLDS_FLOW, PHRASING, VOID, Element

_GLOBAL_ATTRIBUTES = {"id", "class", "lang", "dir", "title", "role", "style", "hidden"}
_OWN_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start", "type", "reversed"}, "li": {"value"},
    "td": {"colspan", "rowspan", "headers"}, "th": {"colspan", "rowspan", "headers", "scope", "abbr"}, "col": {"span"},
    "colgroup": {"span"}, "time": {"datetime"}, "q": {"cite"}, "blockquote": {"cite"}, "ins": {"cite", "datetime"},
    "del": {"cite", "datetime"}, "details": {"open"}, "input": {"type", "checked"}, "data": {"value"},
}  # fmt: skip
_STYLES = re.compile(r"(?:text-align|vertical-align|width|height|list-style-type|font-style|font-weight)$")
_VALUE = re.compile(r"[\w\s.%#-]+$")
_OPEN_PARENTS = HOLDS_FLOW | {"galley", "text"}


def clean(tree: Element, context: ChapterContext) -> None:
    """Clean a tree in place; report at its place what is left out."""
    keep_content(tree, context)
    for element in list(tree.iter()):
        if element is tree:
            continue
        if not is_element(element):
            drop(element)
        elif not element.tag.startswith(MATHML):
            _clean_element(element, context)
    _fix_nesting(tree)


def _clean_element(element: Element, context: ChapterContext) -> None:
    if element.getparent() is None:
        return
    name = element.tag.rpartition("}")[2]
    if has_class(element, UNCLOSED):
        tag = reading.plain_text(element)
        hint = f"write it as code, `{tag}`, or close it"
        place = context.finder.raw(tag)
        if is_known(tag.strip("</>").lower()):
            context.warn("html.unclosed", f"{tag} is never closed, and is shown as text", place, hint)
        else:
            context.inform("html.unknown", f"{tag} is not an HTML element, and is shown as text", place)
        unwrap(element)
        return
    if name in PARTS:
        drop(element)
        return
    if name in DROPPED:
        place = _find_tag(name, context)
        for inner in element.iterdescendants():
            if is_element(inner):
                context.count_occurrence("tag", inner.tag.rpartition("}")[2])
        context.warn("html.dropped", f"<{name}> is left out", place, suggest_instead(name))
        _empty(element)
        drop(element)
        return
    if name == "input" and element.get("type") != "checkbox":
        context.warn("html.dropped", "<input> is left out", _find_tag(name, context), "a book has no forms")
        drop(element)
        return
    name = RENAMED.get(name, name)
    if name not in BLOCKS and name not in PHRASING:
        if name:
            place = _find_tag(name, context)
            context.inform("html.unknown", f"<{name}> is not an HTML element; its text is kept", place)
        unwrap(element)
        return
    if name == "div" and element.tag == "center":
        element.set("class", " ".join(filter(None, [element.get("class"), "center"])))
    element.tag = name
    _name_breaks(element)
    _clean_attributes(element, element.tag)


def _find_tag(name: str, context: ChapterContext) -> Place:
    return context.finder.tag(name, context.count_occurrence("tag", name))


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)


_RESERVED = {
    "apparatus", "box-title", "equation", "equation-number", "footnote", "galley", "index-mark", "label", "math",
    "missing-glyph", "missing-image", "note-back", "note-ref", "notes", "number", "opening", "paged", "task",
    "title-block", "xref",
}  # fmt: skip
"""Classes with a meaning in a galley: they are removed from the author's own HTML."""
_PANDOC_ROLES = {"doc-noteref": "footnote-ref", "doc-backlink": "footnote-back", "doc-endnotes": "footnotes"}
"""Roles that only Pandoc may give, and the classes that it gives with them."""


_BREAKS = {
    "pagebreak": PAGE_BREAK, "newpage": PAGE_BREAK, "new-page": PAGE_BREAK, "page_break": PAGE_BREAK,
    "page-break-before": BREAK_BEFORE, "page-break-after": BREAK_AFTER, "pagebreak-before": BREAK_BEFORE,
    "pagebreak-after": BREAK_AFTER,
}  # fmt: skip
"""Names that authors give to what breaks a page."""
_BREAKING = re.compile(
    r"(?:^|;)\s*(?:page-)?break-(before|after)\s*:\s*(?:always|all|page|left|right|recto|verso)\b", re.IGNORECASE
)


def _name_breaks(element: Element) -> None:
    """Say by one class each where pages break, whatever styles and classes the author gives it."""
    given = [_BREAKS.get(mark, mark) for mark in reading.classes(element)]
    given += [f"break-{side.lower()}" for side in _BREAKING.findall(element.get("style") or "")]
    own = {PAGE_BREAK, BREAK_BEFORE, BREAK_AFTER} & set(given)
    if not own:
        return
    rest = [mark for mark in given if mark not in own]
    is_empty = not len(element) and not (element.text or "").strip()
    if is_empty and element.tag in ("br", "div", "p", "span"):
        element.tag, element.text, own = "div", None, {PAGE_BREAK}
    elif PAGE_BREAK in own:
        own = own - {PAGE_BREAK} | {BREAK_BEFORE}
    element.set("class", " ".join([*rest, *sorted(own)]))


def _clean_class(element: Element, name: str) -> None:
    given = reading.classes(element)
    marks = [mark for mark in given if mark not in _RESERVED or (mark == "math" and name == "span")]
    if name in ("li", "aside"):
        marks = [mark for mark in marks if mark != "note"]
    if marks != given:
        element.set("class", " ".join(marks))
    role = element.get("role")
    if role in _PANDOC_ROLES and _PANDOC_ROLES[role] not in given:
        del element.attrib["role"]


def _clean_attributes(element: Element, name: str) -> None:
    own = _OWN_ATTRIBUTES.get(name, set())
    _clean_class(element, name)
    for key, value in list_attributes(element):
        if key in ("data-pos", "data-external") or key.startswith("on") or ":" in key or "{" in key:
            del element.attrib[key]
        elif key == "style":
            if kept := _filter_style(value):
                element.set("style", kept)
            else:
                del element.attrib["style"]
        elif key == "name" and name == "a":  # an anchor of old HTML
            del element.attrib[key]
            element.set("id", element.get("id") or value)
        elif key == "align" and value in ("left", "right", "center"):
            del element.attrib[key]
            element.set("style", f"text-align: {value};")
        elif (key in ("colspan", "rowspan", "span", "start", "value") and not re.fullmatch(r"-?\d{1,5}", value)) or (
            key in ("colspan", "rowspan", "span") and int(value) < 1
        ):
            del element.attrib[key]
        elif key in own or key in _GLOBAL_ATTRIBUTES or re.fullmatch(r"(?:data|aria)-[a-z][a-z0-9_.-]*", key):
            continue
        else:
            del element.attrib[key]


def _filter_style(style: str) -> str:
    pairs = (part.partition(":") for part in style.split(";"))
    kept = [
        f"{key.strip().lower()}: {value.strip()}"
        for key, _, value in pairs
        if _STYLES.match(key.strip().lower()) and _VALUE.match(value.strip())
    ]
    return "; ".join(kept) + ";" if kept else ""


_HOLDS_NO_BLOCKS = PHRASING - VOID


def _fix_nesting(tree: Element) -> None:
    """Remove or replace elements around blocks where HTML allows none: inline elements and paragraphs."""
    _move_links_into_blocks(tree)
    _open_lines(tree)
    if tree.tag == "text":
        for holder in (tree, *tree.iter("section")):
            wrap_loose_text(holder)
    for paragraph in list(tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")):
        if any(is_element(child) and child.tag in BLOCKS for child in paragraph):
            paragraph.tag = "div"
            if len(paragraph) == 1 and has_class(paragraph[0], PAGE_BREAK) and not all_text(paragraph).strip():
                unwrap(paragraph)
    for paragraph in list(tree.iter("p")):
        if not len(paragraph) and not (paragraph.text or "").strip() and not paragraph.get("id"):
            drop(paragraph)  # left by what was in it
    _fix_children(tree)


def _open_lines(tree: Element) -> None:
    """Replace what holds a line of text, and has blocks in it."""
    for element in list(tree.iter(*_HOLDS_NO_BLOCKS)):
        if _has_blocks(element):
            if element.tag == "span" or element.get("id"):
                element.tag = "div"
                pop_attribute(element, "href")
            else:
                unwrap(element)
    for block in list(tree.iter("div")):
        if has_class(block, LINE_BLOCK) and _has_blocks(block):  # no line can hold one
            del block.attrib["class"]
            wrap_loose_text(block)


def _move_links_into_blocks(tree: Element) -> None:
    """Make a link of each line in a link around blocks, and remove the empty links that an HTML parser adds to it."""
    around = [each for each in tree.iter("a") if each.get("href") and _has_blocks(each)]
    for link in around:
        for block in [link, *link.iterdescendants()]:
            if is_element(block) and (block is link or (block.tag in BLOCKS and block.tag != "pre")):
                _link_lines(block, link)
        if name := link.get("id"):
            link[0].set("id", link[0].get("id") or name)
        unwrap(link)
    copied = [dict(list_attributes(link)) for link in around]
    links = list(tree.iter("a"))
    for link, after in itertools.zip_longest(links, links[1:]):
        own = dict(list_attributes(link))
        is_copy = own in copied or (after is not None and own == dict(list_attributes(after)))
        if is_copy and not len(link) and not (link.text or "").strip():
            unwrap(link)


def _has_blocks(element: Element) -> bool:
    return any(is_element(child) and child.tag in BLOCKS for child in element.iterdescendants())


def _link_lines(block: Element, link: Element) -> None:
    """Put the runs of text and phrasing elements in a block into links like one that is around it."""
    runs: list[list[Element]] = [[]]
    heads: list[Element | None] = [None]
    for child in list(block):
        if is_element(child) and child.tag in PHRASING:
            runs[-1].append(child)
        else:
            runs.append([])
            heads.append(child)
    for head, run in zip(heads, runs, strict=True):
        text = (block.text if head is None else head.tail) or ""
        has_links = any(each.tag == "a" or each.find(".//a") is not None or _has_blocks(each) for each in run)
        if has_links or not (text.strip() or any(all_text(each).strip() or each.tag == "img" for each in run)):
            continue
        made = etree.Element("a", {"href": link.get("href", "")})
        made.text = text
        if head is None:
            block.text = None
            block.insert(0, made)
        else:
            head.tail = None
            head.addnext(made)
        made.extend(run)


def wrap_loose_text(holder: Element) -> None:
    """Make paragraphs of text between blocks, as raw HTML leaves it."""
    runs: list[tuple[str | None, list[Element]]] = [(holder.text, [])]
    for child in holder:
        if child.tag in PHRASING or not is_element(child):
            runs[-1][1].append(child)
        else:
            runs.append((child.tail, []))
    blocks = [child for child in holder if is_element(child) and child.tag not in PHRASING]
    for row, (text, inside) in enumerate(runs):
        shown = any(reading.plain_text(each) or each.tag == "img" or each.find(".//img") is not None for each in inside)
        if not ((text or "").strip() or shown or any((each.tail or "").strip() for each in inside)):
            continue
        paragraph = etree.Element("p")
        paragraph.text, paragraph.tail = (text or "").lstrip(), "\n"
        before = blocks[row - 1] if row else None
        holder.insert(0 if before is None else holder.index(before) + 1, paragraph)
        if before is None:
            holder.text = None
        else:
            before.tail = None
        paragraph.extend(inside)
        if inside:
            inside[-1].tail = (inside[-1].tail or "").rstrip()
        else:
            paragraph.text = (text or "").strip()


_CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "tr": {"td", "th"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
    "dl": {"dt", "dd", "div"},
}  # fmt: skip
_WRAPPERS = {"ul": "li", "ol": "li", "dl": "dd", "tr": "td"}
_PARENTS = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "summary": {"details"}, "caption": {"table"},
    "td": {"tr"}, "th": {"tr"}, "tr": {"table", "thead", "tbody", "tfoot"}, "thead": {"table"}, "tbody": {"table"},
    "tfoot": {"table"}, "figcaption": {"figure"}, "colgroup": {"table"}, "col": {"colgroup", "table"},
    "rt": {"ruby"}, "rp": {"ruby"},
}  # fmt: skip


def _fix_children(tree: Element) -> None:
    for element in list(tree.iter(*_CHILDREN)):
        allowed, filler = _CHILDREN[element.tag], _WRAPPERS.get(element.tag)
        if filler and (element.text or "").strip():
            holder = etree.Element(filler)
            holder.text, element.text = element.text, None
            element.insert(0, holder)
        for child in list(element):
            if child.tag not in allowed and filler:
                holder = etree.Element(filler)
                element.replace(child, holder)
                holder.append(child)
                holder.tail, child.tail = child.tail, None
    for element in list(tree.iter(*_PARENTS)):
        parent = element.getparent()
        if parent is not None and parent.tag not in _PARENTS[element.tag]:
            element.tag = "div" if parent.tag in _OPEN_PARENTS else "span"
    for element in list(tree.iter("ul", "ol", "dl", "tr")):
        if len(element) == 0:
            drop(element)
    for details in tree.iter("details"):
        _move_summary_first(details)


def _move_summary_first(details: Element) -> None:
    """Move the summary to the beginning of its details, before any text (HTML, section 4.11.1)."""
    summary = details.find("summary")
    if summary is not None and not details.index(summary) and not (details.text or "").strip():
        return
    if summary is None:
        summary = etree.Element("summary")
        summary.text = "…"
    else:
        behind, summary.tail = summary.tail or "", None
        before = summary.getprevious()
        if before is None:
            details.text = (details.text or "") + behind
        else:
            before.tail = (before.tail or "") + behind
    details.insert(0, summary)
    summary.tail, details.text = details.text, None
