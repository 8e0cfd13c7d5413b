"""Pictures that every reading system can show: core media types, sensible sizes, drawings without active content."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error, info, warning
from octavo.model.galley import Manuscript
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, serial, step
from octavo.model.publication import Publication, Resource
from octavo.press import drawings
from octavo.press.epub.markup import SVG
from octavo.tools import picture
from octavo.tools.locate import Finder

MEGAPIXELS = 5.6
"""The most that Apple Books takes, and more than any reading device shows. The 4 megapixels one still reads of were
its limit until 2019; smaller pictures than this are passed on as they are."""
CORE = frozenset({"image/jpeg", "image/png", "image/gif", "image/svg+xml"})
"""Core media types (EPUB 3.3, section 3.2) that readers of EPUB 2 know too. WebP is core since 3.3, and converted."""
QUALITY = 90
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler", "listener"})
_MOVING = frozenset({"animate", "animateTransform", "animateMotion", "set"})
_URL = re.compile(r"""url\(\s*(?!\s*['"]?\s*(?:#|data:))[^)]*\)|@import[^;]*;?""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture ready to be packed: `name` is that of its file in `images/`."""

    name: str
    media_type: str
    data: bytes
    is_animated: bool = False
    """Whether it is animated."""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """A picture to be prepared."""

    resource: Resource
    place: Place


def plates(
    publication: Publication, manuscript: Manuscript, spread: MapJobs = serial
) -> tuple[dict[str, Plate], list[Diagnostic]]:
    """Return all pictures by their names in the galleys, each with a file name of its own."""
    made: dict[str, Plate] = {}
    found: list[Diagnostic] = []
    place = Place(publication.source)
    jobs = {one.name: PictureJob(one, place) for one in sorted(manuscript.resources, key=lambda one: one.name)}
    # Only pictures that have to be converted take time, and are worth caching.
    slow = [job for job in jobs.values() if _needs_conversion(job.resource)]
    prepared = dict(zip((job.resource.name for job in slow), spread(plate, slow), strict=True))
    for name, job in jobs.items():
        ready, problems = prepared[name] if name in prepared else plate(job)
        found += [replace(each, place=_find_place(name, publication, manuscript)) for each in problems]
        if ready is not None:
            taken = {other.name for other in made.values()} | jobs.keys() - {name}
            made[name] = replace(ready, name=_unused_name(ready.name, taken))
    return made, found


def _find_place(name: str, publication: Publication, manuscript: Manuscript) -> Place:
    """Return where the text shows a picture first."""
    chapters = {chapter.id: chapter for chapter in publication.chapters if not chapter.made}
    for galley in manuscript.galleys:
        for resource in galley.resources:
            if resource.name == name and resource.shown is not None and galley.chapter in chapters:
                return Finder.of(chapters[galley.chapter]).picture(resource.shown)
    return Place(publication.source)


def _needs_conversion(resource: Resource) -> bool:
    """Whether a picture is likely to be converted."""
    width, height = resource.size or (0, 0)
    return resource.media_type not in CORE or (
        resource.media_type != "image/svg+xml" and width * height > MEGAPIXELS * 1e6
    )


@step("EPUB picture", opens_pictures=True)
def plate(job: PictureJob) -> tuple[Plate | None, list[Diagnostic]]:
    """Prepare one picture; None where it cannot be read."""
    resource = job.resource
    try:
        data = picture.read(resource)
        return prepare(_with_suffix(resource.name, resource.media_type), resource.media_type, data, job.place)
    except (OSError, ValueError, SyntaxError) as broken:
        hint = "save it again from its source"
        message = f"'{resource.name}' cannot be read: {broken}"
        return None, [error("image.unreadable", message, job.place, hint, "epub")]


def _with_suffix(name: str, media_type: str) -> str:
    """The name of a file with a suffix: reading systems rely on it."""
    return name if "." in name else f"{name}{_SUFFIX.get(media_type, '')}"


def prepare(name: str, media_type: str, data: bytes, place: Place) -> tuple[Plate, list[Diagnostic]]:
    """Return a picture as reading systems can show it, and what is to be reported about it."""
    if media_type == "image/svg+xml":
        return _drawing(name, data, place)
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        is_animated = bool(getattr(image, "is_animated", False))
        large = image.width * image.height > MEGAPIXELS * 1e6
        if (is_animated and media_type in CORE | {"image/webp"}) or (media_type in CORE and not large):
            return Plate(name, media_type, data, is_animated), []
        return _convert(Plate(name, media_type, data), image, place)


def encode(image: Any, lossy: bool) -> tuple[str, bytes]:
    """Return media type and bytes of a picture: as JPEG if `lossy`, else as PNG.

    Pillow adds neither times nor names of its own.
    """
    target = io.BytesIO()
    profile = image.info.get("icc_profile")
    if lossy and not image.has_transparency_data:
        plain = image if image.mode in ("RGB", "L") else image.convert("RGB")
        keep = {"icc_profile": profile} if profile and plain is image else {}
        plain.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=False, **keep)
        return "image/jpeg", target.getvalue()
    plain = image if image.mode in ("RGB", "RGBA", "L", "LA", "P", "1") else image.convert("RGB")
    keep = {"icc_profile": profile} if profile and plain is image else {}
    plain.save(target, "PNG", optimize=True, **keep)
    return "image/png", target.getvalue()


def clean(data: bytes) -> tuple[Any, list[str]]:
    """Return a drawing without scripts, foreign content and outside references, and the names of what was removed.

    The words of HTML in it are kept as text, and its ids are valid.
    """
    from lxml import etree

    root = drawings.parse(data)
    drawings.replace_html(root)
    removed: list[str] = []
    for element in list(root.iter()):
        name = etree.QName(element).localname if drawings.is_element(element) else ""
        if not name:
            continue
        if element.tag == f"{{{SVG}}}{name}" and name not in _ACTIVE:
            removed += _clean_element(element, name)
        elif element.getparent() is not None:
            removed += [name] if name in _ACTIVE else []
            _drop(element)
    drawings.make_ids_valid(root)
    return root, removed


def _drawing(name: str, data: bytes, place: Place) -> tuple[Plate, list[Diagnostic]]:
    """A drawing, cleaned: reading systems may run scripts and refuse remote files (EPUB 3.3, section 3.6)."""
    from lxml import etree

    root, removed = clean(data)
    is_animated = any(
        drawings.is_element(element) and etree.QName(element).localname in _MOVING for element in root.iter()
    )
    etree.cleanup_namespaces(root)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    plate = Plate(name if name.endswith(".svg") else f"{name}.svg", "image/svg+xml", written, is_animated)
    if not removed:
        return plate, []
    message = f"removed from '{name}' (not allowed in EPUB): {', '.join(sorted(set(removed)))}"
    return plate, [warning("image.active-content", message, place, "save the drawing without it", "epub")]


def _clean_element(element: Element, name: str) -> list[str]:
    """Remove scripts and outside references from an element, and what only its drawing program reads."""
    removed = []
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        foreign = key.startswith("{") and not key.startswith(
            ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML")
        )
        outside = key in ("href", _XLINK_HREF) and name != "a" and not value.strip().startswith(("#", "data:image/"))
        if key.lower().startswith("on") or outside:
            removed.append(key.rpartition("}")[2])
        elif not foreign:
            if _URL.search(value) and key not in ("href", _XLINK_HREF):
                removed.append("url()")
                element.set(key, _URL.sub("none", value))
            continue
        del element.attrib[key]
    if name == "style" and element.text and _URL.search(element.text):
        removed.append("url()")
        element.text = _URL.sub("", element.text)
    return removed


def _drop(element: Element) -> None:
    """Remove an element, but not the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _convert(plate: Plate, image: Any, place: Place) -> tuple[Plate, list[Diagnostic]]:
    """A raster picture converted: it is too large, or of a type that reading systems need not know."""
    from PIL import Image, ImageOps

    # A lossy WebP file has a chunk of this name near its start.
    lossy = plate.media_type in ("image/jpeg", "image/avif") or b"VP8 " in plate.data[:4096]
    upright = ImageOps.exif_transpose(image)
    problems, area = [], upright.width * upright.height
    if area > MEGAPIXELS * 1e6:
        scale = (MEGAPIXELS * 1e6 / area) ** 0.5
        size = (max(1, int(upright.width * scale)), max(1, int(upright.height * scale)))
        message = f"'{plate.name}' was reduced to {size[0]} × {size[1]} pixels"
        problems.append(info("image.scaled", message, place, edition="epub"))
        mode = {"P": "RGBA" if upright.has_transparency_data else "RGB", "1": "L"}.get(upright.mode, upright.mode)
        upright = upright.convert(mode).resize(size, Image.Resampling.LANCZOS)
    made, data = encode(upright, lossy)
    return Plate(plate.name if made == plate.media_type else f"{plate.name}{_SUFFIX[made]}", made, data), problems


def _unused_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"_{name}"
    return name
