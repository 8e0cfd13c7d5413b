"""A plain folder of chapters in the natural order of their names, README or index first; its subfolders are parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.publication import Metadata, Publication
from octavo.model.settings import Settings
from octavo.source import unread
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.folder_list import find_cover, list_chapters, report_languages, without_series
from octavo.source.header import NOTHING, HeaderValues, resolve
from octavo.source.header import read as read_header
from octavo.source.headings import first_heading
from octavo.source.layout_readers.book import USUAL_FOLDER, look
from octavo.source.spine import Spine
from octavo.source.texts import TextFolder, title_from_name
from octavo.source.tree import Spot
from octavo.tools.sandbox import display_path


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the folder as a publication, or why it cannot be read; the header of its README has the metadata."""
    there, diagnostics = look(found.path, cwd)
    if there is None:
        return None, diagnostics
    name = display_path(found.path, cwd)
    about = _about(there, cwd, defaults)
    if isinstance(about, list):
        return None, about
    metadata, settings, key_lines, keys_name, diagnostics = about
    if metadata.cover_image is None:
        metadata = replace(metadata, cover_image=find_cover(there.folder))
    spine = Spine(found.path, cwd, found.path)
    for each in list_chapters(there):
        spine.add(each)
    spine.chapters = list(without_series(spine.chapters))
    diagnostics = [*diagnostics, *spine.diagnostics]
    diagnostics += unread.report_others(unread.list_others(there.folder), there.folder, cwd)
    diagnostics += report_languages(there, cwd)
    if not any(each.text.strip() for each in spine.chapters):
        return None, [
            *diagnostics,
            error("book.empty", "this folder has no text", Place(name), "write a chapter"),
        ]
    publication = Publication(
        name=found.name,
        kind="book",
        source=name,
        root=spine.root,
        metadata=metadata,
        settings=settings,
        chapters=spine.whole(metadata, settings),
        key_lines=key_lines,
        keys_name=keys_name,
        files=(*([there.first] if there.first else []), *there.seen),
    )
    return publication, diagnostics


_About = tuple[Metadata, Settings, dict[str, Spot], str, list[Diagnostic]]


def _about(there: TextFolder, cwd: Path, defaults: HeaderValues) -> _About | list[Diagnostic]:
    """Return the metadata of the book and the diagnostics; only these where its README cannot be read."""
    name = display_path(there.folder, cwd)
    if there.first is None:
        hint = "add a README.md that begins with a header: lang: en"
        metadata, settings, diagnostics = resolve(NOTHING, defaults, Place(name), hint, USUAL_FOLDER)
        return _titled(metadata, "", there.folder), settings, {}, name, diagnostics
    readme = display_path(there.first, cwd)
    text, diagnostics = decode(there.first, readme)
    if text is None:
        return diagnostics
    header, diagnostics = read_header(text, readme, defaults, USUAL_FOLDER)
    if header is None:
        return diagnostics
    metadata = _titled(header.metadata, first_heading(header.body) or "", there.folder)
    return metadata, header.settings, header.key_lines, readme, diagnostics


def _titled(metadata: Metadata, heading: str, folder: Path) -> Metadata:
    title = metadata.title or heading or title_from_name(folder.resolve().name)
    return replace(metadata, title=title)
