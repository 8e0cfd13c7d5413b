"""Links that lead to other places on the web: whether there is still something at their end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, Severity, info, warning
from octavo.model.galley import Galley, Manuscript
from octavo.model.publication import Publication
from octavo.model.reading import classes
from octavo.tools import sandbox, web
from octavo.tools.locate import Finder
from octavo.tools.web import Answer

_LARGEST = 10_000_000
_DEAD = frozenset({404, 410})
"""What says that there is nothing; any other refusal may be meant for programs only, or for today."""
_OFFLINE = ("no host", "no network")


@dataclass(frozen=True, slots=True)
class Link:
    """An address without its fragment, the first place where it stands, and how often it does."""

    address: str
    place: Place
    times: int


def links(publication: Publication, manuscript: Manuscript) -> list[Link]:
    """The addresses that a publication leads to, each once, but for those that stand for examples."""
    found: dict[str, Link] = {}
    books = [*_bibliographies(publication)]
    for galley in manuscript.galleys:
        finder = _finder(publication, galley)
        met: dict[str, int] = {}
        for href in _hrefs(galley):
            address = href.partition("#")[0]
            nth = met[href] = met.get(href, -1) + 1
            if not web.is_asked(address):
                continue
            known = found.get(address)
            if known is None:
                found[address] = Link(address, _place(href, nth, finder, books) or publication.key(""), 1)
            else:
                found[address] = Link(address, known.place, known.times + 1)
    return list(found.values())


def judged(found: Sequence[Link], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    """What is to be said of links, in their order. Without a network that is said once."""
    asked = [(link, answers[link.address]) for link in found if link.address in answers]
    if asked and not any(answer.status or answer.trouble not in _OFFLINE for _, answer in asked):
        message = f"there is no network: {_links(len(asked))} could not be looked after"
        yield info("external.offline", message, asked[0][0].place, "try again where there is one")
        return
    for link, answer in asked:
        if (said := _judgement(link, answer)) is not None:
            yield said


def _judgement(link: Link, answer: Answer) -> Diagnostic | None:
    often = f" (it stands here and {_places(link.times - 1)})" if link.times > 1 else ""
    name = f"'{link.address}'"
    if answer.status in _DEAD or answer.trouble == "no host":
        why = f"the server says {_status(answer.status)}" if answer.status else answer.said
        hint = "find out where it has gone, or leave the link out"
        return warning("external.dead", f"{name} leads nowhere: {why}{often}", link.place, hint)
    if answer.trouble or answer.status >= 400:
        why = answer.said or f"the server says {_status(answer.status)}"
        return info("external.unsure", f"{name} could not be looked at: {why}{often}", link.place, "look yourself")
    if answer.moved and answer.moved.partition("#")[0] != link.address:
        return info("external.moved", f"{name} has moved for good{often}", link.place, f"write {answer.moved}")
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


def taken(found: Iterable[Diagnostic], publication: Publication) -> Iterator[Diagnostic]:
    """The same, each as serious as the author takes it."""
    for each in found:
        severity: Severity | None = publication.settings.severity_of(each.rule, each.severity)
        if severity is not None:
            yield each.at(severity)


def _hrefs(galley: Galley) -> Iterator[str]:
    article: Any = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    for link in article.iter("a"):
        href = link.get("href", "")
        if href.startswith(("http://", "https://")) and "statement" not in classes(link.getparent()):
            yield href


def _finder(publication: Publication, galley: Galley) -> Finder | None:
    chapter = next((each for each in publication.chapters if each.id == galley.chapter), None)
    return Finder.of(chapter) if chapter is not None and not chapter.made else None


def _place(href: str, nth: int, finder: Finder | None, books: Sequence[Finder]) -> Place | None:
    """Where the author wrote an address: in the text, or in a bibliography."""
    shown = finder.link(href, nth) if finder else None
    if shown is None or not shown.column:
        shown = next((place for book in books if (place := book.raw(href)).column), shown)
    return shown


def _bibliographies(publication: Publication) -> Iterator[Finder]:
    for name in publication.metadata.bibliography:
        found = sandbox.fetch(publication.root, name)
        if isinstance(found, sandbox.LocalFile):
            data = sandbox.read_bytes(found.path, _LARGEST)
            if isinstance(data, bytes):
                folder = publication.keys_name.rpartition("/")[0]
                yield Finder(data.decode("utf-8", "replace"), f"{folder}/{name}" if folder else name)
