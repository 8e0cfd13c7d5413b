"""Long galleys in portions: sections that the author's styles begin on a new page are laid out separately, then joined.

The result must be the same as one layout of the whole. So a galley is split only where nothing reaches across: it stays
whole where the author's styles count, depend on distant elements, or say how pages as such begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import cssselect2
from lxml import etree

from octavo.model import reading
from octavo.model.counts import Counts
from octavo.model.galley import Galley, Reading
from octavo.model.html_elements import Element
from octavo.press import cssom
from octavo.press.cssom import CssRule, Declaration, Rules
from octavo.press.pdf import faces
from octavo.press.pdf.proof import Objects, Proof, as_part
from octavo.press.pdf.tree import attributes, parent_of

LEAST = 12_000
"""The characters of HTML, some five pages, that make a portion worth a layout of its own."""
FOLLOWS = (
    "html,body,.galley{margin-top:0!important;padding-top:0!important;border-top-width:0!important}"
    ".contents,.contents>ol,.contents>ol>li:first-child{margin-top:0!important}"
)
"""The rules for a portion that continues a galley."""
LINES = 600
"""The most entries of contents or of a list that are laid out at once: meanwhile each needs a tenth of a megabyte."""
_FRESH = {"page", "always"}
"""Not a side: an empty page may come first, which depends on the pages before."""
_BREAKS = ("break-before", "page-break-before")
_HARMLESS = {"color", "quotes", "orphans", "widows", "hyphens", "direction", "print-color-adjust"}
_HARMLESS_BEGINNINGS = ("font", "text-", "hyphenate", "line-height", "letter-", "word-", "--")
"""Properties that may be set for a whole galley: they are inherited, and make no box that would be split."""
Wrapped = Any
"""An element as cssselect2 sees it: it has no types."""
_REACHES = re.compile(r"counter|target-|string-set|running|fixed|:has\(|:nth|:last|:only|:empty|-of-type|~|\+[^+,]*\+")
"""What in the author's rules may depend on other portions."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a galley, as a galley; `number` is 0 for the first part or the whole."""

    galley: Galley
    number: int = 0

    @property
    def name(self) -> str:
        """Unique in the book."""
        return f"{self.galley.chapter}/{self.number}" if self.number else self.galley.chapter


class PageBreakRules:
    """Where the styles of a book begin a new page within a galley. `rules` are all of them, `added` the author's."""

    def __init__(self, rules: Rules, added: Rules) -> None:
        self._breaks: list[tuple[tuple[bool, tuple[int, int, int], int], Any, str]] = []
        self._authored: list[tuple[Any, CssRule]] = []
        self._is_plain = not any(map(_reaches, added)) and not any(map(_begins_pages, rules))
        try:
            if self._is_plain:
                self._read(rules, added)
        except cssselect2.SelectorError:
            self._breaks = []

    def _read(self, rules: Rules, added: Rules) -> None:
        for order, rule in enumerate(each for each in rules if not each.keyword):
            for each in rule.content or ():
                if isinstance(each, Declaration) and each.name in _BREAKS:
                    for selector in cssselect2.compile_selector_list(cssom.text(rule.prelude)):
                        weight = each.important, selector.specificity, order
                        self._breaks.append((weight, selector, cssom.text(each.value)))
        if not any(value in _FRESH for _, _, value in self._breaks):
            self._breaks = []
        elif self._breaks:
            plain = [rule for rule in added if not rule.keyword]
            self._authored = [(s, r) for r in plain for s in cssselect2.compile_selector_list(cssom.text(r.prelude))]

    def runs(self, galley: Galley) -> list[Portion]:
        """Return contents or lists, mostly whole; very long ones in runs that begin with a chapter on a new page.

        The author's styles may prevent that.
        """
        if not self._is_plain or galley.html.count(b"<li") <= LINES:
            return [Portion(galley)]
        article: Element = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
        runs, lines = [etree.Element(article.tag, attributes(article))], 0
        for child in list(article):
            entries = child.find("ol")
            if entries is None:
                runs[-1].append(child)
                continue
            nav: Element | None = None
            for entry in list(entries):
                more = sum(1 for _ in entry.iter("li"))
                if nav is not None and lines + more > LINES:
                    runs.append(etree.Element(article.tag, attributes(article)))
                    nav, lines = None, 0
                if nav is None:
                    nav = etree.SubElement(runs[-1], child.tag, attributes(child))
                    etree.SubElement(nav, entries.tag, attributes(entries))
                nav[0].append(entry)
                lines += more
        return [
            Portion(replace(galley, html=etree.tostring(run, encoding="utf-8")), number)
            for number, run in enumerate(runs)
        ]

    def portions(self, galley: Galley, frame: Callable[[Element], Element]) -> list[Portion]:
        """Return a galley in portions, mostly one; `frame` puts its article into a whole document, as dressing does."""
        if not self._breaks or len(galley.html) < 2 * LEAST:
            return [Portion(galley)]
        article: Element = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
        root = frame(article)
        found = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        wrapped = {each.etree_element: each for each in _upper(found, 4)}  # down to the elements in sections
        around = (root, root.find("body"), article)
        if any(not _is_harmless(rule) for each in around for s, rule in self._authored if s.test(wrapped[each])):
            return [Portion(galley)]
        starts, length = [0], 0
        for row, child in enumerate(article):
            if length >= LEAST and self._is_fresh(child, wrapped):
                starts.append(row)
                length = 0
            length += len(etree.tostring(child))
        if len(starts) == 1:
            return [Portion(galley)]
        ends = [*starts[1:], len(article)]
        return [
            Portion(_cut(galley, article, start, end), number)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    def _is_fresh(self, child: Element, wrapped: Mapping[Element, Wrapped]) -> bool:
        if child.tag != "section" or "notes" in reading.classes(child) or child.get("style"):
            return False
        heading = child[0] if len(child) and not (child.text or "").strip() else None
        if heading is None or heading.get("style"):
            return False
        return {self._value(wrapped[child]), self._value(wrapped[heading])} <= {*_FRESH, ""} and (
            self._value(wrapped[child]) in _FRESH or self._value(wrapped[heading]) in _FRESH
        )

    def _value(self, element: Wrapped) -> str:
        """Return what the styles say about the break before an element; empty where they need none."""
        found = [(weight, value) for weight, selector, value in self._breaks if selector.test(element)]
        value = max(found)[1] if found else ""
        return "" if value in ("auto", "avoid") else value


def _upper(wrapped: Wrapped, levels: int) -> Iterator[Wrapped]:
    """Yield an element and those under it, so many levels down."""
    yield wrapped
    if levels:
        for child in wrapped.iter_children():
            yield from _upper(child, levels - 1)


def _reaches(rule: CssRule) -> bool:
    """Return whether a rule of the author could style a portion differently from the whole."""
    if rule.keyword not in ("", "page", "font-face", "counter-style"):
        return True
    if rule.keyword:
        return False
    return bool(_REACHES.search(cssom.serialize([rule])))


def _begins_pages(rule: CssRule) -> bool:
    """Return whether a rule shapes the first page, or one by its number: every portion has those. Margins are
    ignored."""
    shapes = rule.keyword == "page" and any(isinstance(each, Declaration) for each in rule.content or ())
    return shapes and bool(re.search(":first|:nth", cssom.text(rule.prelude)))


def _is_harmless(rule: CssRule) -> bool:
    names = [each.name for each in rule.content or () if isinstance(each, Declaration)]
    nested = any(isinstance(each, CssRule) for each in rule.content or ())
    return not nested and all(name in _HARMLESS or name.startswith(_HARMLESS_BEGINNINGS) for name in names)


def _cut(galley: Galley, article: Element, start: int, end: int) -> Galley:
    """Return a part of a galley, with its notes; a hidden element in place of the one before it is for the styles."""
    made = etree.Element(article.tag, attributes(article))
    made.text = article.text if not start else None
    if start:
        before = article[start - 1]
        classes = {"class": before.get("class", "")} if before.get("class") else {}
        etree.SubElement(made, before.tag, {**classes, "style": "display:none"})
    own = [deepcopy(child) for child in list(article)[start:end] if "notes" not in reading.classes(child)]
    made.extend(own)
    notes = next((each for each in article if each.tag == "section" and "notes" in reading.classes(each)), None)
    wanted = _first_called(made)
    if notes is not None and wanted:
        for item in notes.iter("li"):  # a note that another one calls follows it
            wanted |= _first_called(item) if item.get("id") in wanted else set()
        kept = deepcopy(notes)
        for item in [each for each in kept.iter("li") if "note" in reading.classes(each)]:
            if item.get("id") not in wanted:
                parent_of(item).remove(item)
        made.append(kept)
    ids = {each.get("id") for each in made.iter() if each.get("id")}
    for link in made.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in ids and "note-back" not in reading.classes(link):
            link.set("href", f"octavo:{galley.chapter}{target}")
    html = etree.tostring(made, encoding="utf-8")
    shown = tuple(each for each in galley.resources if f'"res:{each.name}"'.encode() in html)
    return replace(galley, html=html, resources=shown, headings=(), reading=Reading(Counts(), ""))


def _first_called(element: Element) -> set[str]:
    """Return the notes whose first reference is in an element: they are printed with it."""
    calls = [a for a in element.iter("a") if "note-ref" in reading.classes(a)]
    names = [call.get("href", "")[1:] for call in calls]
    return {name for name, call in zip(names, calls, strict=True) if call.get("id") == name.replace("fn", "fnref", 1)}


# Joining


def join(proofs: Sequence[Proof]) -> Proof:
    """Return the proof of a galley, from the proofs of its portions in their order."""
    if len(proofs) == 1:
        return proofs[0]
    article = proofs[0].tops[0]
    base = keys = pages = 0
    parts: list[Proof] = []
    objects: dict[int, bytes] = {}
    kids: list[bytes] = []
    for proof in proofs:
        alias = {proof.tops[0]: article}
        part = as_part(proof, base, keys, pages, alias)
        texts = dict(part.objects.items())
        kids += _kids(texts[base + proof.tops[0]])
        if parts:  # its article is that of the first
            del texts[base + proof.tops[0]]
            part = replace(part, tops=part.tops[1:])
        objects |= texts
        parts.append(part)
        base, keys, pages = base + proof.size, keys + proof.keys, pages + len(proof.pages)
    objects[article] = _KIDS.sub(lambda _: b"/K [" + b" ".join(kids) + b"]", objects[article], count=1)
    return replace(
        parts[0],
        objects=Objects.of(objects),
        streams=_all(part.streams for part in parts),
        size=base,
        keys=keys,
        pages=_all(part.pages for part in parts),
        nodes=_all(part.nodes for part in parts),
        tops=_all(part.tops for part in parts),
        parents=_all(part.parents for part in parts),
        ids=tuple(sorted(_all(part.ids for part in parts))),
        destinations=tuple(sorted(_all(part.destinations for part in parts))),
        anchors={name: page for part in parts for name, page in part.anchors.items()},
        elements={name: number for part in parts for name, number in part.elements.items()},
        needs=_all(part.needs for part in parts),
        bookmarks=_all(part.bookmarks for part in parts),
        fonts=tuple(faces.unite(use for part in parts for use in part.fonts)),
        messages=tuple(dict.fromkeys(_all(part.messages for part in parts))),
        facts=tuple(each for part in parts for each in part.facts if each.kind != "end" or part is parts[-1]),
    )


_KIDS = re.compile(rb"/K \[([^\]]*)\]")
_REFERENCE = re.compile(rb"\x01r\d+\x02")


def _kids(text: bytes) -> Iterator[bytes]:
    """Return the references to what is in a structure element."""
    found = _KIDS.search(text)
    return iter(_REFERENCE.findall(found[1]) if found else ())


def _all(each: Any) -> Any:
    return tuple(one for many in each for one in many)
