"""External links: whether what they lead to still exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, Severity, info, warning
from octavo.model.galley import Galley, Manuscript
from octavo.model.galley_classes import STATEMENT
from octavo.model.html_elements import Element
from octavo.model.publication import Publication
from octavo.model.reading import classes
from octavo.tools import sandbox, web
from octavo.tools.locate import Finder
from octavo.tools.web import Answer

_LARGEST = 10_000_000
_DEAD = frozenset({404, 410})
"""Status codes that mean the page does not exist; any other refusal may be for programs only, or for today."""
_OFFLINE = ("no host", "no network")


@dataclass(frozen=True, slots=True)
class Link:
    """A URL without its fragment, the first place where the author wrote it, and how often it occurs."""

    url: str
    place: Place
    times: int


def find_links(publication: Publication, manuscript: Manuscript) -> list[Link]:
    """Return the URLs that a publication links to, each once, without those that are examples."""
    found: dict[str, Link] = {}
    books = [*_bibliographies(publication)]
    for galley in manuscript.galleys:
        finder = _finder(publication, galley)
        met: dict[str, int] = {}
        for href in _hrefs(galley):
            url = href.partition("#")[0]
            nth = met[href] = met.get(href, -1) + 1
            if not web.is_asked(url):
                continue
            known = found.get(url)
            if known is None:
                found[url] = Link(url, _place(href, nth, finder, books) or publication.key(""), 1)
            else:
                found[url] = Link(url, known.place, known.times + 1)
    return list(found.values())


def judge(publication: Publication, links: Sequence[Link], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    """Report broken and moved links, in their order, with the severities that the author has set."""
    for each in _findings(links, answers):
        severity: Severity | None = publication.settings.severity_of(each.rule, each.severity)
        if severity is not None:
            yield each.at(severity)


def _findings(links: Sequence[Link], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    """Yield a finding for each link that has one; that there is no network is one finding for all."""
    answered = [(link, answers[link.url]) for link in links if link.url in answers]
    if answered and not any(answer.status or answer.trouble not in _OFFLINE for _, answer in answered):
        message = f"there is no network: {_links(len(answered))} could not be checked"
        yield info("external.offline", message, answered[0][0].place, "check again when there is one")
        return
    for link, answer in answered:
        if (diagnostic := _diagnostic(link, answer)) is not None:
            yield diagnostic


def _diagnostic(link: Link, answer: Answer) -> Diagnostic | None:
    often = f" (it is used here and {_places(link.times - 1)})" if link.times > 1 else ""
    name = f"'{link.url}'"
    if answer.status in _DEAD or answer.trouble == "no host":
        why = f"the server answers {_status(answer.status)}" if answer.status else answer.said
        hint = "find out where the page is now, or remove the link"
        return warning("external.dead", f"{name} leads nowhere: {why}{often}", link.place, hint)
    if answer.trouble or answer.status >= 400:
        why = answer.said or f"the server answers {_status(answer.status)}"
        return info("external.unsure", f"{name} could not be checked: {why}{often}", link.place, "open it yourself")
    if answer.moved and answer.moved.partition("#")[0] != link.url:
        return info(
            "external.moved", f"{name} has moved permanently{often}", link.place, f"change it to {answer.moved}"
        )
    return None


def _status(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _links(count: int) -> str:
    return "one link" if count == 1 else f"{count} links"


def _places(count: int) -> str:
    return "in one other place" if count == 1 else f"in {count} other places"


def _hrefs(galley: Galley) -> Iterator[str]:
    article: Element = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    for link in article.iter("a"):
        href = link.get("href", "")
        parent = link.getparent()
        is_ours = parent is not None and STATEMENT in classes(parent)
        if href.startswith(("http://", "https://")) and not is_ours:
            yield href


def _finder(publication: Publication, galley: Galley) -> Finder | None:
    chapter = next((each for each in publication.chapters if each.id == galley.chapter), None)
    return Finder.of(chapter) if chapter is not None and not chapter.made else None


def _place(href: str, nth: int, finder: Finder | None, books: Sequence[Finder]) -> Place | None:
    """Return where the author wrote a URL: in the text, or in a bibliography."""
    place = finder.link(href, nth) if finder else None
    if place is None or not place.column:
        place = next((found for book in books if (found := book.raw(href)).column), place)
    return place


def _bibliographies(publication: Publication) -> Iterator[Finder]:
    for name in publication.metadata.bibliography:
        found = sandbox.fetch(publication.root, name)
        if isinstance(found, sandbox.LocalFile):
            data = sandbox.read_bytes(found.path, _LARGEST)
            if isinstance(data, bytes):
                folder = publication.keys_name.rpartition("/")[0]
                yield Finder(data.decode("utf-8", "replace"), f"{folder}/{name}" if folder else name)
