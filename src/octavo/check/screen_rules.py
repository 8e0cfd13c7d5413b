"""Quick rules for finished pages for the screen: what octavo's own making could break, looked at on every build."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.html_elements import HEADINGS
from octavo.model.reading import local

Fault = tuple[str, str]
"""The name of a rule, and what is wrong."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ASKS = {"src", "srcset", "poster", "data", "background"}
_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
"""Relations of a `<link>` that a browser goes by at once (HTML, section 4.6.7)."""
_ELSEWHERE = re.compile(r"\s*(?:(?:https?|ftp|file):|//)", re.IGNORECASE)
_CSS = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])((?:(?:https?|ftp|file):|//)[^"')\s]*)""", re.IGNORECASE
)  # fmt: skip


def faults(root: Any, strict: bool) -> tuple[Fault, ...]:
    """What is wrong with one page, the first fault of each kind; `strict` is a page of an EPUB."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    looks = {"title": _title, "language": _language, "duplicate-id": _ids, "headings": _headings, "outside": _outside}
    if not strict:
        looks |= {"main": _main, "viewport": _viewport}
    return tuple((rule, message) for rule, look in looks.items() for message in islice(look(elements), 1))


def sheets(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """What style sheets ask for from elsewhere."""
    for name, data in files.items():
        if name.endswith(".css"):
            for found in islice(_CSS.finditer(data.decode("utf-8", "replace")), 1):
                yield "outside", f"'{name}' asks for '{found[1]}'"


def told(format: str, pages: Mapping[str, Iterable[Fault]], place: Place) -> list[Diagnostic]:
    """Faults as diagnostics, one for each rule."""
    hint = "this is a fault of octavo: please report it, with the text"
    first: dict[str, Diagnostic] = {}
    for name, found in pages.items():
        where = f" in {name}" if name else ""
        for rule, message in found:
            first.setdefault(rule, error(f"screen.{rule}", f"{message}{where}", place, hint, format))
    return list(first.values())


def _title(elements: list[Any]) -> Iterator[str]:
    """WCAG 2.4.2."""
    if not any(local(each) == "title" and (each.text or "").strip() for each in elements):
        yield "there is no title"


def _language(elements: list[Any]) -> Iterator[str]:
    """WCAG 3.1.1."""
    if not (elements[0].get("lang") or elements[0].get(_XML_LANG)):
        yield "the page does not say its language"


def _ids(elements: list[Any]) -> Iterator[str]:
    """An id is unique in its page (HTML, section 3.2.6)."""
    met = Counter(each.get("id") for each in elements if each.get("id") is not None)
    yield from (f"{times} elements have the id '{name}'" for name, times in met.items() if times > 1)


def _headings(elements: list[Any]) -> Iterator[str]:
    """WCAG 1.3.1, 2.4.6: no level is passed over on the way down."""
    last = 0
    for each in elements:
        if (name := local(each)) in HEADINGS:
            level = int(name[1])
            if last and level > last + 1:
                yield f"a heading of level {level} comes after one of level {last}"
            last = level


def _outside(elements: list[Any]) -> Iterator[str]:
    """Whoever reads a book tells nobody that they do: a page asks for nothing from elsewhere."""
    for each in elements:
        asked = [each.get(name) for name in _ASKS & set(each.keys())]
        if local(each) == "link" and _FETCHED & set(each.get("rel", "").lower().split()):
            asked.append(each.get("href"))
        yield from (f"'{target[:120]}' is asked for" for target in asked if target and _ELSEWHERE.match(target))
        css = each.text if local(each) == "style" else each.get("style")
        if css:
            yield from (f"'{found[1]}' is asked for" for found in _CSS.finditer(css))


def _main(elements: list[Any]) -> Iterator[str]:
    """WCAG 1.3.1, technique ARIA11: a page has one main part."""
    count = sum(local(each) == "main" for each in elements)
    if count != 1:
        yield f"the page has {count} main parts"


def _viewport(elements: list[Any]) -> Iterator[str]:
    """WCAG 1.4.4: a page is as wide as the screen, and can be enlarged."""
    said = [each.get("content", "") for each in elements if local(each) == "meta" and each.get("name") == "viewport"]
    if not any("width=device-width" in each for each in said):
        yield "the page is not as wide as the screen"
    if any(re.search(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\D|$)", each) for each in said):
        yield "the page cannot be enlarged"
