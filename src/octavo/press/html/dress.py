"""The galley dressed for the screen: contents beside it, pictures in it, boxes that scroll where they may have to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from octavo.model.galley import Galley, Heading
from octavo.model.reading import classes, local
from octavo.model.words import word
from octavo.press.html.markup import MATH

_NARROW = 30
"""Characters that fit into a line at 320 px."""
_LONG_CONTENTS = 14
"""Entries from which contents are folded away where they do not stand beside the text."""
_DEEP_CONTENTS = 40
"""Entries from which contents keep to the two highest levels."""


def dress(galley: Galley, contents: bool, lang: str, addresses: Mapping[str, str]) -> Any:
    """The galley's article. `addresses` says where each picture is to be found."""
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    _show_pictures(article, addresses)
    _wrap_tables(article, lang)
    _open_code(article, lang)
    _wrap_equations(article)
    if contents:
        _put_contents(article, galley.headings, lang)
    return article


def _show_pictures(article: Any, addresses: Mapping[str, str]) -> None:
    for image in list(article.iter("img")):
        name = image.get("src", "").removeprefix("res:")
        for key in ("width", "height"):  # HTML wants whole pixels, and only needs their ratio
            if image.get(key):
                image.set(key, str(max(1, round(float(image.get(key))))))
        if name in addresses:
            image.set("src", addresses[name])
            image.set("decoding", "async")
        else:
            alt = image.get("alt") or ""
            tail = image.tail
            image.tag, image.text = "span", alt
            image.attrib.clear()
            image.tail = tail
            image.attrib.update({"class": "missing-image", "role": "img", "aria-label": alt} if alt else {})


def _wrap_tables(article: Any, lang: str) -> None:
    """A table that may be wider than the screen scrolls in a box that the keyboard can reach."""
    number = 0
    for table in list(article.iter("table")):
        if any(local(holder) in ("td", "th") for holder in table.iterancestors()):
            continue
        number += 1
        if _narrowest(table) > _NARROW:
            caption = table.find("caption")
            said = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
            label = f"{word('table', lang)} {number}{': ' if said else ''}{said}"
            _wrap(table, "div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label})


def _narrowest(table: Any) -> int:
    """About how many characters a table cannot be narrower than."""
    widths: dict[int, int] = {}
    for row in table.iter("tr"):
        for column, cell in enumerate(cell for cell in row if local(cell) in ("td", "th")):
            longest = max(map(len, _unbreakable(cell)), default=0)
            widths[column] = max(widths.get(column, 0), longest)
    return sum(widths.values()) + 2 * len(widths)


def _unbreakable(cell: Any) -> list[str]:
    code = [line for block in cell.iter("pre") for line in "".join(block.itertext()).split("\n")]
    return "".join(cell.itertext()).split() + [f"{line}    " for line in code]


def _open_code(article: Any, lang: str) -> None:
    for block in article.iter("pre"):
        if max(map(len, "".join(block.itertext()).split("\n"))) > _NARROW:
            block.attrib.update({"tabindex": "0", "role": "group", "aria-label": word("code", lang)})


def _wrap_equations(article: Any) -> None:
    for formula in list(article.iter(f"{MATH}math")):
        if formula.get("display") == "block" and len("".join(formula.itertext())) > _NARROW / 2:
            label = formula.get("alttext", "TeX")
            _wrap(formula, "span", {"class": "line", "tabindex": "0", "role": "group", "aria-label": label})


def _wrap(element: Any, name: str, attributes: dict[str, str]) -> None:
    box = etree.Element(name, attributes)
    box.tail, element.tail = element.tail, None
    element.getparent().replace(element, box)
    box.append(element)


def _put_contents(article: Any, headings: tuple[Heading, ...], lang: str) -> None:
    """After the title block, so that both a narrow screen and a screen reader meet the title first."""
    article.set("class", f"{article.get('class')} with-contents")
    blocks = [child for child in article if "title-block" not in classes(child)]
    text = etree.Element("div", {"class": "text"})
    text.extend(blocks)
    nav = etree.SubElement(article, "nav", {"class": "contents", "aria-label": word("contents", lang)})
    article.append(text)
    entries = _entries(headings)
    if len(entries) > _LONG_CONTENTS:
        nav = etree.SubElement(nav, "details")
        etree.SubElement(nav, "summary", {"class": "contents-title"}).text = word("contents", lang)
    else:
        etree.SubElement(nav, "p", {"class": "contents-title"}).text = word("contents", lang)
    _list(nav, entries)


def _entries(headings: tuple[Heading, ...]) -> list[Heading]:
    found = [heading for heading in headings if heading.level > 1]
    for deepest in (4, 3, 2):
        kept = [heading for heading in found if heading.level <= deepest]
        if len(kept) <= _DEEP_CONTENTS:
            return kept
    return [heading for heading in found if heading.level <= 3]


def _list(parent: Any, entries: list[Heading]) -> None:
    lists = [etree.SubElement(parent, "ol")]
    levels = [entries[0].level if entries else 2]
    for entry in entries:
        while len(levels) > 1 and entry.level < levels[-1]:
            levels.pop()
            lists.pop()
        if entry.level > levels[-1] and len(lists[-1]):
            lists.append(etree.SubElement(lists[-1][-1], "ol"))
            levels.append(entry.level)
        item = etree.SubElement(lists[-1], "li")
        etree.SubElement(item, "a", {"href": f"#{entry.id}"}).text = entry.text
