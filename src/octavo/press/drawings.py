"""Drawings in SVG, with what few programs draw written in a way that all do: HTML in them, alternatives, styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from octavo.model.html_elements import BLOCKS, Element

SVG = "http://www.w3.org/2000/svg"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NUMBER = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)(?:px)?\s*$")
_FONT_SIZE = re.compile(r"(?:font-size\s*:|font\s*:[^;]*?)\s*([\d.]+)(px|pt|em|rem)", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 96 / 72, "em": 16.0, "rem": 16.0}
_CENTRED = re.compile(r"text-align\s*:\s*center|justify-content\s*:\s*(?:unsafe\s+)?center", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;]+)")
_NARROW = 0.54
"""The average width of a character, in ems."""
_LEADING = 1.2


def parse(data: bytes) -> Element:
    """Parse a drawing; entities are those that it declares. Raises `lxml.etree.XMLSyntaxError`."""
    within: Any = "internal"  # the stubs do not know this value yet
    return etree.fromstring(data, etree.XMLParser(resolve_entities=within, no_network=True, remove_pis=True))


def is_element(node: Element) -> bool:
    """Tell an element from a comment or an entity."""
    return isinstance(node.tag, str)


def local(element: Element) -> str:
    """Return the name of an element of SVG; empty for everything else."""
    if not is_element(element) or not element.tag.startswith(f"{{{SVG}}}"):
        return ""
    return element.tag[len(SVG) + 2 :]


def choose_alternatives(root: Element, lang: str) -> None:
    """Keep of each `<switch>` what is shown to readers of a language, and rather SVG than HTML (SVG 2, 5.8)."""
    for switch in [each for each in root.iter() if local(each) == "switch"]:
        fitting = [each for each in switch if local(each) and _is_for(each, lang)]
        fitting.sort(key=lambda each: local(each) == "foreignObject")
        for child in list(switch):
            if not fitting or child is not fitting[0]:
                switch.remove(child)
        switch.tag = f"{{{SVG}}}g"
        for child in switch:
            child.attrib.pop("systemLanguage", "")


def _is_for(element: Element, lang: str) -> bool:
    wanted = element.get("systemLanguage")
    if wanted is None:
        return not (element.get("requiredExtensions") or "").strip()
    spoken = lang.lower()
    tags = [tag.strip().lower() for tag in wanted.split(",")]
    return any(tag and (spoken == tag or spoken.startswith(f"{tag}-") or tag.startswith(f"{spoken}-")) for tag in tags)


def replace_html(root: Element) -> bool:
    """Write the words of HTML in a drawing as text, in its place; tell whether there was any."""
    found = [each for each in root.iter() if local(each) == "foreignObject"]
    for holder in found:
        parent = holder.getparent()
        if parent is not None and local(parent) == "switch" and any(local(each) for each in holder.itersiblings()):
            parent.remove(holder)  # the drawing has the words as text too
        else:
            _replace_by_text(holder)
    return bool(found)


def _replace_by_text(holder: Element) -> None:
    lines = [" ".join(line.split()) for line in "".join(_pieces(holder)).split("\n")]
    lines = [line for line in lines if line]
    styles = [each.get("style") or "" for each in holder.iter() if is_element(each)]
    x, y, width, height = (_number(holder.get(key)) for key in ("x", "y", "width", "height"))
    size = next((float(f[1]) * _PIXELS[f[2].lower()] for style in styles if (f := _FONT_SIZE.search(style))), 16.0)
    is_nowrap = any("nowrap" in style for style in styles)
    if width > 1 and not is_nowrap:
        lines = [part for line in lines for part in _wrapped(line, width / (size * _NARROW))]
    if height > 1 and len(lines) * size * _LEADING > height * 1.5:
        size = height / (len(lines) * _LEADING)
    is_centred = any(_CENTRED.search(style) for style in styles) or any(each.tag.endswith("}center") for each in holder)
    is_centred = is_centred or (is_nowrap and width > 1)
    colour = next((f[1].strip() for style in reversed(styles) if (f := _COLOUR.search(style))), "")
    group = etree.Element(f"{{{SVG}}}g")
    if transform := holder.get("transform"):
        group.set("transform", transform)
    top = y + max(0.0, (height - len(lines) * size * _LEADING) / 2 if is_centred else 0.0)
    for row, line in enumerate(lines):
        text = etree.SubElement(group, f"{{{SVG}}}text", {
            "x": f"{x + width / 2 if is_centred else x:g}", "y": f"{top + (row * _LEADING + 0.95) * size:g}",
            "font-size": f"{size:g}", "font-family": "sans-serif",
        })  # fmt: skip
        if is_centred:
            text.set("text-anchor", "middle")
        if colour:
            text.set("fill", colour)
        text.text = line
    group.tail = holder.tail
    parent = holder.getparent()
    if parent is not None:
        parent.replace(holder, group)


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text in HTML, with a line end around blocks."""
    name = element.tag.removeprefix(_XHTML) if is_element(element) else ""
    if name in ("style", "script", "title", ""):
        return
    edge = "\n" if name in BLOCKS or name == "br" else ""
    yield edge
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _pieces(child)
        yield " ".join((child.tail or "").split("\n"))
    yield edge


def _wrapped(line: str, room: float) -> Iterator[str]:
    part = ""
    for word in line.split():
        if part and len(part) + 1 + len(word) > room + 1:
            yield part
            part = word
        else:
            part = f"{part} {word}".strip()
    yield part


def _number(text: str | None) -> float:
    found = _NUMBER.match(text or "")
    return float(found[1]) if found else 0.0


def make_ids_valid(root: Element) -> None:
    """Make every id an XML name without a colon, once in a drawing, with all that refers to it (EPUB 3.3, section 3.9).

    The first element with an id keeps it, as it does for what refers to it.
    """
    holders = [each for each in root.iter() if is_element(each) and each.get("id") is not None]
    written = {each.get("id", "") for each in holders}
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for holder in holders:
        given = holder.get("id", "")
        valid = re.sub(r"[^\w.-]+", "-", given.strip())
        valid = valid if re.match(r"[^\W\d]", valid) else f"id-{valid}"
        fresh, number = valid, 2
        while fresh in taken or (fresh != given and fresh in written):
            fresh, number = f"{valid}-{number}", number + 1
        if fresh != given:
            holder.set("id", fresh)
            if given not in taken:
                renamed.setdefault(given, fresh)
        taken.add(fresh)
    if renamed:
        for element in root.iter():
            if is_element(element):
                _rename_references(element, renamed)


def _rename_references(element: Element, renamed: dict[str, str]) -> None:
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        bare = key.rpartition("}")[2]
        if bare == "href" and value.strip().startswith("#"):
            element.set(key, f"#{renamed.get(value.strip()[1:], value.strip()[1:])}")
        elif bare in ("aria-labelledby", "aria-describedby"):
            element.set(key, renamed.get(value) or " ".join(renamed.get(each, each) for each in value.split()))
        elif bare in ("begin", "end"):
            element.set(key, _rename_events(value, renamed))
        elif "url(" in value:
            element.set(key, _rename_urls(value, renamed))
    if local(element) == "style" and element.text:
        text = _rename_urls(element.text, renamed)
        for old, new in renamed.items():
            escaped = "".join(each if re.match(r"[\w-]", each) else rf"\\?{re.escape(each)}" for each in old)
            text = re.sub(rf"#{escaped}(?![\w-])", f"#{new}", text)
        element.text = text


def _rename_urls(value: str, renamed: dict[str, str]) -> str:
    return re.sub(
        r"url\(\s*(?:\"#([^\"]*)\"|'#([^']*)'|#([^)]*?))\s*\)",
        lambda found: f"url(#{renamed.get(name := found[1] or found[2] or found[3] or '', name)})",
        value,
    )


def _rename_events(value: str, renamed: dict[str, str]) -> str:
    for old, new in renamed.items():
        value = re.sub(rf"(?<![\w.-]){re.escape(old)}(?=\.)", new, value)
    return value
