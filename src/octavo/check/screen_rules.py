"""Quick rules for finished pages for the screen: what a bug in octavo could break, checked on every build."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, error
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.reading import local

Fault = tuple[str, str]
"""The name of a rule, and what is wrong."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FETCHING = {"src", "srcset", "poster", "data", "background"}
"""Attributes whose URL a browser fetches."""
_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
"""Relations of a `<link>` that a browser fetches or connects to at once (HTML, section 4.6.7)."""
_ELSEWHERE = re.compile(r"\s*(?:(?:https?|ftp|file):|//)", re.IGNORECASE)
_CSS = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])((?:(?:https?|ftp|file):|//)[^"')\s]*)""", re.IGNORECASE
)  # fmt: skip


def examine_page(root: Element, is_epub: bool) -> tuple[Fault, ...]:
    """Return what is wrong with one page: the first fault of each kind."""
    elements = [element for element in root.iter() if local(element)]
    rules = {"title": _title, "language": _language, "duplicate-id": _ids, "headings": _headings, "outside": _outside}
    if not is_epub:
        rules |= {"main": _main, "viewport": _viewport}
    return tuple((name, message) for name, rule in rules.items() for message in islice(rule(elements), 1))


def examine_style_sheets(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield what style sheets fetch from other places."""
    for name, data in files.items():
        if name.endswith(".css"):
            for found in islice(_CSS.finditer(data.decode("utf-8", "replace")), 1):
                yield "outside", f"'{name}' fetches '{found[1]}'"


def report(format: str, pages: Mapping[str, Iterable[Fault]], place: Place) -> list[Diagnostic]:
    """Turn the faults of all pages into diagnostics, one for each rule."""
    first: dict[str, Diagnostic] = {}
    for name, faults in pages.items():
        where = f" in {name}" if name else ""
        for rule, message in faults:
            first.setdefault(rule, error(f"screen.{rule}", f"{message}{where}", place, REPORT_BUG, format))
    return list(first.values())


def _title(elements: list[Element]) -> Iterator[str]:
    """WCAG 2.4.2."""
    if not any(local(each) == "title" and (each.text or "").strip() for each in elements):
        yield "the page has no title"


def _language(elements: list[Element]) -> Iterator[str]:
    """WCAG 3.1.1."""
    if not (elements[0].get("lang") or elements[0].get(_XML_LANG)):
        yield "the page does not declare its language"


def _ids(elements: list[Element]) -> Iterator[str]:
    """An id is unique in its page (HTML, section 3.2.6)."""
    counts = Counter(each.get("id") for each in elements if each.get("id") is not None)
    yield from (f"{count} elements have the id '{name}'" for name, count in counts.items() if count > 1)


def _headings(elements: list[Element]) -> Iterator[str]:
    """WCAG 1.3.1, 2.4.6: no level is skipped on the way down."""
    last = 0
    for each in elements:
        if (name := local(each)) in HEADINGS:
            level = int(name[1])
            if last and level > last + 1:
                yield f"a heading of level {level} comes after one of level {last}"
            last = level


def _outside(elements: list[Element]) -> Iterator[str]:
    """Reading is private: a page fetches nothing from other places."""
    for each in elements:
        targets = [each.get(name) for name in _FETCHING & set(each.keys())]
        if local(each) == "link" and _FETCHED & set(each.get("rel", "").lower().split()):
            targets.append(each.get("href"))
        yield from (f"the page fetches '{target[:120]}'" for target in targets if target and _ELSEWHERE.match(target))
        css = each.text if local(each) == "style" else each.get("style")
        if css:
            yield from (f"the page fetches '{found[1]}'" for found in _CSS.finditer(css))


def _main(elements: list[Element]) -> Iterator[str]:
    """WCAG 1.3.1, technique ARIA11: a page has one main part."""
    count = sum(local(each) == "main" for each in elements)
    if count != 1:
        yield f"the page has {count} main parts"


def _viewport(elements: list[Element]) -> Iterator[str]:
    """WCAG 1.4.4: a page is as wide as the screen, and can be zoomed."""
    views = [each.get("content", "") for each in elements if local(each) == "meta" and each.get("name") == "viewport"]
    if not any("width=device-width" in each for each in views):
        yield "the page is not as wide as the screen"
    if any(re.search(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\D|$)", each) for each in views):
        yield "the page cannot be zoomed"
