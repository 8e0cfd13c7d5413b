"""The icon of a site, which browsers show with its title."""

from __future__ import annotations

from pathlib import PurePosixPath

from octavo.model.diagnostic import Diagnostic, error
from octavo.model.publication import Publication
from octavo.tools import sandbox

NO_ICON = "data:,"
"""Otherwise browsers request one."""
_SUFFIXES = (".svg", ".png", ".ico", ".gif", ".jpg", ".jpeg", ".webp")
_LIMIT = 1_000_000


def make(publication: Publication) -> tuple[str, dict[str, bytes], list[Diagnostic]]:
    """Return the URL of the icon, its file by its path in the site, and what is wrong with it."""
    name = publication.settings.favicon
    if not name:
        return NO_ICON, {}, []
    place = publication.key("octavo.favicon")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        message = f"the icon '{name}' is not a picture that browsers show as one"
        return NO_ICON, {}, [error("image.unreadable", message, place, "use an SVG, PNG or ICO file")]
    match sandbox.fetch(publication.root, name, _LIMIT):
        case sandbox.LocalFile(path):
            data = sandbox.read_bytes(path, _LIMIT)
            if isinstance(data, bytes):
                file = f"assets/favicon{suffix}"
                return file, {file: data}, []
            problem = error("image.too-large", f"the icon '{name}' is larger than 1 MB", place, "make it smaller")
        case sandbox.MissingFile(_, near):
            hint = f"did you mean '{near}'?" if near else "give its path relative to the publication's folder"
            problem = error("image.missing", f"the icon '{name}' does not exist", place, hint)
        case _:
            problem = error("image.outside", f"the icon '{name}' is not in the publication's folder", place)
    return NO_ICON, {}, [problem]
