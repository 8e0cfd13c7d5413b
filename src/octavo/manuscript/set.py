"""Chapter to galley: the order in which the manuscript's stages go over a text."""

from __future__ import annotations

from lxml import etree

from octavo.manuscript import clean, headings, links, notes, pictures, shape, titlepage
from octavo.manuscript.desk import Desk, Element
from octavo.manuscript.parse import Parsed, parse
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley import Galley
from octavo.model.publication import Chapter, Publication
from octavo.tools.place import Finder


def set_chapter(publication: Publication, chapter: Chapter) -> tuple[Galley | None, tuple[Diagnostic, ...]]:
    """Set one chapter; no galley where its text cannot be read at all."""
    desk = Desk(publication, chapter, Finder(chapter.text, chapter.name))
    parsed = parse(desk)
    if parsed is None:
        return None, tuple(desk.found)
    text = parsed.text
    front = {"title": parsed.title, "subtitle": parsed.subtitle, "abstract": parsed.abstract}
    for part in (*front.values(), text):
        if part is not None:
            clean.clean(part, desk)
    for key, part in front.items():
        if part is not None:
            titlepage.settle(part, key, desk)
    _settle_title(parsed, desk)
    if not _is_shallow(text, desk):
        return None, tuple(desk.found)
    header = titlepage.block(desk, parsed.title, parsed.subtitle, parsed.abstract)
    article = etree.Element("article", {"class": "galley"})
    article.append(header)
    _settle_text(article, text, desk)
    return _galley(desk, article), tuple(desk.found)


def _settle_title(parsed: Parsed, desk: Desk) -> None:
    if reading.plain_text(parsed.title):
        return
    heading = headings.title_from_text(parsed.text)
    if heading is not None and reading.plain_text(heading):
        parsed.title.text = heading.text
        parsed.title.extend(list(heading))
        desk.leads[heading.get("id", "")] = "title"
        return
    parsed.title.text = desk.publication.name.replace("-", " ").replace("_", " ")
    desk.warn(
        "title.missing",
        f"no title is given; '{parsed.title.text}' is taken from the file's name",
        desk.key("title"),
        "add 'title: …' to the header",
    )


_DEEPEST = 100


def _is_shallow(text: Element, desk: Desk) -> bool:
    """Whether nothing is nested so deeply that a press would break on it."""
    waiting = [(text, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth > _DEEPEST:
            words = " ".join("".join(element.itertext()).split()[:8])
            desk.error(
                "text.too-deep",
                f"this is nested in more than {_DEEPEST} levels",
                desk.finder.words(words),
                "take some of them away",
            )
            return False
        waiting += [(child, depth + 1) for child in element]
    return True


def _settle_text(article: Element, text: Element, desk: Desk) -> None:
    headings.level(text, desk)
    if desk.publication.settings.number_sections:
        headings.number(text)
    shape.shape(text, desk)
    pictures.place(text, desk)
    names = headings.other_names(text)
    leads = links.settle_ids(text, desk)
    for name, anchor in names:
        if anchor.get("id"):
            leads.setdefault(name, anchor.get("id"))
    links.settle_links(article[0], desk, leads)
    links.settle_links(text, desk, leads)
    ending = notes.settle(article[0], text, desk)
    article[0].tail = "\n" + (text.text or "")
    article.extend(list(text))
    if ending is not None:
        article.append(ending)


def _galley(desk: Desk, article: Element) -> Galley:
    read = reading.read(article)
    header = article[0]
    subtitle, dated = header.find("p[@class='subtitle']"), header.find("p[@class='date']")
    html = etree.tostring(article, encoding="unicode")
    return Galley(
        chapter=desk.chapter.id,
        html=html,
        title=reading.plain_text(header.find("h1")),
        subtitle=reading.plain_text(subtitle) if subtitle is not None else "",
        date=reading.plain_text(dated) if dated is not None else "",
        headings=headings.contents(article),
        resources=tuple(desk.resources[name] for name in sorted(desk.resources) if f'"res:{name}"' in html),
        reading=read,
    )
