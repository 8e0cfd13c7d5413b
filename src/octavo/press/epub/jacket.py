"""Which cover a publication gets: the author's picture, or one drawn from its title, names and pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.jobs import step
from octavo.model.publication import Publication
from octavo.model.words import join_names
from octavo.press.epub import colour, cover
from octavo.press.epub.artwork import Artwork, read_artwork
from octavo.press.epub.cover import CoverFonts, CoverText, Palette
from octavo.press.epub.lettering import FontInstance
from octavo.press.epub.pictures import Plate
from octavo.press.fonts import Face, file_path, whole
from octavo.tools import picture
from octavo.tools.sandbox import LocalFile, MissingFile, fetch


@dataclass(frozen=True, slots=True)
class CoverJob:
    """A cover to be made, from the words and pictures of the publication, and the fonts and colours of its theme."""

    publication: Publication
    """Without chapters."""
    title: str
    subtitle: str
    faces: tuple[Face, ...]
    display: tuple[str, ...]
    tokens: Mapping[str, str]


_MISSING = "this file does not exist in the publication's folder"


@step("EPUB cover", opens_pictures=True)
def make(job: CoverJob) -> tuple[Plate, list[Diagnostic]]:
    """Return the cover, and what is to be reported about it; runs in any process."""
    publication = job.publication
    named = publication.metadata.cover_image
    if not named:
        return _draw(job)
    data = _read(publication, named)
    try:
        if data is not None:
            return cover.adopt(data), []
        is_elsewhere = named.startswith(("https://", "http://", "//"))
        reason = "it is a remote file and is not downloaded" if is_elsewhere else _MISSING
    except (OSError, ValueError, SyntaxError) as broken:
        reason = str(broken)
    drawn, problems = _draw(job)
    message, hint = f"the cover '{named}' cannot be used: {reason}", "use a PNG, JPEG or SVG file"
    if reason == _MISSING:
        there = fetch(publication.root, named)
        near = there.nearest if isinstance(there, MissingFile) else None
        message = f"there is no cover called '{named}' in the publication's folder"
        hint = f"did you mean '{near}'?" if near else "name a PNG, JPEG or SVG file, from the folder of the publication"
    problems.append(error("cover.unreadable", message, _place(publication, "cover-image"), hint, "epub"))
    return drawn, problems


def _draw(job: CoverJob) -> tuple[Plate, list[Diagnostic]]:
    publication = job.publication
    metadata, settings = publication.metadata, publication.settings
    content = CoverText(
        title=job.title,
        subtitle=job.subtitle,
        authors=join_names([person.name for person in metadata.authors], metadata.lang),
        publisher=metadata.publisher or "",
        picture=_picture(publication, settings.hero, cover.WIDTH),
        logo=_picture(publication, settings.logo, 240),
    )
    cover_fonts = _fonts(job.faces, job.display, content.title + content.subtitle)
    drawn, missing = cover.draw(content, cover_fonts, _palette(job.tokens))
    if not missing:
        return drawn, []
    message = f"the cover is drawn without {', '.join(missing)}: octavo has no font with them"
    hint = "add a picture of your own: 'cover-image: …'"
    return drawn, [warning("cover.missing-glyph", message, _place(publication, "title"), hint, "epub")]


_OF_FORMULAS = re.compile("[\u20d0-\u20ef\u2100-\u22ff\u27c0-\u2aff\U0001d400-\U0001d7ff]")


def _fonts(faces: tuple[Face, ...], display: tuple[str, ...], titles: str) -> CoverFonts:
    """The display faces at the sizes of a cover: fine for the title, sturdier for small capitals."""
    roman, italic = _face(faces, display, "normal"), _face(faces, display, "italic")
    files = {face.file: face for face in faces if face.style == "normal" and face.file != roman.file}
    fallbacks = [whole(face) for face in files.values()]
    if _OF_FORMULAS.search(titles):
        fallbacks.append(file_path("signs/mathematics").read_bytes())
    upright, slanted = whole(roman), whole(italic)
    weight = max(400.0, dict(roman.axes).get("wght", 400.0))
    return CoverFonts(
        FontInstance(upright, {"opsz": 60.0, "wght": weight}, {}, tuple(fallbacks)),
        FontInstance(slanted, {"opsz": 40.0, "wght": min(weight, 450.0)}, {}, tuple(fallbacks)),
        FontInstance(upright, {"opsz": 20.0, "wght": 500.0}, {"c2sc": True, "smcp": True}, tuple(fallbacks)),
    )


def _face(faces: tuple[Face, ...], families: tuple[str, ...], style: str) -> Face:
    """The first face of a stack in a style, or the first of all."""
    kin = [face for family in families for face in faces if face.family == family]
    return next((face for face in kin if face.style == style), kin[0] if kin else faces[0])


def _palette(tokens: Mapping[str, str]) -> Palette:
    """The theme's light colours; its accent, deepened, is the background of a cover without a picture."""
    plain = Palette()
    paper, ink, accent = (
        colour.parse(tokens.get(f"--{name}", "")) or other
        for name, other in (("paper", plain.paper), ("ink", plain.ink), ("accent", plain.accent))
    )
    return Palette(colour.deepen(accent, paper), paper, ink, accent)


def _picture(publication: Publication, reference: str | None, width: int) -> Artwork | None:
    """A picture for the cover; None where it cannot be shown, which the manuscript has reported already."""
    try:
        data = _read(publication, reference)
        return read_artwork(data, width, cover.TALLEST) if data else None
    except (OSError, ValueError, SyntaxError):
        return None


def _read(publication: Publication, reference: str | None) -> bytes | None:
    """A picture in the publication's folder, as editions show it."""
    found = fetch(publication.root, reference) if reference else None
    if not isinstance(found, LocalFile):
        return None
    return picture.convert(found.path.read_bytes(), publication.settings.limits)


def _place(publication: Publication, key: str) -> Place:
    line, column = publication.key_lines.get(key, (0, 0))
    return Place(publication.keys_name or publication.source, line, column)
