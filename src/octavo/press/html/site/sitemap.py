"""The list of pages of a site, for search engines: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

from octavo.model.publication import Publication
from octavo.press.html.site.names import HOME


def site_url(publication: Publication) -> str | None:
    """Return the URL of the folder that the site will be in, with a slash at its end; None where it is not known."""
    url = publication.metadata.url
    if not url:
        return None
    return urljoin(url, "./") if url.endswith((".html", ".htm")) else url.rstrip("/") + "/"


def page_url(publication: Publication, name: str) -> str | None:
    """Return the full URL of a page; None where that of the site is not known."""
    start = site_url(publication)
    return None if start is None else start + quote(_shortest(name))


def _shortest(name: str) -> str:
    """Return the path of a page without the name that every server adds."""
    folder, slash, file = name.rpartition("/")
    return folder + slash if file == HOME else name


def make(publication: Publication, names: Sequence[str]) -> dict[str, bytes]:
    """Return `sitemap.xml`; nothing where the URL of the site is not known, for it must have full URLs."""
    found = [page_url(publication, name) for name in names]
    places = "".join(f"<url><loc>{escape(each)}</loc></url>\n" for each in found if each)
    if not places:
        return {}
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return {"sitemap.xml": f"{start}{places}</urlset>\n".encode()}
