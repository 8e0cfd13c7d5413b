"""Passages in another script or direction: `dir`, and emphasis where a script has no italics.

Unicode Standard Annex 9; Requirements for Chinese, Japanese, Hangul and Arabic & Persian text layout (W3C).
"""

from __future__ import annotations

import re

from octavo.manuscript.elements import all_text, has_class, is_element
from octavo.model import reading
from octavo.model.galley_classes import DOTTED, TEX, UPRIGHT
from octavo.model.html_elements import ITALIC, MONOSPACE, Element
from octavo.model.words import direction
from octavo.model.writing import ARABIC, HANGUL, HEBREW, IDEOGRAPHS, KANA

_DOTTED = re.compile(f"[{IDEOGRAPHS}{KANA}]")
_UPRIGHT = re.compile(f"[{HANGUL}{HEBREW}{ARABIC}]")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://|www\.|[^\s@]+@[^\s@]+$")


def mark_passages(article: Element, html: str, lang: str) -> bool:
    """Mark the passages that need it; tell whether there are any. `html` is the article as text."""
    around = direction(lang)
    marked = False
    if around == "rtl" or ' lang="' in html:
        marked = _mark_direction(article, around)
    if _DOTTED.search(html) or _UPRIGHT.search(html):
        marked = _mark_emphasis(article) or marked
    return marked


def _mark_direction(element: Element, around: str) -> bool:
    """Set `dir` on passages in a language of the other direction, and on code, which runs from left to right."""
    marked = False
    own = element.get("dir") or ""
    if not own and is_element(element):
        lang = element.get("lang")
        wanted = "ltr" if _is_code(element) else lang and direction(lang)
        if wanted and wanted != around:
            own = wanted
            element.set("dir", own)
            marked = True
    for child in element:
        marked = _mark_direction(child, own if own in ("ltr", "rtl") else around) or marked
    return marked


def _is_code(element: Element) -> bool:
    """Tell whether an element is code, TeX or a URL that is shown."""
    if element.tag == "a":
        return not len(element) and bool(_URL.match(element.text or ""))
    return element.tag in MONOSPACE or has_class(element, TEX)


def _mark_emphasis(article: Element) -> bool:
    marked = False
    for element in article.iter(*ITALIC):
        text = all_text(element)
        manner = DOTTED if _DOTTED.search(text) else UPRIGHT if _UPRIGHT.search(text) else ""
        if manner:
            element.set("class", " ".join(dict.fromkeys([*reading.classes(element), manner])))
            marked = True
    return marked
