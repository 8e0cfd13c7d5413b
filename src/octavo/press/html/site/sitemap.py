"""The list of a site's pages for those that crawl it: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

from octavo.model.publication import Publication
from octavo.press.html.site.names import HOME


def base(publication: Publication) -> str | None:
    """The address of the folder that the site will stand in, with a slash at its end."""
    url = publication.metadata.url
    if not url:
        return None
    return urljoin(url, "./") if url.endswith((".html", ".htm")) else url.rstrip("/") + "/"


def address(publication: Publication, name: str) -> str | None:
    """The whole address of a page, where that is known."""
    start = base(publication)
    return None if start is None else start + ("" if name == HOME else quote(name))


def make(publication: Publication, names: Sequence[str]) -> dict[str, bytes]:
    """`sitemap.xml`; nothing where no address is known, for it must have whole ones."""
    found = [address(publication, name) for name in names]
    places = "".join(f"<url><loc>{escape(each)}</loc></url>\n" for each in found if each)
    if not places:
        return {}
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return {"sitemap.xml": f"{start}{places}</urlset>\n".encode()}
