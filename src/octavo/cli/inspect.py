"""`octavo inspect`: what octavo understands of a publication."""

from __future__ import annotations

import html
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cli import output
from octavo.model.diagnostic import Severity, folded
from octavo.model.formats import Format
from octavo.model.galley import Galley, Manuscript, Term
from octavo.model.publication import Chapter, Publication
from octavo.report import document
from octavo.report.lines import SourceLines
from octavo.source import layouts
from octavo.tools.sandbox import display_path

if TYPE_CHECKING:
    from octavo.source.discover import FoundSource


def show_publication(source: Path, layout: str | None, as_json: bool, trusted: bool = True) -> int:
    """Show one publication, or list those in a folder; return the exit status: 2 if there are no publications."""
    from octavo.build.session import Session, cores
    from octavo.model.settings import RunOptions
    from octavo.source.discover import discover

    found, diagnostics = discover([source], Path.cwd(), layout, trusted)
    if len(found) > 1:
        _print_shelf(found, as_json)
        shown: dict[str, Any] = {}
    else:
        with Session(Path.cwd(), RunOptions(jobs=cores(), layout=layout, trusted=trusted)) as session:
            inspected = session.inspect(source)
        publication, manuscript, diagnostics = inspected.publication, inspected.manuscript, [*inspected.diagnostics]
        kind = found[0].kind if found else ""
        shown = _understood(publication, manuscript, kind)
        if not as_json and publication is not None:
            _print(publication, manuscript, kind)
    if as_json and len(found) < 2:
        print(document.to_json({"diagnostics": [document.diagnostic(each) for each in diagnostics], **shown}), end="")
    elif not as_json:
        foreign = bool(found) and layouts.is_foreign(found[0].kind)
        lines = SourceLines([str(each.path) for each in found], Path.cwd())
        output.print_findings([*folded(diagnostics, is_foreign=foreign)], lines)
    return 2 if not found else int(any(each.severity is Severity.ERROR for each in diagnostics))


def _print_shelf(found: list[FoundSource], as_json: bool) -> None:
    """List the publications in a folder, each with its layout."""
    rows = [{"name": each.name, "layout": each.kind, "source": display_path(each.path, Path.cwd())} for each in found]
    if as_json:
        print(document.to_json({"publications": rows}), end="")
    else:
        for row in rows:
            print(f"{row['source']}: {row['layout']}")


def _understood(publication: Publication | None, manuscript: Manuscript | None, layout: str) -> dict[str, Any]:
    if publication is None:
        return {}
    metadata = asdict(publication.metadata)
    metadata["date"] = str(metadata["date"]) if metadata["date"] is not None else None
    shown = {
        "name": publication.name,
        "kind": publication.kind,
        "layout": layout,
        "source": publication.source,
        "metadata": metadata,
        "settings": asdict(publication.settings),
        "chapters": [_chapter(each, _galley(each, manuscript)) for each in _shown_chapters(publication, manuscript)],
    }
    if manuscript is None:
        return shown
    files = {each.id: each.name for each in publication.chapters}
    contents = manuscript.contents if publication.is_book else manuscript.galleys[0].headings
    return shown | {
        "title": manuscript.title,
        "counts": manuscript.counts.as_dict(),
        "contents": [asdict(each) for each in contents],
        "captioned": [asdict(each) for each in manuscript.captioned],
        "index": [asdict(each) for each in manuscript.index],
        "targets": [target for each in manuscript.galleys for target in _targets(each, files[each.chapter])],
        "resources": [
            {"name": r.name, "media_type": r.media_type, "size": r.size, "sha256": r.digest}
            for r in manuscript.resources
        ],
    }


def _shown_chapters(publication: Publication, manuscript: Manuscript | None) -> list[Chapter]:
    """Return the chapters, without those that octavo would have generated but had no content for."""
    return [each for each in publication.chapters if not each.made or _galley(each, manuscript) or manuscript is None]


def _galley(chapter: Chapter, manuscript: Manuscript | None) -> Galley | None:
    galleys = manuscript.galleys if manuscript else ()
    return next((each for each in galleys if each.chapter == chapter.id), None)


def _chapter(chapter: Chapter, galley: Galley | None) -> dict[str, Any]:
    return {
        "id": chapter.id,
        "file": chapter.name,
        "kind": chapter.kind,
        "matter": chapter.matter,
        "level": chapter.level,
        "depth": chapter.depth,
        "made": chapter.made,
        "number": galley.headings[0].number if galley and galley.headings else "",
        "title": galley.title if galley else chapter.title or "",
        "counts": galley.reading.counts.as_dict() if galley else None,
    }


def _targets(galley: Galley, file: str) -> list[dict[str, str]]:
    """Return every id that a link can lead to, except those that octavo gave to notes and index marks."""
    ids = [html.unescape(written) for written in _ID.findall(galley.html.decode())]
    return [{"chapter": galley.chapter, "file": file, "id": each} for each in ids if not _GENERATED_ID.fullmatch(each)]


_ID = re.compile(r'<[^>]*?\sid="([^"]+)"')
_GENERATED_ID = re.compile(r"fn(?:ref)?\d+\S*|notes|ix-\d+")


def _print(publication: Publication, manuscript: Manuscript | None, layout: str) -> None:
    metadata, settings = publication.metadata, publication.settings
    rows = {
        "title": manuscript.title if manuscript else metadata.title,
        "subtitle": manuscript.galleys[0].subtitle if manuscript else metadata.subtitle or "",
        "by": ", ".join(f"{person.name} ({person.role})" for person in metadata.contributors),
        "date": manuscript.galleys[0].date if manuscript else "",
        "language": metadata.lang,
        "keywords": ", ".join(metadata.keywords),
        "formats": ", ".join(settings.formats),
        "page": " × ".join(f"{side:g}" for side in settings.page_size) + " mm",
        "theme": settings.theme,
        "styles": ", ".join(settings.css),
        "cover": metadata.cover_image or ("drawn by octavo" if Format.EPUB in settings.formats else ""),
        "contents": {None: "", True: "yes", False: "no"}[metadata.toc],
        "numbers": "headings" if settings.number_sections else "no headings",
        "editions": ", ".join(f"output/{publication.name}{Format(each).suffix}" for each in settings.formats),
        "contains": _counts_of(publication, manuscript) if manuscript else "",
    }
    print(f"{publication.source}: {layouts.table(trusted=True)[layout].description}")
    for name, value in rows.items():
        if value:
            print(f"  {name:9} {value}")
    if publication.is_book:
        _print_spine(publication, manuscript)
    elif manuscript is not None:
        print("  contents")
        for heading in manuscript.galleys[0].headings:
            print(f"    {'  ' * (heading.level - 1)}{heading.text}  #{heading.id}")


def _counts_of(publication: Publication, manuscript: Manuscript) -> str:
    """Return the counts in words: chapters, what a reader meets, listings and index terms."""
    chapters = sum(not each.made and each.kind != "part" for each in publication.chapters)
    listings = sum(each.kind == "listing" for each in manuscript.captioned)
    return _counted({
        **({"chapters": chapters} if publication.is_book else {}),
        **manuscript.counts.as_dict(),
        "listings": listings,
        "index terms": _terms(manuscript.index),
    })  # fmt: skip


def _terms(terms: tuple[Term, ...]) -> int:
    return sum(1 + _terms(each.below) for each in terms)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name if count != 1 else name[:-1]}" for name, count in counts.items() if count)


def _print_spine(publication: Publication, manuscript: Manuscript | None) -> None:
    """Print a line for each chapter: matter, kind, title with its number, indented by level, file, and counts."""
    print("  spine")
    rows = []
    for chapter in _shown_chapters(publication, manuscript):
        galley = _galley(chapter, manuscript)
        title = galley.headings[0].listed if galley and galley.headings else galley.title if galley else chapter.title
        counts = galley.reading.counts.as_dict() if galley else {}
        file = "" if chapter.made else chapter.name.removeprefix(f"{publication.source}/")
        shown = "  " * (chapter.level - 1) + (title or "")
        rows.append((chapter.matter, chapter.kind, shown, file, _counted(counts)))
    widths = [min(40, max(len(row[column]) for row in rows)) for column in range(4)]
    for row in rows:
        padded = [f"{part:{width}}" for part, width in zip(row, widths, strict=False)]
        print(f"    {'  '.join([*padded, row[4]])}".rstrip())
