"""Pictures in whatever markup an author shows them, made `<img>` before anything else looks at a text.

That is `<picture>` with its sources, `<embed>` and `<object>`, drawings in raw HTML, `srcset`. Of a picture for light
and one for dark mode, editions show the light one.
"""

from __future__ import annotations

import re

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.drawings import NUMBER, SVG, Drawings
from octavo.manuscript.elements import all_text, drop, get_parent, is_element, pop_attribute, unwrap
from octavo.manuscript.raw_html import END, NAME, START
from octavo.model import reading
from octavo.model.html_elements import Element

_ALT = "data-octavo-alt"
"""Alt text that `reader.lua` keeps where Pandoc would lose it."""
_SHOWN_AS_PICTURE = re.compile(r"\.(?:svgz?|png|jpe?g|gif|webp|avif|pdf|tiff?|bmp|eps)$", re.IGNORECASE)


def normalize(tree: Element, context: ChapterContext) -> None:
    """Make every picture of a tree an `<img>`, and remove those that are only for dark mode."""
    for image in tree.iter("img"):
        _choose_source(image)
    for holder in list(tree.iter("picture")):
        _choose_from_picture(holder)
    for embedded in list(tree.iter("embed", START)):
        if embedded.tag == "embed" or embedded.get(NAME) == "object":
            _replace_embedded(embedded)
    _take_out_drawings(tree, context)
    if context.drawings:
        drawings = Drawings(context.drawings)
        for image in list(tree.iter("img")):
            if (number := image.get(NUMBER)) is not None:
                _show_drawing(image, int(number), drawings)
    _remove_dark_twins(tree, context)


def _take_out_drawings(tree: Element, context: ChapterContext) -> None:
    """Put a picture in place of each drawing that Pandoc has read, in a block that is marked as raw HTML."""
    for drawing in [each for each in tree.iter() if is_element(each) and each.tag in ("svg", f"{{{SVG}}}svg")]:
        parent = drawing.getparent()
        if parent is None or any(each.tag == drawing.tag for each in drawing.iterancestors()):
            continue
        written = etree.tostring(drawing, encoding="unicode", with_tail=False)
        if prefix := drawing.prefix:
            written = re.sub(rf"(</?){prefix}:", r"\1", written.replace(f"xmlns:{prefix}=", "xmlns="))
        image = etree.Element("img", {"src": "octavo:drawing", NUMBER: str(len(context.drawings))})
        image.tail = drawing.tail
        parent.replace(drawing, image)
        context.drawings += (written,)


def _choose_source(image: Element) -> None:
    """Give a picture a `src` where it has only other attributes that browsers and scripts read."""
    if not (image.get("src") or "").strip():
        other = _largest(image.get("srcset") or image.get("data-srcset") or "") or image.get("data-src")
        if other:
            image.set("src", other)


def _largest(srcset: str) -> str:
    """Return the largest candidate of a `srcset` (HTML, section 4.8.4.2)."""
    found = re.findall(r"([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wxh])?\s*(?:,|$)", srcset)
    return max(found, key=lambda each: float(each[1] or 1), default=("", ""))[0]


def _choose_from_picture(holder: Element) -> None:
    """Keep of a `<picture>` what a browser in light mode shows on a large screen, and its own `<img>` if in doubt."""
    sources = list(holder.iter("source"))
    images = list(holder.iter("img"))
    light = next((each for each in sources if re.search(r"scheme\s*:\s*light", each.get("media") or "")), None)
    if not images:
        usable = [each for each in sources if "dark" not in (each.get("media") or "")] or sources
        if usable:
            images = [etree.SubElement(holder, "img")]
            light = light if light is not None else usable[0]
    if images and light is not None and (chosen := _largest(light.get("srcset") or "") or light.get("src")):
        images[0].set("src", chosen)
    for source in sources:
        unwrap(source)
    unwrap(holder)


def _replace_embedded(element: Element) -> None:
    """Show a picture that is embedded as a document; of an `<object>`, its text is the alt text."""
    is_object = element.tag == START
    source = element.get("data" if is_object else "src") or ""
    kind = element.get("type") or ""
    written = element.get(_ALT) is not None
    if not written and re.match(r"(?!data:)[A-Za-z][\w+.-]*:|//", source):  # on another server
        return
    is_picture = _SHOWN_AS_PICTURE.search(re.split(r"[?#]", source)[0])
    if not source or not (written or is_picture or kind.startswith("image/") or kind == "application/pdf"):
        return
    alt = pop_attribute(element, _ALT)
    words = _take_fallback(element) if is_object else ""
    alt = alt or element.get("aria-label") or words or ("" if written else element.get("title"))
    element.tag = "img"
    for key in ("data", "type", NAME):
        pop_attribute(element, key)
    element.set("src", source)
    if alt:
        element.set("alt", alt)


def _take_fallback(start: Element) -> str:
    """Remove what an object has for browsers that cannot show it, and return its words."""
    inside: list[Element] = []
    end = start.getnext()
    while end is not None and not (end.tag == END and end.get(NAME) == start.get(NAME)):
        inside.append(end)
        end = end.getnext()
    if end is None:
        return ""
    parts = [start.tail or ""]
    for each in inside:
        parts += [each.get("alt") or "", all_text(each), each.tail or ""]
        get_parent(each).remove(each)
    start.tail = None
    drop(end)
    return " ".join("".join(parts).split())


def _show_drawing(image: Element, number: int, drawings: Drawings) -> None:
    root = drawings.root(number)
    if root is None or drawings.is_hidden(number):
        _remove_with_holder(image)
        return
    pop_attribute(image, "data-octavo-line")
    for key in ("id", "class", "style", "width", "height", "title"):
        if value := root.get(key):
            image.set(key, value)
    source = drawings.url(number)
    words = _words(root)
    name = " ".join((root.get("aria-label") or "").split()) or _child_text(root, "title")
    more = _child_text(root, "desc")
    if alt := ". ".join(part.rstrip(".") for part in dict.fromkeys((name, more, words)) if part):
        image.set("alt", alt)
    elif root.get("aria-hidden") == "true" or root.get("role") in ("presentation", "none"):
        image.set("role", "presentation")
    image.set("src", source)


def _child_text(root: Element, name: str) -> str:
    return next((" ".join(all_text(child).split()) for child in root if _local(child) == name), "")


def _words(root: Element) -> str:
    """Return the words that a drawing shows, in the order in which they are written."""
    parts: list[str] = []

    def collect(element: Element, is_shown: bool) -> None:
        name = _local(element)
        if name in ("title", "desc", "style", "script", "metadata", "") or element.get("display") == "none":
            return
        is_shown = is_shown or name in ("text", "foreignObject")
        parts.append(" " if name in ("text", "tspan", "p", "div", "li", "br", "foreignObject") else "")
        if is_shown and element.text:
            parts.append(element.text)
        for child in element:
            collect(child, is_shown)
            if is_shown and child.tail:
                parts.append(child.tail)
        parts.append(" " if name in ("text", "p", "div", "li", "foreignObject") else "")

    collect(root, False)
    return " ".join("".join(parts).split())


def _local(element: Element) -> str:
    return etree.QName(element).localname if is_element(element) else ""


_DARK_MARK = re.compile(r"#(?:only-dark|gh-dark-mode-only|dark-mode-only|dark)$")
_LIGHT_MARK = re.compile(r"#(?:only-light|gh-light-mode-only|light-mode-only|light)$")
_DARK_CLASSES = frozenset({"only-dark", "dark-only", "dark-content", "dark-mode-only", "show-dark"})
_LIGHT_CLASSES = frozenset({"only-light", "light-only", "light-content", "light-mode-only", "show-light"})
"""How GitHub, themes of MkDocs and Sphinx, and Quarto mark the two."""
_MODE = re.compile(r"dark|light|night|day|black|white|[-_.\s]+", re.IGNORECASE)


def _remove_dark_twins(tree: Element, context: ChapterContext) -> None:
    images = list(tree.iter("img"))
    dark = [_is_for(each, _DARK_MARK, _DARK_CLASSES) for each in images]
    for row, image in enumerate(images):
        if not dark[row]:
            continue
        near = [images[at] for at in (*range(row - 1, -1, -1), *range(row + 1, len(images))) if not dark[at]]
        twin = next((each for each in near if _is_twin(each, image)), None)
        if twin is not None:
            context.count_occurrence("image", image.get("src") or "")
            if (own := image.get("id")) and twin.get("id") is None:
                twin.set("id", own)
            _remove_with_holder(image)


def _is_for(image: Element, mark: re.Pattern[str], classes: frozenset[str]) -> bool:
    if mark.search(image.get("src") or ""):
        return True
    around = image
    while around.tag in ("img", "a", "span", "p", "figure", "div", "picture"):
        if classes.intersection(reading.classes(around)):
            return True
        parent = get_parent(around)
        if parent.getparent() is None or (parent.tag == "div" and len(parent) > 1):
            break
        around = parent
    return False


def _is_twin(other: Element, image: Element) -> bool:
    """Tell whether a picture is the same as another, in other colours."""
    if _caption(other) and _caption(image) and _caption(other) != _caption(image):
        return False
    alts = {" ".join((each.get("alt") or "").split()).casefold() for each in (other, image)}
    if _is_for(other, _LIGHT_MARK, _LIGHT_CLASSES) and (len(alts) == 1 or "" in alts or _bare(other) == _bare(image)):
        return True
    return _bare(other) == _bare(image) or (len(alts) == 1 and "" not in alts)


def _bare(image: Element) -> str:
    """Return what the names of twins have in common."""
    name = re.split(r"[?#]", image.get("src") or "")[0].rpartition("/")[2].rpartition(".")[0]
    return _MODE.sub("", name).casefold()


def _caption(image: Element) -> str:
    figure = next(image.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    return reading.plain_text(caption) if caption is not None else ""


def _remove_with_holder(image: Element) -> None:
    """Remove a picture, with whatever is around it and holds nothing else."""
    holder = get_parent(image)
    drop(image)
    while holder.getparent() is not None and holder.tag in ("a", "p", "span", "figure", "div", "picture"):
        rest = [child for child in holder if child.tag not in ("figcaption", "br")]
        if rest or (holder.text or "").strip() or any((child.tail or "").strip() for child in holder):
            return
        empty, holder = holder, get_parent(holder)
        drop(empty)
