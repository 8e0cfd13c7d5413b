"""The galleys of a book brought into one document: an id stands there once, links follow, headings move down."""

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
"""What each id of each chapter is called in the document; the empty id is the top of the chapter."""
_NAMING = ("aria-labelledby", "aria-describedby", "headers")
"""Attributes that are lists of ids."""
_TAKEN = ("text",)
"""Ids that the page has before any galley."""


def join(galleys: Sequence[Galley], articles: Sequence[Element]) -> Anchors:
    """Rename what has to be, in the trees of the galleys; the links of all are then links within the document."""
    named = _named(galleys, articles)
    called: Counter[str] = Counter()
    for galley, article in zip(galleys, articles, strict=True):
        for element in article.iter():
            for key in _NAMING:
                if ids := element.get(key):
                    names = (named.get((galley.chapter, each), each) for each in ids.split())
                    element.set(key, " ".join(names))
            if element.get("role") == "doc-endnotes" and len(galleys) > 1:  # a landmark, which needs a name of its own
                element.set("aria-label", _own(f"{element.get('aria-label', '')}: {_title(galley)}", called))
        lead(article, galley.chapter, named)
    return named


def _title(galley: Galley) -> str:
    return galley.headings[0].text if galley.headings else galley.title


def _own(label: str, called: Counter[str]) -> str:
    """A label that no other landmark has: whoever hears it hears no difference between small letters and capitals."""
    called[label.casefold()] += 1
    return label if called[label.casefold()] == 1 else f"{label} ({called[label.casefold()]})"


def lead(root: Element, chapter: str, named: Anchors) -> None:
    """Turn every link into one within the document; `chapter` is whose ids a bare `#ID` means."""
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("href", _way(chapter, target[1:], named) or target)
        elif target.startswith("octavo:"):
            other, _, anchor = target.removeprefix("octavo:").partition("#")
            link.set("href", _way(unquote(other), anchor, named) or target)


def _way(chapter: str, anchor: str, named: Anchors) -> str:
    found = named.get((chapter, anchor)) or named.get((chapter, unquote(anchor)))
    return f"#{found}" if found else ""


def _named(galleys: Sequence[Galley], articles: Sequence[Element]) -> Anchors:
    """The first chapter to have an id keeps it, but in a book those of notes: in every chapter they begin at 1."""
    counted = {"note", "note-ref"} if len(galleys) > 1 else set()
    every = {name for article in articles for each in article.iter() if (name := each.get("id"))}
    used: set[str] = set(_TAKEN)
    named: Anchors = {}
    for galley, article in zip(galleys, articles, strict=True):
        for element in article.iter():
            name = element.get("id")
            if name:
                own = name
                if name in used or counted & set(classes(element)):
                    own = _fresh(f"{galley.chapter}--{name}", used | every)
                    element.set("id", own)
                named[galley.chapter, name] = own
                used.add(own)
        top = named.get((galley.chapter, galley.top))
        if not top and counted:
            top = _fresh(galley.chapter, used | every)
            article.set("id", top)
            used.add(top)
        named[galley.chapter, ""] = top or ""
    return named


def _fresh(name: str, used: set[str]) -> str:
    while name in used:
        name += "-"
    return name


def lower(galley: Galley, article: Element) -> None:
    """Move headings down so that the book's title is the only `h1`; a class says what each is in its galley.

    What has no heading gets one that is heard and not seen: a dedication, the copyright page.
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
        silent = etree.Element(f"h{min(6, 1 + down)}", {"class": "unseen apparatus"})
        silent.text = galley.title
        silent.tail, article.text = article.text, None
        article.insert(0, silent)
        for section in article.findall("section"):  # which would want a heading too
            section.tag = "div"


def by_class(rules: cssom.Rules) -> cssom.Rules:
    """A sheet whose selectors `h1` … `h6` mean what `lower` calls so, and weigh no more than any class does."""
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
