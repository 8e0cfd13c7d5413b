"""The pages of a site: the galleys, the lists, and the one that is shown where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree

from octavo.model.galley import Galley, Manuscript
from octavo.model.publication import BEFORE_CONTENTS, Publication
from octavo.model.words import word
from octavo.press.html import contents, index
from octavo.press.html.dress import dress
from octavo.press.html.site import around, frame
from octavo.press.html.site.names import HOME, NOT_FOUND, Ways, of_list

PICTURES = "assets/pictures"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its bytes, and the trees that they were made from.

    `article` is what search reads, None where there is nothing for it; `listed` is whether the world should know it.
    """

    data: bytes
    title: str
    body: Any
    article: Any = None
    listed: bool = True

    @property
    def searched(self) -> bool:
        """Whether search reads it."""
        return self.article is not None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page before it has its frame: what stands on it, by what name."""

    name: str
    title: str
    chapter: str
    content: tuple[Any, ...]
    article: Any | None = None


def make(publication: Publication, manuscript: Manuscript) -> dict[str, Page]:
    """All pages, by their names, in reading order."""
    ways = Ways(manuscript.galleys)
    leaves = list(_leaves(publication, manuscript, ways))
    pages = {}
    for at, leaf in enumerate(leaves):
        before = leaves[at - 1] if at else None
        after = leaves[at + 1] if at + 1 < len(leaves) else None
        pages[leaf.name] = _framed(publication, manuscript, ways, leaf, before, after)
    pages[NOT_FOUND] = _not_found(publication, manuscript, ways)
    return pages


def _leaves(publication: Publication, manuscript: Manuscript, ways: Ways) -> Iterator[_Leaf]:
    """The galleys in their order, the lists behind what stands before the contents."""
    lists = list(_lists(publication, manuscript, ways))
    for galley in manuscript.galleys:
        if galley.kind not in BEFORE_CONTENTS and publication.is_book:
            yield from lists
            lists = []
        yield _galley(publication, manuscript, ways, galley)
    yield from lists


def _galley(publication: Publication, manuscript: Manuscript, ways: Ways, galley: Galley) -> _Leaf:
    lang = publication.metadata.lang
    article = dress(galley, lang, {each.name: f"{PICTURES}/{each.name}" for each in galley.resources})
    if galley.kind == "index":
        index.fill(article, manuscript.index, lang)
    if article.find(".//h1") is None:
        heading = etree.Element("h1", {"class": "apparatus unseen"})
        heading.text = galley.title
        article.insert(0, heading)
    ways.lead(article, galley.chapter)
    home = ways.pages[galley.chapter] == HOME
    title = (
        manuscript.title or publication.name if home else galley.headings[0].text if galley.headings else galley.title
    )
    content = [article]
    if home and publication.is_book and (nav := contents.contents(publication, manuscript)) is not None:
        ways.lead(nav, galley.chapter)
        content.append(nav)
    searched = None if galley.kind in ("title", "index") else article
    return _Leaf(ways.pages[galley.chapter], title, galley.chapter, tuple(content), searched)


def _lists(publication: Publication, manuscript: Manuscript, ways: Ways) -> Iterator[_Leaf]:
    for nav, kind in zip(contents.lists(publication, manuscript), _present(publication, manuscript), strict=True):
        ways.lead(nav, "")
        title = word(f"list-of-{kind}", publication.metadata.lang)
        heading = etree.Element("h1", {"class": "apparatus"})
        heading.text = title
        opened = nav.find("details")
        for each in (nav.find("p"), *([] if opened is None else [opened.find("summary")])):
            if each is not None:
                each.getparent().remove(each)
        if opened is not None:
            nav.extend(list(opened))
            nav.remove(opened)
        yield _Leaf(of_list(kind, ways.pages), title, "", (heading, nav))


def _present(publication: Publication, manuscript: Manuscript) -> list[str]:
    kinds = {f"{each.kind}s" for each in manuscript.captioned}
    return [wanted for wanted in publication.settings.lists if wanted in kinds]


def _framed(
    publication: Publication,
    manuscript: Manuscript,
    ways: Ways,
    leaf: _Leaf,
    before: _Leaf | None,
    after: _Leaf | None,
) -> Page:
    lang = publication.metadata.lang
    home = leaf.name == HOME and publication.is_book
    body, main = frame.body(publication, manuscript.title, leaf.name)
    if leaf.name != HOME:
        main.append(around.breadcrumb(manuscript.contents, leaf.chapter, leaf.title, lang))
    main.extend(leaf.content)
    if before or after:
        main.append(around.pager(_beside(before), _beside(after), lang))
    if not home:
        main.addnext(around.sidebar(manuscript.contents, leaf.chapter, lang))
    for nav in body.iter("nav"):
        ways.lead(nav, leaf.chapter)
    head = frame.head(publication, manuscript.title, leaf.title, leaf.name)
    return Page(frame.written(publication, head, body), leaf.title, body, leaf.article)


def _beside(leaf: _Leaf | None) -> tuple[str, str] | None:
    return None if leaf is None else (quote(leaf.name), leaf.title)


def _not_found(publication: Publication, manuscript: Manuscript, ways: Ways) -> Page:
    lang = publication.metadata.lang
    title = word("not-found", lang)
    body, main = frame.body(publication, manuscript.title, NOT_FOUND)
    heading = etree.SubElement(main, "h1", {"class": "apparatus"})
    heading.text = title
    nav = around.sidebar(manuscript.contents, "", lang)
    ways.lead(nav, "")
    main.addnext(nav)
    head = frame.head(publication, manuscript.title, title, NOT_FOUND)
    return Page(frame.written(publication, head, body), title, body, listed=False)
