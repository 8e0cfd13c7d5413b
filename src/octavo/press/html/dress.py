"""A galley dressed for the screen: pictures in it, boxes that scroll where they may have to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from lxml import etree

from octavo.model.galley import Galley
from octavo.model.html_elements import Element
from octavo.model.reading import local, plain_text
from octavo.model.settings import Settings
from octavo.model.words import word
from octavo.press import initials
from octavo.press.html.markup import MATH, text_of

USUAL = Settings()
_NARROW = 30
"""Characters that fit into a line at 320 px."""
_NARROW_CODE = 24
"""The same in code, which is wider and is in a box."""


def dress(
    galley: Galley, lang: str, urls: Mapping[str, str], tables: Iterator[int] | None = None, settings: Settings = USUAL
) -> Element:
    """Return the galley's article, dressed. `urls` has the URL of each picture; `tables` counts those of a document."""
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    initials.mark(article, galley.kind, settings, lang, with_spans=False)
    _show_pictures(article, urls)
    _wrap_tables(article, lang, tables or count(1))
    _make_code_scroll(article, lang)
    _wrap_equations(article)
    return article


def _show_pictures(article: Element, urls: Mapping[str, str]) -> None:
    for image in list(article.iter("img")):
        name = image.get("src", "").removeprefix("res:")
        for key in ("width", "height"):  # HTML requires whole pixels, and only their ratio matters
            if size := image.get(key):
                image.set(key, str(max(1, round(float(size)))))
        if not image.get("alt"):  # an empty alt marks it as decorative; vnu reports the role as redundant
            image.attrib.pop("role", "")
        if name in urls:
            image.set("src", urls[name])
            image.set("decoding", "async")
        else:
            alt = image.get("alt") or ""
            tail = image.tail
            image.tag, image.text = "span", alt
            image.attrib.clear()
            image.tail = tail
            image.attrib.update({"class": "missing-image", "role": "img", "aria-label": alt} if alt else {})


def _wrap_tables(article: Element, lang: str, numbers: Iterator[int]) -> None:
    """Put a table that may be wider than the screen into a box that scrolls and that the keyboard can reach."""
    for table in list(article.iter("table")):
        if any(local(holder) in ("td", "th") for holder in table.iterancestors()):
            continue
        number = next(numbers)
        if _least_width(table) > _NARROW:
            label = _label(table, f"{word('table', lang)} {number}")
            _wrap(table, "div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label})


def _label(table: Element, otherwise: str) -> str:
    """The label of a table: its caption if that has a number."""
    caption = table.find("caption")
    text = plain_text(caption) if caption is not None else ""
    if caption is not None and caption.find("span[@class='label']") is not None:
        return text
    return f"{otherwise}{': ' if text else ''}{text}"


def _least_width(table: Element) -> int:
    """The least width of a table, in characters, roughly."""
    widths: dict[int, int] = {}
    for row in table.iter("tr"):
        for column, cell in enumerate(cell for cell in row if local(cell) in ("td", "th")):
            longest = max(map(len, _unbreakable(cell)), default=0)
            widths[column] = max(widths.get(column, 0), longest)
    return sum(widths.values()) + 2 * len(widths)


def _unbreakable(cell: Element) -> list[str]:
    code = [line for block in cell.iter("pre") for line in text_of(block).split("\n")]
    return text_of(cell).split() + [f"{line}    " for line in code]


def _make_code_scroll(article: Element, lang: str) -> None:
    for block in article.iter("pre"):
        if max(map(len, text_of(block).split("\n"))) > _NARROW_CODE:
            block.attrib.update({"tabindex": "0", "role": "group", "aria-label": word("code", lang)})


def _wrap_equations(article: Element) -> None:
    """Put long formulas into boxes that scroll: no browser breaks a formula into lines."""
    for formula in list(article.iter(f"{MATH}math")):
        name, room = ("line", _NARROW / 2) if formula.get("display") == "block" else ("formula", _NARROW * 2 / 3)
        if len(text_of(formula)) > room:
            label = formula.get("alttext", "TeX")
            _wrap(formula, "span", {"class": name, "tabindex": "0", "role": "group", "aria-label": label})


def _wrap(element: Element, name: str, attributes: dict[str, str]) -> None:
    box = etree.Element(name, attributes)
    box.tail, element.tail = element.tail, None
    element.addprevious(box)
    box.append(element)
