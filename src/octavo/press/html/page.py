"""One HTML file with a whole publication: text, style, pictures and fonts. It runs no scripts and loads nothing.

Leaves the galleys to `dress.py`, and what machines read to `head.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from lxml import etree

from octavo.model import galley_classes
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.publication import BEFORE_CONTENTS, FRONT, Publication
from octavo.model.reading import classes
from octavo.model.words import direction, word
from octavo.press import cssom, font_use, fonts
from octavo.press.html import contents, head, index, join
from octavo.press.html.dress import dress
from octavo.press.html.markup import data_uri, serialize
from octavo.press.styles import StyleSheet


def make(publication: Publication, manuscript: Manuscript, sheet: StyleSheet, pictures: Mapping[str, bytes]) -> bytes:
    """Return the page. `pictures` has the bytes of the manuscript's resources, by name."""
    lang = publication.metadata.lang
    body = etree.Element("body")
    _add(body, "a", {"class": "skip apparatus", "href": "#text"}, word("skip", lang))
    main = _add(body, "main", {"id": "text"})
    articles = _articles(manuscript, publication, _urls(manuscript, pictures))
    nav = contents.contents(publication, manuscript)
    if publication.is_book:
        _add_book(main, publication, manuscript, articles, nav)
    else:
        _add_contents(articles[0], nav)
        main.extend(articles)
    if nav is None:
        main.set("class", f"{main.get('class', '')} alone".strip())
    _colophon(body, publication, nav is not None)
    style = _style(sheet, body, publication.is_book)  # before headings are moved, since it depends on their levels
    anchors = join.join(manuscript.galleys, articles)
    for each in main.iter("nav"):
        join.resolve_links(each, manuscript.galleys[0].chapter, anchors)
    if publication.is_book:
        for galley, article in zip(manuscript.galleys, articles, strict=True):
            join.lower_headings(galley, article)
    page = etree.Element("html", {"lang": lang, "dir": direction(lang)})
    page.append(head.build(publication, manuscript, style))
    page.append(body)
    return b"<!DOCTYPE html>\n" + serialize(page).encode() + b"\n"


def _articles(manuscript: Manuscript, publication: Publication, urls: Mapping[str, str]) -> list[Element]:
    tables, lang = count(1), publication.metadata.lang
    articles = [dress(galley, lang, urls, tables, publication.settings) for galley in manuscript.galleys]
    for galley, article in zip(manuscript.galleys, articles, strict=True):
        if galley.kind == "index":
            index.fill(article, manuscript.index, lang)
    return articles


def _add_contents(article: Element, nav: Element | None) -> None:
    """Add the contents after the title block: the title comes first on a narrow screen and in a screen reader."""
    if nav is None:
        return
    article.set("class", f"{article.get('class')} with-contents")
    blocks = [child for child in article if galley_classes.TITLE_BLOCK not in classes(child)]
    text = etree.Element("div", {"class": "text"})
    text.extend(blocks)
    article.append(nav)
    article.append(text)


def _add_book(
    main: Element, publication: Publication, manuscript: Manuscript, articles: list[Element], nav: Element | None
) -> None:
    """Add the title page and what belongs to it, the contents and lists, then everything else."""
    main.set("class", "book" if nav is None else "book with-contents")
    first = next((at for at, galley in enumerate(manuscript.galleys) if not _before_contents(galley)), len(articles))
    front = _add(main, "div", {"class": "front"})
    front.extend(articles[:first])
    if nav is not None:
        main.append(nav)
    text = _add(main, "div", {"class": "text"})
    text.extend(contents.lists(publication, manuscript))
    text.extend(articles[first:])


def _before_contents(galley: Galley) -> bool:
    return galley.matter == FRONT and galley.kind in BEFORE_CONTENTS


def _urls(manuscript: Manuscript, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Every picture as a `data:` URL: a drawing too, so that its ids cannot clash with those of the text."""
    shown = (each for each in manuscript.resources if each.name in pictures)
    return {each.name: data_uri(pictures[each.name], each.media_type) for each in shown}


def _style(sheet: StyleSheet, body: Element, is_book: bool) -> str:
    features = fonts.FEATURES | (fonts.SMALL_CAPITALS if _has_small_capitals(sheet, body) else frozenset())
    needed = font_use.needed(body, sheet.stacks, sheet.faces, sheet.authored)
    rules = [
        fonts.rule(face, data_uri(fonts.woff2(face, characters, features), "font/woff2"), swap=True)
        for face, characters in needed.items()
    ]
    css = cssom.serialize(join.by_class(sheet.rules)) if is_book else sheet.css
    for each in sheet.pictures:
        css = css.replace(each.url, data_uri(each.read(), each.media_type))
    return "".join(f"{rule}\n" for rule in rules) + css


def _has_small_capitals(sheet: StyleSheet, body: Element) -> bool:
    """Whether small capitals may be needed: they double the size of a font, and few texts have any."""
    return sheet.may_use_small_capitals or any(
        each.tag == "h5" or "smallcaps" in classes(each) for each in body.iter("span", "h5")
    )


def _colophon(body: Element, publication: Publication, with_contents: bool) -> None:
    """Add the publisher and the rights, unless a copyright page states them."""
    metadata = publication.metadata
    lines = [line for line in (metadata.publisher, *(metadata.rights or "").splitlines()) if line]
    if not lines or any(chapter.kind == "copyright" for chapter in publication.chapters):
        return
    footer = _add(body, "footer", {"class": "colophon apparatus" + (" below" if with_contents else "")})
    for line in lines:
        _add(footer, "p", {}, line)


def _add(parent: Element, name: str, attributes: dict[str, str], text: str | None = None) -> Element:
    child = etree.SubElement(parent, name, attributes)
    child.text = text
    return child
