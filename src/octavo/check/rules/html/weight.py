"""How much a browser has to fetch before there is something to read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from octavo.check.rules.rule import FinishedEdition, Flaw, Rule
from octavo.model.diagnostic import Severity

MOST = 5_000_000
"""Bytes: Lighthouse, which search engines judge by, speaks of an enormous page from 5,000 KiB on."""


def _heavy(pages: FinishedEdition) -> Iterator[Flaw]:
    for name in pages.files:
        if (not name or name.endswith(".html")) and (size := _weight(pages, name)) > MOST:
            what = f"'{name}' of the site" if name else "the HTML page"
            hint = "" if name else "save photographs as JPEG and in fewer pixels; a site has a page for each chapter"
            yield Flaw(f"{what} has {size / 1e6:.1f} MB to be fetched", pages.whole, hint)


def _weight(pages: FinishedEdition, name: str) -> int:
    """Bytes of a page with its pictures and styles; those that it asks for only when they are reached, too."""
    root = pages.tree(name)
    asked = {each.get("src", "") for each in root.iter("img", "script")}
    asked |= {each.get("href", "") for each in root.iter("link") if each.get("rel") == "stylesheet"}
    own = (unquote(each.partition("?")[0]) for each in asked if each and not each.startswith("data:"))
    paths = {posixpath.normpath(posixpath.join(posixpath.dirname(name), each)) for each in own}
    return len(pages.files[name]) + sum(len(pages.files[path]) for path in paths if path in pages.files)


RULE = Rule(
    "html.heavy-page",
    "html",
    Severity.INFO,
    "On a telephone in a train, five megabytes take half a minute, and may cost money.",
    "save photographs as JPEG, and in fewer pixels",
    examine=_heavy,
)
