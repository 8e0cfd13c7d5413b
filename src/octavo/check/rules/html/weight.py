"""How much a browser downloads for one page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import FinishedEdition
from octavo.model.diagnostic import Severity

MOST = 5_000_000
"""In bytes: Lighthouse calls pages of more than 5,000 KiB enormous."""


def _heavy(pages: FinishedEdition) -> Iterator[Flaw]:
    for name in pages.files:
        if (not name or name.endswith(".html")) and (size := _weight(pages, name)) > MOST:
            page = f"the page '{name}' of the site" if name else "the HTML page"
            hint = (
                ""
                if name
                else "save photographs as JPEG with fewer pixels, or publish a site: it has a page for each chapter"
            )
            yield Flaw(f"{page} needs a download of {size / 1e6:.1f} MB", pages.whole, hint)


def _weight(pages: FinishedEdition, name: str) -> int:
    """Return the bytes of a page with its pictures, scripts and styles, including those that are loaded late."""
    root = pages.tree(name)
    asked = {each.get("src", "") for each in root.iter("img", "script")}
    asked |= {each.get("href", "") for each in root.iter("link") if each.get("rel") == "stylesheet"}
    own = (unquote(each.partition("?")[0]) for each in asked if each and not each.startswith("data:"))
    paths = {posixpath.normpath(posixpath.join(posixpath.dirname(name), each)) for each in own}
    return len(pages.files[name]) + sum(len(pages.files[path]) for path in paths if path in pages.files)


RULE = Rule(
    id="html.heavy-page",
    looks_at="html",
    severity=Severity.INFO,
    reason="On a slow mobile connection, five megabytes take half a minute and may cost money.",
    fix="save photographs as JPEG with fewer pixels",
    examine=_heavy,
)
