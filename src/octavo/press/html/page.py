"""One HTML file that holds a whole publication: text, style, pictures and faces. It runs nothing and asks for nothing.

Leaves to `dress.py` what is done to the galley, and to `head.py` what machines read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from octavo.model.galley import Galley
from octavo.model.publication import Publication
from octavo.model.reading import classes
from octavo.model.words import direction, word
from octavo.press import fonts
from octavo.press.html import head
from octavo.press.html.dress import dress
from octavo.press.html.markup import data_uri, written
from octavo.press.styles import Sheet

_CONTENTS_FROM = 3
"""Headings below the title that make contents worth their room."""


def make(publication: Publication, galley: Galley, sheet: Sheet, pictures: Mapping[str, bytes]) -> bytes:
    """The page. `pictures` holds the bytes of the galley's resources, by name."""
    lang = publication.metadata.lang
    article = dress(galley, _wants_contents(publication, galley), lang, _addresses(galley, pictures))
    with_contents = "with-contents" in article.get("class", "")
    body = etree.Element("body")
    _add(body, "a", {"class": "skip apparatus", "href": "#text"}, word("skip", lang))
    main = _add(body, "main", {"id": "text"} if with_contents else {"id": "text", "class": "alone"})
    main.append(article)
    _colophon(body, publication, with_contents)
    page = etree.Element("html", {"lang": lang, "dir": direction(lang)})
    page.append(head.build(publication, galley, _style(sheet, body)))
    page.append(body)
    return b"<!DOCTYPE html>\n" + written(page).encode() + b"\n"


def _wants_contents(publication: Publication, galley: Galley) -> bool:
    wish = publication.metadata.toc
    below = sum(heading.level > 1 for heading in galley.headings)
    return below > 0 if wish else wish is None and below >= _CONTENTS_FROM


def _addresses(galley: Galley, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Every picture as a `data:` address: a drawing too, in which no id can then meet one of the text."""
    shown = (each for each in galley.resources if each.name in pictures)
    return {each.name: data_uri(pictures[each.name], each.media_type) for each in shown}


def _style(sheet: Sheet, body: Any) -> str:
    features = fonts.FEATURES | (fonts.SMALL_CAPITALS if _has_small_capitals(sheet, body) else frozenset())
    needed = fonts.needed(body, sheet.stacks, sheet.faces, sheet.authored)
    rules = [
        fonts.rule(face, data_uri(fonts.woff2(face, characters, features), "font/woff2"), swap=True)
        for face, characters in needed.items()
    ]
    return "".join(f"{rule}\n" for rule in rules) + sheet.css


def _has_small_capitals(sheet: Sheet, body: Any) -> bool:
    """They double the size of a face, and few texts have any."""
    return sheet.authored or any(each.tag == "h5" or "smallcaps" in classes(each) for each in body.iter("span", "h5"))


def _colophon(body: Any, publication: Publication, with_contents: bool) -> None:
    """Who published it, and under what terms."""
    metadata = publication.metadata
    lines = [line for line in (metadata.publisher, metadata.rights) if line]
    if not lines:
        return
    footer = _add(body, "footer", {"class": "colophon apparatus" + (" below" if with_contents else "")})
    for line in lines:
        _add(footer, "p", {}, line)


def _add(parent: Any, name: str, attributes: dict[str, str], text: str | None = None) -> Any:
    child = etree.SubElement(parent, name, attributes)
    child.text = text
    return child
