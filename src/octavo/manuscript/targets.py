"""The targets of a publication: what a label, an anchor or the path of a chapter leads to from another chapter."""

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
"""Names of the text that stands for its folder."""


class TargetIndex:
    """All names of all chapters; `home` is the chapter with the bibliography, `entries` are the ids of its entries."""

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
        """Return the target of a cross-reference: a label of the same chapter, else the first in the publication."""
        wanted = _normalize_label(label)
        owners = self._labels.get(wanted, [])
        if not owners and wanted.startswith("sec-"):  # a section without a label is found by its id
            bare = wanted.removeprefix("sec-")
            owners = [each for each in self._names.get(bare, []) if _find_row(each, bare) is not None]
            if owners:
                return self._make_target(draft, draft if draft in owners else owners[0], bare)
        if not owners:  # an id that is no label
            owners = [each for each in self._names.get(label, []) if _find_row(each, label) is not None]
            if owners:
                return self._make_target(draft, draft if draft in owners else owners[0], label)
        if not owners:
            alike = [each for each in self._labels if each[:3] == wanted[:3]]
            near = nearest(wanted, alike, 0.5) or nearest(wanted, self._labels)
            hint = f"did you mean '@{near}'?" if near else "give the target this label: {#" + wanted + "}"
            return BrokenLink("ref.unresolved", f"nothing has the label '{label}'", hint)
        there = draft if draft in owners else owners[0]
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
                    return Target(href, caption.text or word(caption.kind, lang), title=caption.text)
                alone = f"({number})" if caption.kind == "equation" else number
                dialect = self._chapters[there.chapter].dialect
                own = dialect.label(caption.kind) if dialect else ""
                return Target(href, numbered(caption.kind, number, lang, own), alone, title=caption.text)
        row = there.labels[name] if name in there.labels else _find_row(there, name) or 0
        if row < 0:
            return Target(href, there.heads[0].text if there.heads else name)
        number = numbers.heads[row]
        kind = self._find_kind(there, row)
        if not number:
            return Target(href, there.heads[row].text, markup=there.heads[row].markup)
        return Target(href, numbered(kind, number, lang), number, title=there.heads[row].text)

    def _find_kind(self, there: Draft, row: int) -> str:
        chapter = self._chapters[there.chapter]
        if there.heads[row].level > 1 or chapter.depth > 1:
            return "section"
        return chapter.kind if chapter.kind in (ChapterKind.PART, ChapterKind.APPENDIX) else "chapter"

    def find_link(self, draft: Draft, href: str) -> str | BrokenLink | None:
        """Return where a link leads: empty for an unreadable chapter, None where no chapter answers."""
        href = self._strip_site(draft, href.strip())
        if href.startswith("#"):
            return self._find_anchor(draft, href[1:])
        path, _, anchor = href.partition("#")
        found = self._find_chapter(draft, path.partition("?")[0])
        if found is None and (named := self._find_by_name(draft, path, anchor)):
            return named
        if not isinstance(found, str):
            return found
        if found not in self._drafts:  # its text could not be read, which has been reported
            return ""
        return self._find_in_chapter(draft, self._drafts[found], anchor, href)

    def _strip_site(self, draft: Draft, href: str) -> str:
        """Return a URL of the book's own site as a path."""
        dialect = self._chapters[draft.chapter].dialect
        site = dialect.site.rstrip("/") if dialect else ""
        return f"/{href[len(site) :].lstrip('/')}" if site and f"{href}/".startswith(f"{site}/") else href

    def _find_by_name(self, draft: Draft, path: str, anchor: str) -> str | None:
        """Return the target of a link by name alone: in bookdown a page by its chapter's id, in an mdBook a rule."""
        dialect = self._chapters[draft.chapter].dialect
        stem, suffix = posixpath.splitext(path)
        traits = dialects.traits(dialect)
        name = stem if traits.pages_by_id and suffix == ".html" else f"r-{path}" if traits.links_to_rules else ""
        owners = self._names.get(name, [])
        if not owners:
            return None
        there = owners[0]
        known = next((each for each in links.list_spellings(anchor) if anchor and each in there.names), name)
        return f"octavo:{there.chapter}#{there.names[known]}"

    def _find_anchor(self, draft: Draft, written: str) -> str | BrokenLink | None:
        dialect = self._chapters[draft.chapter].dialect
        alone = dialect is not None and not dialects.traits(dialect).global_anchors and not written.startswith(_SPEC)
        for name in (*links.list_spellings(written), *(() if alone else _list_label_spellings(written))):
            if name in self._entries and self._home:
                return f"octavo:{self._home}#{name}"
            owners = [] if alone else self._names.get(name, [])
            # An author's name takes precedence over octavo's own.
            owners = [each for each in owners if not self._chapters[each.chapter].made] or owners[:1]
            if owners:
                lead = f"octavo:{owners[0].chapter}#{owners[0].names[name]}"
                return self._report_ambiguous(name, owners, lead) if len(owners) > 1 else lead
        near = _find_near(written, draft.names)
        hint = f"'#{near}'" if near else ""
        # Only names with the same first letter are compared: in a long book the others would take too long.
        alike = (
            {}
            if alone
            else {name: owners for name, owners in self._names.items() if name[:1].lower() == written[:1].lower()}
        )
        if not near and (near := _find_near(written, alike)):
            hint = f"'#{near}', in {self._chapters[self._names[near][0].chapter].name}"
        return _make_broken_link(written, hint)

    def _report_ambiguous(self, name: str, owners: Sequence[Draft], lead: str) -> BrokenLink:
        names = [self._chapters[each.chapter].name for each in owners]
        return BrokenLink(
            "link.ambiguous",
            f"several chapters have the id '{name}': the link leads to {names[0]}",
            f"name the file: {PurePosixPath(names[0]).name}#{name} or {PurePosixPath(names[1]).name}#{name}",
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
        """Return the chapter that a path names; a broken link for a text that does not exist; None for other files."""
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
        hint = f"did you mean '{near}'?" if near else "write the path from the folder of this chapter"
        return BrokenLink("link.broken-file", f"the chapter '{unquote(path)}' does not exist", hint)

    def _leaves_site(self, home: str, base: str, path: str) -> bool:
        """Tell whether a path leads out of the site's folder, to another site next to it."""
        whole = posixpath.normpath(posixpath.join(base, unquote(path)))
        return home != "." and not f"{whole}/".startswith(f"{home}/") and not path.startswith("/")

    def _list_page_folders(self, draft: Draft) -> Iterator[str]:
        """Yield the folder that MkDocs gives a chapter's page: links in raw HTML start from there."""
        chapter = self._chapters[draft.chapter]
        if dialects.traits(chapter.dialect).directory_urls and chapter.file.stem not in _FIRST:
            yield posixpath.join(chapter.base, chapter.file.stem)

    def find_duplicate_labels(self) -> Iterator[Diagnostic]:
        """Yield a warning for every label that another chapter uses too."""
        for label, owners in self._labels.items():
            for draft in owners[1:]:
                chapter = self._chapters[draft.chapter]
                if draft is owners[0]:
                    continue
                name = next(each for each in draft.labels if _normalize_label(each) == label)
                first = self._chapters[owners[0].chapter].name
                yield warning(
                    "label.duplicate",
                    f"the label '{name}' is used in {first} too",
                    Finder.of(chapter).identifier(name),
                    "rename one of them: references from other chapters lead to the first",
                )


def _find_row(draft: Draft, name: str) -> int | None:
    """Return the row of the heading that a name leads to."""
    return next((row for row, head in enumerate(draft.heads) if head.id == draft.names[name]), None)


def _list_label_spellings(written: str) -> Iterator[str]:
    """Yield what bookdown's labels (`tab:x`, `thm:x`) are called here, and rules of a grammar."""
    if written.startswith("grammar-"):
        yield f"r-{written.removeprefix('grammar-').lower()}"
    kind, colon, name = written.partition(":")
    if colon:
        yield f"{'tbl' if kind == 'tab' else kind}-{name}"
        yield name


def _list_candidates(path: str) -> Iterator[str]:
    """Yield the files that a path may mean: a text, another tool's page of it, or the first text of a folder."""
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
        f"no heading, figure or table {f'of {where} ' if where else ''}has the id '{unquote(written)}'",
        f"did you mean {near}?"
        if near
        else "correct it, or allow it: 'rules: {link.broken-anchor: warning}' under 'octavo:'",
    )


def _find_near(written: str, names: Mapping[str, object]) -> str:
    return next(iter(difflib.get_close_matches(unquote(written), names, 1, 0.5)), "")


def _normalize_label(label: str) -> str:
    """Return a label in Quarto's spelling: `fig-x` for `fig:x` and `Fig-x` too."""
    kind, rest = label[:3].lower().rstrip(":-"), label[3:]
    return f"{kind}-{rest.lstrip(':-') if len(kind) == 3 else rest}"
