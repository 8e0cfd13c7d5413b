"""Every way leads somewhere: links within an edition, its pictures, and the pages of the printed book in it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from octavo.check.screen import OpenedEdition
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.edition import PageList
from octavo.model.formats import Format

_SHOWN = 5


def examine(opened: OpenedEdition, pages: PageList | None, place: Place) -> list[Diagnostic]:
    """What leads nowhere in an edition that is not print, and how the pages in an EPUB differ from those printed."""
    wrong = [f"'{target}' in {name or 'the page'} leads nowhere" for name, target in _dead(opened)]
    if opened.format == "epub" and pages is not None:
        wrong += _misplaced(opened, pages)
    hint = "this is a fault of octavo: please report it, with the text"
    return [
        error("agreement.ways", f"the {Format(opened.format).label}: {message}", place, hint, opened.format)
        for message in wrong[:_SHOWN]
    ]


def _dead(opened: OpenedEdition) -> Iterator[tuple[str, str]]:
    """The file and the target of every reference within the edition to which there is nothing."""
    for name, page in opened.pages.items():
        for target in page.targets:
            if not _is_there(target, name, opened):
                yield name, target


def _is_there(target: str, name: str, opened: OpenedEdition) -> bool:
    if urlsplit(target).scheme or target.startswith("//"):
        return not target.startswith("octavo:")
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if file not in opened.names:
        return False
    if not fragment or file not in opened.pages:
        return True
    ids = opened.pages[file].ids
    return fragment in ids or unquote(fragment) in ids


def _misplaced(opened: OpenedEdition, pages: PageList) -> list[str]:
    """How the page list and the page breaks of an EPUB differ from the pages of the printed book."""
    wanted = {(each.label, each.chapter): each.word for each in pages.breaks}
    found: dict[tuple[str, str], int] = {}
    read: dict[str, int] = {}
    for name in opened.order:
        for chapter, breaks, words in opened.pages[name].turns:
            before = read.get(chapter, 0)
            found.update({(label, chapter): before + word for label, word in breaks})
            read[chapter] = before + words
    wrong = [f"page {label} is missing" for label, chapter in wanted.keys() - found.keys()]
    wrong += [
        f"page {label} begins at word {found[label, chapter]} of '{chapter}', and in print at word {word}"
        for (label, chapter), word in wanted.items()
        if (label, chapter) in found and found[label, chapter] != word
    ]
    listed = [label for page in opened.pages.values() for label in page.listed]
    if listed != [each.label for each in pages.breaks]:
        wrong.append("its list of pages is not that of the printed book")
    return sorted(wrong)
