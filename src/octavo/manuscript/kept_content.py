"""Elements of raw HTML that a book cannot have and whose content is kept: films, frames, buttons, menus."""

from __future__ import annotations

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import drop, get_parent, is_element
from octavo.manuscript.raw_html import END, NAME, START
from octavo.model import reading
from octavo.model.html_elements import BLOCKS, Element

_PARTS = {"optgroup", "option", "slot"}
"""Parts of other elements, which are not reported."""
_SOURCES = {"video": "src", "audio": "src", "iframe": "src", "portal": "src", "object": "data"}
"""Elements that show a file, and the attribute with its URL."""


def keep_content(tree: Element, context: ChapterContext) -> None:
    """Remove the marks of these elements and report them; what a film or a frame would show becomes a link."""
    opened: list[Element] = []
    ends: dict[Element, Element] = {}
    targets: dict[Element, str] = {}
    starts: list[Element] = []
    for node in list(tree.iter(START, END, "source", "embed", "track", "param")):
        if node.tag == START:
            starts.append(node)
            opened.append(node)
            if target := node.get(_SOURCES.get(node.get(NAME, ""), "src")):
                targets[node] = target
        elif node.tag == END:
            start = next((each for each in reversed(opened) if each.get(NAME) == node.get(NAME)), None)
            if start is None:
                drop(node)
                continue
            ends[start] = node
            opened.remove(start)
        else:
            showing = next((each for each in reversed(opened) if each.get(NAME) in _SOURCES), None)
            if showing is None:
                continue
            if node.tag in ("source", "embed") and (target := node.get("src")):
                targets.setdefault(showing, target)
            drop(node)
    for start in starts:
        _finish(start, ends.get(start), targets.get(start, ""), context)


def _finish(start: Element, end: Element | None, target: str, context: ChapterContext) -> None:
    name = start.get(NAME, "")
    nth = context.count_occurrence("tag", name)
    content = _find_content(start, end)
    is_linked = bool(target) and _link(start, content, target)
    if name not in _PARTS:
        kept = end is not None and _has_words_between(start, end)
        message = (
            f"<{name}> is shown as a link" if is_linked else
            f"only the text of <{name}> is kept" if kept else f"<{name}> is left out"
        )  # fmt: skip
        hint = "write a link of your own if it should say something else" if is_linked else suggest_instead(name)
        context.warn("html.dropped", message, context.finder.tag(name, nth), hint)
    elif not _ends_with_space(start):
        start.tail = " " + (start.tail or "")
    drop(start)
    if end is not None:
        drop(end)


def suggest_instead(name: str) -> str:
    """Return what an author can do instead of writing an element."""
    if name == "svg":
        return "save the drawing as a file and show it as a picture"
    if name in ("video", "audio", "iframe", "object", "embed"):
        return "link to it instead"
    if name == "style":
        return "put the CSS into a file, and name it under octavo: css"
    return "remove it: a book has only text and pictures"


def _find_content(start: Element, end: Element | None) -> list[Element]:
    """Return the elements between two marks that are next to each other; moves the first one to the other."""
    if end is None:
        return []
    block, outer = get_parent(end), get_parent(start)
    if start.getnext() is block and block.tag in ("p", "div") and not (start.tail or "").strip():
        drop(start)
        start.tail, block.text = block.text, None
        block.insert(0, start)
        outer = block
    if block is not outer:
        return []
    siblings = list(outer)
    return siblings[siblings.index(start) + 1 : siblings.index(end)]


def _link(start: Element, content: list[Element], target: str) -> bool:
    """Make a link of the content of a film or a frame, or of its title; tell whether that is possible."""
    if any(each.tag == "a" or each.find(".//a") is not None for each in content):
        return True
    blocks = [each for each in content if is_element(each) and each.tag in BLOCKS]
    link = etree.Element("a", {"href": target})
    if blocks:
        if blocks != [each for each in content if each.tag not in (START, END)] or blocks[0].tag not in ("p", "div"):
            return False
        (holder, *others) = blocks
        if others or any(child.tag in BLOCKS for child in holder if is_element(child)):
            return False
        link.text, holder.text = holder.text, None
        link.extend(list(holder))
        holder.append(link)
        return True
    words = (start.tail or "").strip() if content or _is_closed(start) else ""
    if not words and not any(_has_words(each) or (each.tail or "").strip() for each in content):
        title = (start.get("title") or start.get("aria-label") or "").strip()
        if not title or ":" not in target:
            return False
        link.text = title
        link.tail, start.tail = start.tail, None
        start.addnext(link)
        return True
    link.text, start.tail = (start.tail or "").lstrip(), None
    start.addnext(link)
    link.extend(content)
    return True


def _is_closed(start: Element) -> bool:
    following = start.getnext()
    return following is not None and following.tag == END and following.get(NAME) == start.get(NAME)


def _has_words(element: Element) -> bool:
    return bool(reading.plain_text(element)) or element.tag == "img" or element.find(".//img") is not None


def _has_words_between(start: Element, end: Element) -> bool:
    around = set(end.iterancestors())
    if (start.tail or "").strip() and start not in around:
        return True
    for node in start.itersiblings():
        if node is end:
            return False
        if node not in around:
            if _has_words(node) or (node.tail or "").strip():
                return True
            continue
        for inner in node.iter():
            if inner is end:
                return False
            if is_element(inner) and (inner.tag == "img" or (inner.text or "").strip()):
                return True
            if inner not in around and (inner.tail or "").strip():
                return True
    return False


def _ends_with_space(element: Element) -> bool:
    before = element.getprevious()
    text = before.tail if before is not None else get_parent(element).text
    return not text or text[-1:].isspace()
