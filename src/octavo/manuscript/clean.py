"""Raw HTML: remove what runs, reaches outside or has no place in a book, and correct wrong nesting."""

from __future__ import annotations

import re

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import MATHML, drop, has_class, is_element, list_attributes, pop_attribute, unwrap
from octavo.manuscript.filter_classes import UNCLOSED
from octavo.model import reading
from octavo.model.html_elements import BLOCKS, HOLDS_FLOW, PHRASING, VOID, Element

_GLOBAL_ATTRIBUTES = {"id", "class", "lang", "dir", "title", "role", "style", "hidden"}
_OWN_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start", "type", "reversed"}, "li": {"value"},
    "td": {"colspan", "rowspan", "headers"}, "th": {"colspan", "rowspan", "headers", "scope", "abbr"}, "col": {"span"},
    "colgroup": {"span"}, "time": {"datetime"}, "q": {"cite"}, "blockquote": {"cite"}, "ins": {"cite", "datetime"},
    "del": {"cite", "datetime"}, "details": {"open"}, "input": {"type", "checked"}, "data": {"value"},
}  # fmt: skip
_RENAMED = {
    "acronym": "abbr", "big": "span", "center": "div", "dir": "ul", "font": "span", "hgroup": "div", "nobr": "span",
    "strike": "s", "tt": "code", "menu": "ul", "nav": "div", "main": "div", "header": "div", "footer": "div",
    "article": "div", "search": "div", "picture": "span", "fieldset": "div", "legend": "p", "form": "div",
    "listing": "pre", "xmp": "pre", "plaintext": "pre", "aside": "aside",
}  # fmt: skip
_DROPPED = {
    "applet", "audio", "base", "button", "canvas", "embed", "frame", "frameset", "iframe", "link", "map", "area",
    "meta", "noscript", "object", "param", "portal", "script", "select", "style", "svg", "template", "textarea",
    "track", "video", "datalist", "dialog", "meter", "output", "progress", "optgroup", "option", "slot", "marquee",
    "head", "title", "noframes",
}  # fmt: skip
_STYLES = re.compile(r"(?:text-align|vertical-align|width|height|list-style-type|font-style|font-weight)$")
_VALUE = re.compile(r"[\w\s.%#-]+$")
_OPEN_PARENTS = HOLDS_FLOW | {"galley", "text"}


def clean(tree: Element, context: ChapterContext) -> None:
    """Clean a tree in place; report at its place what is left out."""
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
        context.warn("html.unclosed", f"{tag} is never closed, and is shown as text", context.finder.raw(tag), hint)
        unwrap(element)
        return
    if name in _DROPPED:
        place = context.finder.raw(f"<{name}")
        context.warn("html.dropped", f"<{name}> is left out", place, _suggest_instead(name))
        _drop_silently(element)
        return
    if name == "input" and element.get("type") != "checkbox":
        context.warn("html.dropped", "<input> is left out", context.finder.raw("<input"), "a book has no forms")
        drop(element)
        return
    name = _RENAMED.get(name, name)
    if name not in BLOCKS and name not in PHRASING:
        if name:
            context.inform(
                "html.unknown", f"<{name}> is not an HTML element; its text is kept", context.finder.raw(f"<{name}")
            )
        unwrap(element)
        return
    if name == "div" and element.tag == "center":
        element.set("class", " ".join(filter(None, [element.get("class"), "center"])))
    element.tag = name
    _clean_attributes(element, name)


def _drop_silently(element: Element) -> None:
    for child in list(element.iter()):
        if child is not element:
            child.text = child.tail = None
    for child in list(element):
        element.remove(child)
    drop(element)


def _suggest_instead(name: str) -> str:
    if name == "svg":
        return "save the drawing as a file and show it as a picture"
    if name in ("video", "audio", "iframe", "object", "embed"):
        return "link to it instead"
    return "remove it: a book has only text and pictures"


_RESERVED = {
    "apparatus", "box-title", "equation", "equation-number", "footnote", "galley", "index-mark", "label", "math",
    "missing-glyph", "missing-image", "note-back", "note-ref", "notes", "number", "opening", "paged", "task",
    "title-block", "xref",
}  # fmt: skip
"""Classes with a meaning in a galley: they are removed from the author's own HTML."""
_PANDOC_ROLES = {"doc-noteref": "footnote-ref", "doc-backlink": "footnote-back", "doc-endnotes": "footnotes"}
"""Roles that only Pandoc may give, and the classes that it gives with them."""


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
    for element in list(tree.iter(*_HOLDS_NO_BLOCKS)):
        if any(is_element(child) and child.tag in BLOCKS for child in element.iterdescendants()):
            if element.tag == "span" or element.get("id"):
                element.tag = "div"
                pop_attribute(element, "href")
            else:
                unwrap(element)
    if tree.tag == "text":
        for holder in (tree, *tree.iter("section")):
            _wrap_loose_text(holder)
    for paragraph in list(tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")):
        if any(is_element(child) and child.tag in BLOCKS for child in paragraph):
            paragraph.tag = "div"
    _fix_children(tree)


def _wrap_loose_text(holder: Element) -> None:
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
