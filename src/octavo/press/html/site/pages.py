"""The pages of a site: the galleys, the lists, and the page for a URL that does not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from lxml import etree

from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.publication import BEFORE_CONTENTS, Publication
from octavo.model.words import word
from octavo.press.html import contents, index
from octavo.press.html.dress import dress
from octavo.press.html.site import around, frame, icon
from octavo.press.html.site.names import HOME, NOT_FOUND, PageNames, list_file, relate, source_files

PICTURES = "assets/pictures"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A finished page, and the trees that it was made from.

    `article` is what search reads, None where it reads nothing; `listed` is whether it is in the sitemap.
    """

    data: bytes
    body: Element
    title: str
    article: Element | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class _Leaf:
    """The content of a page without its frame. `chapter` is empty where it is not that of a galley."""

    name: str
    title: str
    content: tuple[Element, ...]
    chapter: str = ""
    article: Element | None = None
    has_contents: bool = False

    @property
    def neighbour(self) -> tuple[str, str]:
        """Its URL and its title, for the previous and the next page."""
        return quote(self.name), self.title


def make(
    publication: Publication, manuscript: Manuscript, favicon: str = icon.NO_ICON, downloads: Sequence[str] = ()
) -> tuple[dict[str, SitePage], dict[str, str]]:
    """Return all pages by their names, in reading order, and the page of each chapter."""
    site = _Site(publication, manuscript, PageNames(publication, manuscript), favicon, tuple(downloads))
    return site.pages(), site.names.pages


@dataclass(frozen=True, slots=True)
class _Site:
    publication: Publication
    manuscript: Manuscript
    names: PageNames
    favicon: str
    downloads: tuple[str, ...]
    lang: str = field(init=False)
    title: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lang", self.publication.metadata.lang)
        object.__setattr__(self, "title", self.manuscript.title or self.publication.name)

    def pages(self) -> dict[str, SitePage]:
        leaves = self._leaves()
        neighbours = [None, *(leaf.neighbour for leaf in leaves), None]
        pages = {leaf.name: self._page(leaf, neighbours[at], neighbours[at + 2]) for at, leaf in enumerate(leaves)}
        return {**pages, NOT_FOUND: self._not_found()}

    def _leaves(self) -> list[_Leaf]:
        """The galleys in their order; the lists follow what is before the contents."""
        galleys, lists = self.manuscript.galleys, list(self._lists())
        front = sum(galley.kind in BEFORE_CONTENTS for galley in galleys) or 1
        made = [self._home(galleys[0], lists), *map(self._leaf, galleys[1:])]
        return [*made[:front], *lists, *made[front:]]

    def _leaf(self, galley: Galley) -> _Leaf:
        pictures = {each.name: f"{PICTURES}/{each.name}" for each in galley.resources}
        article = dress(galley, self.lang, pictures, settings=self.publication.settings)
        if galley.kind == "index":
            index.fill(article, self.manuscript.index, self.lang)
        if article.find(".//h1") is None:
            _head(article, galley.title)
        self.names.resolve_links(article, galley.chapter)
        title = galley.headings[0].listed if galley.headings else galley.title
        searched = article if _is_searched(galley) else None
        return _Leaf(self.names.pages[galley.chapter], title, (article,), galley.chapter, searched)

    def _home(self, galley: Galley, lists: list[_Leaf]) -> _Leaf:
        """The page that opens the site: that of an article, or a book's title page with the contents."""
        leaf = self._leaf(galley)
        nav = contents.contents(self.publication, self.manuscript) if self.publication.is_book else None
        if nav is None:
            return _Leaf(HOME, self.title, leaf.content, leaf.chapter, leaf.article)
        more = etree.SubElement(_unfolded(nav), "p", {"class": "more"})
        for each in lists:
            etree.SubElement(more, "a", {"href": quote(each.name)}).text = each.title
        if not lists:
            nav.remove(more)
        return _Leaf(HOME, self.title, (*leaf.content, nav), leaf.chapter, leaf.article, has_contents=True)

    def _lists(self) -> Iterator[_Leaf]:
        kinds = {f"{each.kind}s" for each in self.manuscript.captioned}
        wanted = [each for each in self.publication.settings.lists if each in kinds]
        for kind, nav in zip(wanted, contents.lists(self.publication, self.manuscript), strict=True):
            title = word(f"list-of-{kind}", self.lang)
            nav.remove(_unfolded(nav)[0])
            yield _Leaf(list_file(kind, self.names.pages), title, (_text("h1", "apparatus", title), nav))

    def _page(self, leaf: _Leaf, before: tuple[str, str] | None, after: tuple[str, str] | None) -> SitePage:
        body, main = self._frame(leaf.name, leaf.has_contents)
        if leaf.name != HOME:
            main.append(around.breadcrumb(self.manuscript.contents, leaf.chapter, leaf.title, self.lang))
        main.extend(leaf.content)
        if url := self._edit_url(leaf.chapter):
            main.append(around.edit_link(url, self.lang))
        if before or after:
            main.append(around.pager(before, after, self.lang))
        if not leaf.has_contents:
            main.addnext(around.sidebar(self.manuscript.contents, leaf.chapter, self.lang))
        data = self._serialize(leaf.name, leaf.title, leaf.chapter, body)
        return SitePage(data, body, leaf.title, leaf.article)

    def _logo(self) -> str:
        """Return the URL of the logo; empty without one."""
        file = self.publication.root / (self.publication.settings.logo or "")
        names = (each.name for each in self.manuscript.resources if each.file == file and each.data is None)
        return next((f"{PICTURES}/{name}" for name in names), "") if self.publication.settings.logo else ""

    def _edit_url(self, chapter: str) -> str:
        """Return the URL at which the text of a chapter can be edited; empty without one."""
        template, path = self.publication.settings.edit_url, dict(source_files(self.publication)).get(chapter)
        return template.replace("{path}", quote(path)) if template and path else ""

    def _not_found(self) -> SitePage:
        title = word("not-found", self.lang)
        body, main = self._frame(NOT_FOUND)
        main.append(_text("h1", "apparatus", title))
        main.addnext(around.sidebar(self.manuscript.contents, "", self.lang))
        return SitePage(self._serialize(NOT_FOUND, title, "", body), body, title, listed=False)

    def _frame(self, name: str, has_contents: bool = False) -> tuple[Element, Element]:
        has_search = any(map(_is_searched, self.manuscript.galleys))
        return frame.body(
            self.publication,
            self.title,
            name,
            self.downloads,
            self._logo(),
            has_contents=has_contents,
            has_search=has_search,
        )

    def _serialize(self, name: str, title: str, chapter: str, body: Element) -> bytes:
        for nav in body.iter("nav"):
            self.names.resolve_links(nav, chapter)
        head = frame.head(self.publication, self.title, title, name, self.favicon)
        relate(head, name)
        relate(body, name)
        return frame.serialize(self.publication, head, body)


def _is_searched(galley: Galley) -> bool:
    """Whether it has words that do not merely lead to others."""
    return galley.kind not in ("title", "index") and galley.reading.counts.words > 0


def _unfolded(nav: Element) -> Element:
    """Contents or a list without folding, which is of no use on a page of its own."""
    folded = nav.find("details")
    if folded is not None:
        folded[0].tag = "p"
        nav.extend(list(folded))
        nav.remove(folded)
    return nav


def _head(article: Element, title: str) -> None:
    """Add a heading for screen readers to a text that shows none."""
    article.insert(0, _text("h1", "apparatus unseen", title))
    for section in article.findall("section"):  # it would need a heading too
        section.tag = "div"


def _text(name: str, kind: str, text: str) -> Element:
    element = etree.Element(name, {"class": kind})
    element.text = text
    return element
