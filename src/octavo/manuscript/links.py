"""Ids and links: every id is unique and valid everywhere, every link leads to something that exists."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from octavo.manuscript import dialects
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, is_element, pop_attribute, select, unwrap
from octavo.manuscript.parse import TITLED
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.galley_classes import INDEX_MARK, MISSING_IMAGE
from octavo.model.html_elements import MATHML, Element
from octavo.tools import sandbox

_NAME = re.compile(r"[^\W\d][\w.-]*")
"""An XML name without colons, which EPUB requires of ids (EPUB 3.3, section 3.3; XML Names, NCName)."""
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


def assign_ids(text: Element, context: ChapterContext, title: str = "") -> dict[str, str]:
    """Make ids unique and valid in place, none of them `title`; return the id that each written one leads to."""
    taken = {title} - {""}
    targets = dict(context.moved_ids)
    for element in text.iter():
        written = element.get("id") if is_element(element) else None
        if written is None:
            continue
        if not written.strip() or _is_notes_section(element):  # a heading may have the id of Pandoc's notes too
            del element.attrib["id"]
            continue
        if written in targets:
            place = context.finder.identifier(written, 1)
            context.warn(
                "id.duplicate",
                f"the id '{written}' is used twice",
                place,
                "rename one of them: links lead to the first",
            )
        new = make_unique(
            make_valid(written) if _is_made_by_octavo(element) else _avoid_reserved(make_valid(written), context), taken
        )
        taken.add(new)
        element.set("id", new)
        targets.setdefault(written, new)
    for new in taken:
        targets.setdefault(new, new)
    _resolve_mentions(text, targets)
    return targets


_NAMING_ATTRIBUTES = (
    "aria-controls", "aria-describedby", "aria-details", "aria-flowto", "aria-labelledby", "aria-owns", "headers",
)  # fmt: skip
_NAMING_ELEMENTS = f".//*[{' or '.join(f'@{name}' for name in _NAMING_ATTRIBUTES)}]"


def _resolve_mentions(text: Element, targets: Mapping[str, str]) -> None:
    """Update attributes of raw HTML that name other elements, and leave out names that do not exist (EPUBCheck
    RSC-005)."""
    for element in select(text, _NAMING_ELEMENTS):
        for name in _NAMING_ATTRIBUTES:
            written = pop_attribute(element, name)
            if written and (there := [targets[each] for each in written.split() if each in targets]):
                element.set(name, " ".join(there))


def _is_made_by_octavo(element: Element) -> bool:
    """Tell whether octavo made the id, or Pandoc made it and octavo keeps it."""
    marks = reading.classes(element)
    is_bibliography = element.get("id") == "refs" and element.tag == "div"
    return is_bibliography or INDEX_MARK in marks or bool(_NOTES_ID.match(element.get("id", "")))


_NOTES_ID = re.compile(r"fn(?:ref)?\d+$")


def _avoid_reserved(wanted: str, context: ChapterContext) -> str:
    """Return an id that octavo does not use itself."""
    reserved = wanted in RESERVED and (wanted != "title" or context.chapter.kind in TITLED)
    if context.publication.metadata.bibliography and wanted.startswith("ref-"):
        reserved = True
    return f"{wanted}-1" if reserved or re.match(r"ix-\d+$", wanted) else wanted


def _is_notes_section(element: Element) -> bool:
    return bool(element.get("role") == "doc-endnotes")


def make_valid(written: str) -> str:
    """Return an id in a form that all formats allow."""
    if _NAME.fullmatch(written):
        return written
    name = re.sub(r"[^\w.-]+", "-", written).strip("-") or "id"
    return name if _NAME.fullmatch(name) else f"s-{name}"


def make_unique(wanted: str, taken: set[str]) -> str:
    """Return the wanted id, or the first numbered one that is not taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def resolve_links(text: Element, context: ChapterContext, targets: dict[str, str], top: str) -> list[str]:
    """Resolve every link; mark and return those that may lead to another chapter."""
    unresolved: dict[str, None] = {}
    for link in list(text.iter("a")):
        href = link.get("href")
        if href is None:
            link.tag = "span"  # an anchor of old HTML, not a link
        elif link.get("role") in ("doc-noteref", "doc-backlink"):
            continue
        elif any(True for _ in link.iterancestors("a")):
            unwrap(link)
        elif href.startswith("#") and (found := _find_target(href[1:], targets, top)) is not None:
            link.set("href", f"#{found}")
            _ensure_text(link, context, href)
        elif href.startswith("#") or (_may_be_internal(href, context) and context.publication.is_book):
            link.set(UNRESOLVED, "")
            unresolved[href] = None
        else:
            resolve_external(link, href, context)
    return list(unresolved)


UNRESOLVED = "data-waiting"
"""The attribute of a link that only the whole publication can resolve."""


def _find_target(written: str, targets: dict[str, str], top: str) -> str | None:
    for name in list_spellings(written):
        if name in targets:
            return targets[name]
    return top if written in ("", "top") and top else None


def list_spellings(written: str) -> tuple[str, ...]:
    """Return what an anchor may mean: as written, decoded, in lower case."""
    return (written, unquote(written), unquote(written).lower())


def _may_be_internal(href: str, context: ChapterContext) -> bool:
    """Tell whether a link may lead to another chapter: by a path, or by a URL of the book's own site."""
    dialect = context.chapter.dialect
    return _is_path(href) or bool(dialect and dialect.site and href.strip().startswith(dialect.site.rstrip("/")))


def _is_path(href: str) -> bool:
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[?]", href.strip())


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Why a link or a reference has no target: a diagnostic without its place."""

    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    href: str = ""
    """Where the link leads nevertheless."""


def insert_targets(article: Element, context: ChapterContext, found: Mapping[str, str | BrokenLink | None]) -> None:
    """Point unresolved links at the targets found; None is a link that no chapter answers."""
    for link in list(article.iter("a")):
        if pop_attribute(link, UNRESOLVED) is None:
            continue
        href = link.get("href") or ""
        lead = found.get(href)
        if lead == "":
            unwrap(link)
        elif isinstance(lead, str):
            link.set("href", lead)
            _ensure_text(link, context, href)
        elif link.get("role") == "doc-biblioref":  # the citation itself has been reported
            unwrap(link)
        elif lead is None:
            resolve_external(link, href, context)
        else:
            place = context.finder.link(href, context.count_occurrence("link", href))
            context.diagnostics.append(Diagnostic(lead.rule, lead.severity, lead.message, place, lead.hint))
            if lead.href:
                link.set("href", lead.href)
            else:
                unwrap(link)


def resolve_external(link: Element, href: str, context: ChapterContext) -> None:
    """Check and clean a link that leaves the publication."""
    place = context.finder.link(href, context.count_occurrence("link", href))
    cleaned = _clean_url(href)
    if cleaned is None:
        context.warn("link.invalid", f"'{href[:80]}' is not a valid URL", place, "correct it: only the text is kept")
        unwrap(link)
        return
    scheme = urlsplit(cleaned).scheme.lower()
    if scheme in _SCHEMES:
        link.set("href", cleaned)
        _ensure_text(link, context, href)
    elif not scheme and (address := _find_on_site(cleaned, context)):
        link.set("href", address)
        _ensure_text(link, context, href)
    elif not scheme:
        context.warn(
            "link.outside",
            f"'{href}' is not part of this publication" if href.strip() else "a link has no URL",
            place,
            "only its text is kept"
            + ("" if context.chapter.dialect else "; set 'url:' in the header to link to its site"),
        )
        unwrap(link)
    else:
        context.warn("link.scheme", f"links with '{scheme}:' are not allowed", place, "only its text is kept")
        unwrap(link)


def _find_on_site(href: str, context: ChapterContext) -> str:
    """Return the URL of a path on the publication's site; empty where there is no site or the path is a file outside
    it."""
    dialect = context.chapter.dialect
    if dialect is None:
        return urljoin(context.publication.metadata.url, href) if context.publication.metadata.url else ""
    if not dialect.site:
        return ""
    path = href.partition("#")[0]
    if not path.startswith("/"):
        whole = posixpath.normpath(posixpath.join(context.chapter.base, unquote(path)))
        inside = dialect.home == "." or whole.startswith(f"{dialect.home}/")
        found = (
            None if inside else sandbox.fetch(context.publication.root, path, base=context.chapter.base, suggest=False)
        )
        if isinstance(found, sandbox.LocalFile | sandbox.NotAFile):
            return ""
        href = posixpath.join(posixpath.relpath(context.chapter.base, dialect.home), href)
    text = re.search(r"\.(?:md|markdown|qmd|Rmd)(?=#|\?|$)", href)
    if text:
        href = href[: text.start()] + ("/" if dialects.traits(dialect).directory_urls else ".html") + href[text.end() :]
    return urljoin(dialect.site.rstrip("/") + "/", href)


def _clean_url(href: str) -> str | None:
    """Return a URL with illegal characters escaped, or None where it is not a URL."""
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


def _ensure_text(link: Element, context: ChapterContext, href: str) -> None:
    if (
        reading.plain_text(link)
        or link.find(".//img[@alt]") is not None
        or link.find(f".//span[@class='{MISSING_IMAGE}']") is not None
    ):
        return
    if link.find(f".//{{{MATHML}}}math") is not None or all_text(link).strip():
        return
    for child in list(link):
        link.remove(child)
    link.text = href
    context.warn(
        "link.empty",
        f"the link to '{href}' has no text",
        context.finder.link(href),
        "give it a text: its URL is shown instead",
    )
