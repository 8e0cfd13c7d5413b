"""Where everything in a publication is: what a label, an anchor or the path of a chapter leads to from another one."""

from __future__ import annotations

import difflib
import os
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from octavo.manuscript import dialects, links
from octavo.manuscript.crossref import Target
from octavo.manuscript.draft import Draft
from octavo.manuscript.links import BrokenLink
from octavo.manuscript.number import Numbers
from octavo.model.diagnostic import Diagnostic, Severity, warning
from octavo.model.publication import ChapterKind, Publication
from octavo.model.words import numbered, word
from octavo.tools import sandbox
from octavo.tools.locate import Finder
from octavo.tools.suggest import nearest

_TEXTS = {".md", ".markdown", ".qmd", ".rmd", ".mdx", ".mkd"}
_PAGES = {"", ".html", ".htm", ".xhtml"}
_SPEC = ("r-", "grammar-")
"""How the names of rules and productions begin that mdbook-spec links to from every chapter."""
_FIRST = ("README", "readme", "index", "_index")
"""What the text of a folder is called."""


class TargetIndex:
    """All names of all chapters; `home` is the chapter that the references stand in, `entries` their ids."""

    def __init__(
        self,
        publication: Publication,
        drafts: Sequence[Draft],
        numbers: Mapping[str, Numbers],
        entries: frozenset[str],
        home: str,
    ) -> None:
        self._publication, self._numbers, self._entries, self._home = publication, numbers, entries, home
        self._drafts = {draft.chapter: draft for draft in drafts}
        self._chapters = {chapter.id: chapter for chapter in publication.chapters}
        self._names: dict[str, list[Draft]] = {}
        self._labels: dict[str, list[Draft]] = {}
        for draft in drafts:
            for name in draft.names:
                self._names.setdefault(name, []).append(draft)
            for label in draft.labels:
                self._labels.setdefault(_normalize_label(label), []).append(draft)
        self._paths = dict(self._list_files())

    def _list_files(self) -> Iterator[tuple[str, str]]:
        root = self._publication.root.resolve()
        for chapter in reversed(self._publication.chapters):
            if not chapter.made:
                path = os.path.relpath(chapter.file.resolve(), root).replace(os.sep, "/")
                yield unicodedata.normalize("NFC", path), chapter.id

    def find_reference(self, draft: Draft, label: str) -> Target | BrokenLink:
        """What a cross-reference of a chapter leads to: a label of its own, else the first in the publication."""
        wanted = _normalize_label(label)
        having = self._labels.get(wanted, [])
        if not having and wanted.startswith("sec-"):  # a section that has no label goes by its id
            bare = wanted.removeprefix("sec-")
            having = [each for each in self._names.get(bare, []) if _find_row(each, bare) is not None]
            if having:
                return self._make_target(draft, draft if draft in having else having[0], bare)
        if not having:
            alike = [each for each in self._labels if each[:3] == wanted[:3]]
            near = nearest(wanted, alike, 0.5) or nearest(wanted, self._labels)
            hint = f"did you mean '@{near}'?" if near else "give what is meant its label: {#" + wanted + "}"
            return BrokenLink("ref.unresolved", f"nothing is labelled '{label}'", hint)
        there = draft if draft in having else having[0]
        name = next(each for each in there.labels if _normalize_label(each) == wanted)
        return self._make_target(draft, there, name)

    def _make_target(self, draft: Draft, there: Draft, name: str) -> Target:
        anchor, numbers = there.names[name], self._numbers[there.chapter]
        lang = self._publication.metadata.lang
        href = f"#{anchor}" if there is draft else f"octavo:{there.chapter}#{anchor}"
        for row, caption in enumerate(there.captions):
            if caption.id == anchor:
                number = numbers.captions[row]
                if not number:
                    return Target(href, caption.text or word(caption.kind, lang))
                alone = f"({number})" if caption.kind == "equation" else number
                dialect = self._chapters[there.chapter].dialect
                own = dialect.label(caption.kind) if dialect else ""
                return Target(href, numbered(caption.kind, number, lang, own), alone)
        row = there.labels[name] if name in there.labels else _find_row(there, name) or 0
        if row < 0:
            return Target(href, there.heads[0].text if there.heads else name)
        number = numbers.heads[row]
        kind = self._find_kind(there, row)
        return Target(href, numbered(kind, number, lang) if number else there.heads[row].text, number)

    def _find_kind(self, there: Draft, row: int) -> str:
        chapter = self._chapters[there.chapter]
        if there.heads[row].level > 1 or chapter.depth > 1:
            return "section"
        return chapter.kind if chapter.kind in (ChapterKind.PART, ChapterKind.APPENDIX) else "chapter"

    def find_link(self, draft: Draft, href: str) -> str | BrokenLink | None:
        """Where a link of a chapter leads, from that chapter: nowhere is empty, and None what is no chapter's."""
        href = self._strip_site(draft, href.strip())
        if href.startswith("#"):
            return self._find_anchor(draft, href[1:])
        path, _, anchor = href.partition("#")
        found = self._find_chapter(draft, path.partition("?")[0])
        if found is None and (named := self._find_by_name(draft, path, anchor)):
            return named
        if not isinstance(found, str):
            return found
        if found not in self._drafts:  # its text could not be read, which has been said
            return ""
        return self._find_in_chapter(draft, self._drafts[found], anchor, href)

    def _strip_site(self, draft: Draft, href: str) -> str:
        """An address of the book's own site as a path from there."""
        dialect = self._chapters[draft.chapter].dialect
        site = dialect.site.rstrip("/") if dialect else ""
        return f"/{href[len(site) :].lstrip('/')}" if site and f"{href}/".startswith(f"{site}/") else href

    def _find_by_name(self, draft: Draft, path: str, anchor: str) -> str | None:
        """What is linked to by a name alone: in bookdown the page that a chapter's id names, in an mdBook a rule."""
        dialect = self._chapters[draft.chapter].dialect
        stem, suffix = posixpath.splitext(path)
        traits = dialects.traits(dialect)
        name = stem if traits.pages_by_id and suffix == ".html" else f"r-{path}" if traits.links_to_rules else ""
        having = self._names.get(name, [])
        if not having:
            return None
        there = having[0]
        known = next((each for each in links.list_spellings(anchor) if anchor and each in there.names), name)
        return f"octavo:{there.chapter}#{there.names[known]}"

    def _find_anchor(self, draft: Draft, written: str) -> str | BrokenLink | None:
        dialect = self._chapters[draft.chapter].dialect
        alone = dialect is not None and not dialects.traits(dialect).global_anchors and not written.startswith(_SPEC)
        for name in (*links.list_spellings(written), *(() if alone else _list_label_spellings(written))):
            if name in self._entries and self._home:
                return f"octavo:{self._home}#{name}"
            having = [] if alone else self._names.get(name, [])
            # What octavo makes itself gives way: the author cannot call it otherwise.
            having = [each for each in having if not self._chapters[each.chapter].made] or having[:1]
            if having:
                lead = f"octavo:{having[0].chapter}#{having[0].names[name]}"
                return self._report_ambiguous(name, having, lead) if len(having) > 1 else lead
        near = _find_near(written, draft.names)
        hint = f"'#{near}'" if near else ""
        # Of all names of a long book only those are compared that begin alike: it would take too long.
        alike = (
            {}
            if alone
            else {name: having for name, having in self._names.items() if name[:1].lower() == written[:1].lower()}
        )
        if not near and (near := _find_near(written, alike)):
            hint = f"'#{near}', in {self._chapters[self._names[near][0].chapter].name}"
        return _make_broken_link(written, hint)

    def _report_ambiguous(self, name: str, having: Sequence[Draft], lead: str) -> BrokenLink:
        names = [self._chapters[each.chapter].name for each in having]
        return BrokenLink(
            "link.ambiguous",
            f"several chapters have '#{name}': the link leads to {names[0]}",
            f"name the file: '{PurePosixPath(names[1]).name}#{name}' is another one",
            Severity.INFO,
            lead,
        )

    def _find_in_chapter(self, draft: Draft, there: Draft, anchor: str, href: str) -> str | BrokenLink:
        prefix = "" if there is draft else f"octavo:{there.chapter}"
        if anchor in ("", "top"):
            return f"{prefix}#{there.top}"
        for name in links.list_spellings(anchor):
            if name in there.names:
                return f"{prefix}#{there.names[name]}"
        near = _find_near(anchor, there.names)
        return _make_broken_link(
            anchor, f"'{href.partition('#')[0]}#{near}'" if near else "", self._chapters[there.chapter].name
        )

    def _find_chapter(self, draft: Draft, path: str) -> str | BrokenLink | None:
        """The chapter that a path names; what to say of one that is not there; None for what is no text."""
        base, home = self._chapters[draft.chapter].base, "."
        if dialect := self._chapters[draft.chapter].dialect:
            home = dialect.home
        for spelling in dict.fromkeys((path, unquote(path), path.replace("\\", "/"))):
            for start in (home,) if spelling.startswith("/") else (base, *self._list_page_folders(draft)):
                whole = posixpath.normpath(posixpath.join(start, spelling.lstrip("/")))
                for candidate in _list_candidates(unicodedata.normalize("NFC", whole)):
                    if candidate in self._paths:
                        return self._paths[candidate]
        if PurePosixPath(unquote(path)).suffix.lower() not in _TEXTS or self._leaves_site(home, base, path):
            return None
        if not isinstance(sandbox.fetch(self._publication.root, path, base=base), sandbox.MissingFile):
            return None
        files = [posixpath.relpath(each, base) for each in self._paths]
        name = posixpath.basename(unquote(path))
        near = next((each for each in files if posixpath.basename(each) == name), None) or nearest(unquote(path), files)
        hint = f"did you mean '{near}'?" if near else "name a chapter by its path from this one's folder"
        return BrokenLink("link.broken-file", f"there is no chapter '{unquote(path)}'", hint)

    def _leaves_site(self, home: str, base: str, path: str) -> bool:
        """Whether a path leads out of the folder that a site is made of: to another site beside it."""
        whole = posixpath.normpath(posixpath.join(base, unquote(path)))
        return home != "." and not f"{whole}/".startswith(f"{home}/") and not path.startswith("/")

    def _list_page_folders(self, draft: Draft) -> Iterator[str]:
        """The folder of its own that MkDocs gives a chapter's page: raw HTML links from there."""
        chapter = self._chapters[draft.chapter]
        if dialects.traits(chapter.dialect).directory_urls and chapter.file.stem not in _FIRST:
            yield posixpath.join(chapter.base, chapter.file.stem)

    def find_duplicate_labels(self) -> Iterator[Diagnostic]:
        """Labels that two chapters give."""
        for label, having in self._labels.items():
            for draft in having[1:]:
                chapter = self._chapters[draft.chapter]
                if draft is having[0]:
                    continue
                name = next(each for each in draft.labels if _normalize_label(each) == label)
                first = self._chapters[having[0].chapter].name
                yield warning(
                    "label.duplicate",
                    f"'{name}' is a label in {first} too",
                    Finder.of(chapter).identifier(name),
                    "references from other chapters lead to the first; rename one of them",
                )


def _find_row(draft: Draft, name: str) -> int | None:
    """The row of the heading that a name leads to."""
    return next((row for row, head in enumerate(draft.heads) if head.id == draft.names[name]), None)


def _list_label_spellings(written: str) -> Iterator[str]:
    """What a label of bookdown's (`tab:x`, `thm:x`) is called here; what no grammar makes may be a rule."""
    if written.startswith("grammar-"):
        yield f"r-{written.removeprefix('grammar-').lower()}"
    kind, colon, name = written.partition(":")
    if colon:
        yield f"{'tbl' if kind == 'tab' else kind}-{name}"
        yield name


def _list_candidates(path: str) -> Iterator[str]:
    """The files that a path may mean: a text, the page that another tool makes of it, or a folder's first text."""
    yield path
    stem, suffix = posixpath.splitext(path)
    if suffix.lower() in _PAGES:
        yield from (stem + each for each in sorted(_TEXTS))
        if posixpath.basename(stem) == "index":
            yield from (posixpath.join(posixpath.dirname(stem), f"{name}.md") for name in _FIRST)
    yield from (posixpath.join(path, f"{name}.md") for name in _FIRST)


def _make_broken_link(written: str, near: str, where: str = "") -> BrokenLink:
    return BrokenLink(
        "link.broken-anchor",
        f"no heading, figure or table {f'of {where} ' if where else ''}is called '{unquote(written)}'",
        f"did you mean {near}?"
        if near
        else "mend it; or let it pass: 'rules: {link.broken-anchor: warning}' under 'octavo:'",
    )


def _find_near(written: str, names: Mapping[str, object]) -> str:
    return next(iter(difflib.get_close_matches(unquote(written), names, 1, 0.5)), "")


def _normalize_label(label: str) -> str:
    """A label in one spelling, Quarto's: `fig-x` for `fig:x` and `Fig-x` too."""
    kind, rest = label[:3].lower().rstrip(":-"), label[3:]
    return f"{kind}-{rest.lstrip(':-') if len(kind) == 3 else rest}"
