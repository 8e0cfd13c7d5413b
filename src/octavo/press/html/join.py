"""The galleys of a book joined into one document: ids made unique, links changed with them, headings moved down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from lxml import etree

from octavo.model.galley import Galley
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.reading import classes
from octavo.press import cssom

Anchors = dict[tuple[str, str], str]
"""The id in the document for each id of each chapter; the empty id is the top of the chapter."""
_ID_LISTS = ("aria-labelledby", "aria-describedby", "headers")
"""Attributes that are lists of ids."""
_PAGE_IDS = ("text",)
"""Ids that the page itself has."""


def join(galleys: Sequence[Galley], articles: Sequence[Element]) -> Anchors:
    """Make ids unique in the trees of the galleys, and turn all links into links within the document."""
    anchors = _new_ids(galleys, articles)
    counts: Counter[str] = Counter()
    for galley, article in zip(galleys, articles, strict=True):
        for element in article.iter():
            for key in _ID_LISTS:
                if ids := element.get(key):
                    names = (anchors.get((galley.chapter, each), each) for each in ids.split())
                    element.set(key, " ".join(names))
            if element.get("role") == "doc-endnotes" and len(galleys) > 1:  # landmarks need different names
                element.set("aria-label", _unique_label(f"{element.get('aria-label', '')}: {_title(galley)}", counts))
        resolve_links(article, galley.chapter, anchors)
    return anchors


def _title(galley: Galley) -> str:
    return galley.headings[0].text if galley.headings else galley.title


def _unique_label(label: str, counts: Counter[str]) -> str:
    """A label that no other landmark has, without regard to capitals: a screen reader does not pronounce them."""
    counts[label.casefold()] += 1
    return label if counts[label.casefold()] == 1 else f"{label} ({counts[label.casefold()]})"


def resolve_links(root: Element, chapter: str, anchors: Anchors) -> None:
    """Turn every link into one within the document; a bare `#ID` is an id of `chapter`."""
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("href", _target(chapter, target[1:], anchors) or target)
        elif target.startswith("octavo:"):
            other, _, anchor = target.removeprefix("octavo:").partition("#")
            link.set("href", _target(unquote(other), anchor, anchors) or target)


def _target(chapter: str, anchor: str, anchors: Anchors) -> str:
    found = anchors.get((chapter, anchor)) or anchors.get((chapter, unquote(anchor)))
    return f"#{found}" if found else ""


def _new_ids(galleys: Sequence[Galley], articles: Sequence[Element]) -> Anchors:
    """The new ids. The first chapter with an id keeps it, except those of notes, which begin at 1 in every chapter."""
    counted = {"note", "note-ref"} if len(galleys) > 1 else set()
    every = {name for article in articles for each in article.iter() if (name := each.get("id"))}
    used: set[str] = set(_PAGE_IDS)
    anchors: Anchors = {}
    for galley, article in zip(galleys, articles, strict=True):
        for element in article.iter():
            name = element.get("id")
            if name:
                own = name
                if name in used or counted & set(classes(element)):
                    own = _unused(f"{galley.chapter}--{name}", used | every)
                    element.set("id", own)
                anchors[galley.chapter, name] = own
                used.add(own)
        top = anchors.get((galley.chapter, galley.top))
        if not top and counted:
            top = _unused(galley.chapter, used | every)
            article.set("id", top)
            used.add(top)
        anchors[galley.chapter, ""] = top or ""
    return anchors


def _unused(name: str, used: set[str]) -> str:
    while name in used:
        name += "-"
    return name


def lower_headings(galley: Galley, article: Element) -> None:
    """Move headings down so that the book's title is the only `h1`; a class keeps the level of each in its galley.

    A galley without a heading, such as a dedication or the copyright page, gets one for screen readers alone.
    """
    down = 0 if galley.kind == "title" else galley.level
    if galley.depth > 1:
        article.set("data-depth", str(galley.depth))
    headings = list(article.iter(*HEADINGS))
    for heading in headings:
        own = int(heading.tag[1])
        heading.set("class", " ".join([f"h{own}", *classes(heading)]))
        heading.tag = f"h{min(6, own + down)}"
    if not headings:
        unseen = etree.Element(f"h{min(6, 1 + down)}", {"class": "unseen apparatus"})
        unseen.text = galley.title
        unseen.tail, article.text = article.text, None
        article.insert(0, unseen)
        for section in article.findall("section"):  # it would need a heading too
            section.tag = "div"


def by_class(rules: cssom.Rules) -> cssom.Rules:
    """Return rules whose selectors `h1` … `h6` mean the classes of `lower_headings`, with the specificity of none."""
    return tuple(_by_class(rule) for rule in rules)


def _by_class(rule: cssom.CssRule) -> cssom.CssRule:
    prelude = rule.prelude if rule.keyword else tuple(_classed(rule.prelude))
    if rule.content is None:
        return cssom.CssRule(prelude, None, rule.keyword)
    content = tuple(_by_class(each) if isinstance(each, cssom.CssRule) else each for each in rule.content)
    return cssom.CssRule(prelude, content, rule.keyword)


def _classed(selector: Sequence[cssom.Token]) -> Iterator[cssom.Token]:
    before = ""
    for token in selector:
        if token.type == "ident" and token.lower_value in HEADINGS and before not in (".", ":"):
            yield from cssom.tokens(f":where(.{token.lower_value})")
        elif token.type == "function":
            arguments = list(_classed(token.arguments))
            yield type(token)(token.source_line, token.source_column, token.name, arguments)
        else:
            yield token
        before = token.value if token.type == "literal" else ""
