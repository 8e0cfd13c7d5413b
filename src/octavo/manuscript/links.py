"""Anchors and links: every id once and valid everywhere, every link to something that is there."""

from __future__ import annotations

import difflib
import re
from urllib.parse import quote, unquote, urljoin, urlsplit

from octavo.manuscript.clean import unwrap
from octavo.manuscript.desk import Desk, Element
from octavo.model import reading

_NAME = re.compile(r"[^\W\d][\w.-]*")
"""An XML name without colons, which EPUB asks of ids (EPUB 3.3, section 3.3; XML Names, NCName)."""
_SCHEMES = {
    "http",
    "https",
    "mailto",
    "tel",
    "ftp",
    "doi",
    "urn",
    "xmpp",
    "sms",
    "geo",
    "news",
    "irc",
    "ircs",
    "gemini",
}
RESERVED = {"title", "notes", "refs"}


def settle_ids(text: Element, desk: Desk) -> dict[str, str]:
    """Make ids unique and valid in place; gives the id that each written one leads to."""
    taken: set[str] = set()
    leads = dict(desk.leads)
    for element in text.iter():
        written = element.get("id") if isinstance(element.tag, str) else None
        if written is None:
            continue
        if not written.strip() or _is_notes(element):  # Pandoc's section of notes has an id that a heading may have too
            del element.attrib["id"]
            continue
        if written in leads:
            place = desk.finder.identifier(written, 1)
            desk.warn(
                "id.duplicate",
                f"two things are called '{written}'",
                place,
                "links lead to the first; rename one of them",
            )
        wanted = written if _NAME.fullmatch(written) else _valid(written)
        if wanted in RESERVED and "references" not in reading.classes(element):
            wanted += "-1"
        new = _free(wanted, taken)
        taken.add(new)
        element.set("id", new)
        leads.setdefault(written, new)
    return leads


def _is_notes(element: Element) -> bool:
    return bool(element.get("role") == "doc-endnotes")


def _valid(written: str) -> str:
    name = re.sub(r"[^\w.-]+", "-", written).strip("-") or "id"
    return name if _NAME.fullmatch(name) else f"s-{name}"


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def settle_links(text: Element, desk: Desk, leads: dict[str, str]) -> None:
    """Point every link at what it means; one that leads nowhere becomes plain text."""
    for link in list(text.iter("a")):
        href = link.get("href")
        if href is None:
            link.tag = "span"  # an anchor of old is no link
        elif link.get("role") in ("doc-noteref", "doc-backlink"):
            continue
        elif any(True for _ in link.iterancestors("a")):
            unwrap(link)
        elif href.startswith("#"):
            _inside(link, href, desk, leads)
        else:
            _outside(link, href, desk)


def _inside(link: Element, href: str, desk: Desk, leads: dict[str, str]) -> None:
    written = href[1:]
    for name in (written, unquote(written), unquote(written).lower()):
        if name in leads:
            link.set("href", f"#{leads[name]}")
            _has_text(link, desk, href)
            return
    if written in ("", "top"):
        link.set("href", "#title")
        return
    near = difflib.get_close_matches(unquote(written), leads, 1, 0.5)
    if link.get("role") == "doc-biblioref":  # the citation itself has been reported
        unwrap(link)
        return
    desk.error(
        "link.broken-anchor",
        f"no heading, figure or table is called '{unquote(written)}'",
        desk.finder.link(href, desk.nth("link", href)),
        f"did you mean '#{near[0]}'?"
        if near
        else "mend it; or let it pass: 'rules: {link.broken-anchor: warning}' under 'octavo:'",
    )
    unwrap(link)


def _outside(link: Element, href: str, desk: Desk) -> None:
    place = desk.finder.link(href, desk.nth("link", href))
    cleaned = _address(href)
    if cleaned is None:
        desk.warn("link.invalid", f"'{href[:80]}' is not an address", place, "the text is kept, the link is not")
        unwrap(link)
        return
    scheme = urlsplit(cleaned).scheme.lower()
    if scheme in _SCHEMES:
        link.set("href", cleaned)
        _has_text(link, desk, href)
    elif not scheme and desk.publication.metadata.url:
        link.set("href", urljoin(desk.publication.metadata.url, cleaned))
        _has_text(link, desk, href)
    elif not scheme:
        desk.warn(
            "link.outside",
            f"'{href}' is no part of this publication",
            place,
            "the text is kept, the link is not; give 'url:' in the header to link to its site",
        )
        unwrap(link)
    else:
        desk.warn(
            "link.scheme", f"links with '{scheme}:' are not for readers", place, "the text is kept, the link is not"
        )
        unwrap(link)


def _address(href: str) -> str | None:
    """The address with what a URL cannot hold escaped; None where it is none."""
    href = href.strip()
    escaped = (
        quote(href, safe="!#$%&'()*+,/:;=?@[]~-._")
        if not href.isascii() or re.search(r"[\s\"<>\\^`{|}]", href)
        else href
    )
    escaped = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", escaped)
    try:
        parts = urlsplit(escaped)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and not re.fullmatch(r"[\w.%:@\[\]~!$&'()*+,;=-]+", parts.netloc):
        return None
    if parts.scheme in ("http", "https") and not parts.hostname:
        return None
    before, mark, fragment = escaped.partition("#")
    before = before if "[" in parts.netloc else before.replace("[", "%5B").replace("]", "%5D")
    fragment = fragment.replace("#", "%23").replace("[", "%5B").replace("]", "%5D")
    return before + mark + fragment


def _has_text(link: Element, desk: Desk, href: str) -> None:
    if (
        reading.plain_text(link)
        or link.find(".//img[@alt]") is not None
        or link.find(".//span[@class='missing-image']") is not None
    ):
        return
    if link.find(".//{http://www.w3.org/1998/Math/MathML}math") is not None or "".join(link.itertext()).strip():
        return
    for child in list(link):
        link.remove(child)
    link.text = href
    desk.warn("link.empty", f"the link to '{href}' has no text", desk.finder.link(href), "its address is shown instead")
