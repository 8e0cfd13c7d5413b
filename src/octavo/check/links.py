"""Whether every reference within an edition leads somewhere, and whether page breaks are where printed pages begin."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from octavo.check.screen_page import OpenedEdition
from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, error
from octavo.model.edition import PageList
from octavo.model.formats import Format

_MOST_SHOWN = 5


def examine(opened: OpenedEdition, pages: PageList | None, place: Place) -> list[Diagnostic]:
    """Report references that lead nowhere and, given the pages of the printed book, page breaks that differ from it."""
    messages = [f"'{target}' in {name or 'the page'} leads nowhere" for name, target in _broken(opened)]
    if pages is not None:
        messages += _misplaced(opened, pages)
    label = Format(opened.format).label
    return [
        error("agreement.ways", f"the {label}: {message}", place, REPORT_BUG, opened.format)
        for message in messages[:_MOST_SHOWN]
    ]


def _broken(opened: OpenedEdition) -> Iterator[tuple[str, str]]:
    """Yield every reference within the edition whose target does not exist, with the file that it is in."""
    for name, page in opened.pages.items():
        for target in page.targets:
            if not _exists(target, name, opened):
                yield name, target


def _exists(target: str, name: str, opened: OpenedEdition) -> bool:
    if urlsplit(target).scheme or target.startswith("//"):
        return not target.startswith("octavo:")
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if file.startswith("../") and opened.format == Format.SITE:
        return True  # the site of a translation, which is another publication
    if file not in opened.names:
        return False
    if not fragment or file not in opened.pages:
        return True
    ids = opened.pages[file].ids
    return fragment in ids or unquote(fragment) in ids


def _misplaced(opened: OpenedEdition, pages: PageList) -> list[str]:
    """Return how the page list and the page breaks of an EPUB differ from the pages of the printed book."""
    wanted = {(each.label, each.chapter): each.word for each in pages.breaks}
    found: dict[tuple[str, str], int] = {}
    words_before: dict[str, int] = {}
    for name in opened.order:
        for chapter, breaks, words in opened.pages[name].page_breaks:
            before = words_before.get(chapter, 0)
            found.update({(label, chapter): before + word for label, word in breaks})
            words_before[chapter] = before + words
    messages = [f"page {label} is missing" for label, chapter in wanted.keys() - found.keys()]
    messages += [
        f"page {label} begins at word {found[label, chapter]} of '{chapter}', and in print at word {word}"
        for (label, chapter), word in wanted.items()
        if (label, chapter) in found and found[label, chapter] != word
    ]
    labels = [label for page in opened.pages.values() for label in page.page_list]
    if labels != [each.label for each in pages.breaks]:
        messages.append("its page list is not that of the printed book")
    return sorted(messages)
