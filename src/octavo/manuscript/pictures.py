"""Pictures: found, measured, given alt text and a name that every press can use."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.drawings import NUMBER
from octavo.manuscript.elements import all_text, drop, get_parent, has_class, pop_attribute
from octavo.manuscript.filter_classes import CITATION_MARK, DECORATIVE, REFERENCE_GROUP
from octavo.manuscript.parse import parse_html
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.galley_classes import MISSING_IMAGE, UNDESCRIBED
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.publication import Conversion, PictureReference, Resource
from octavo.tools import data_url, picture, sandbox

CAPTION_IS_ALT = "data-alike"
"""The attribute of a picture whose alt text is its caption, which is not complete yet."""


_ALT_MARKUP = "data-alt-markup"
"""The attribute of a picture with its alt text as HTML, where there are formulas in it."""


def resolve_pictures(text: Element, context: ChapterContext) -> None:
    """Resolve every picture of a text in place; replace one that cannot be shown by its alt text."""
    for image in list(text.iter("img")):
        source = image.get("src") or ""
        if (number := pop_attribute(image, NUMBER)) is not None:
            shown = PictureReference(drawing=int(number))
        else:
            shown = PictureReference(source, context.count_occurrence("image", source))
        where = context.finder.picture(shown)
        resource = load_resource(context, source, where, shown, _read_page(image, source))
        _set_alt_text(image, context, where, source, shown.drawing is not None)
        if resource is None and _remove_from_heading(image):
            continue
        if resource is None:
            _replace_by_text(image, source)
            if context.chapter.dialect is not None and source.startswith(("https://", "http://")):
                _link_to_source(image, source)
        else:
            _show_resource(image, resource)
    for caption in text.iter("figcaption"):
        pop_attribute(caption, "aria-hidden")


def _read_page(image: Element, source: str) -> int:
    """Return which page of a PDF is shown: `#page=3`, as in RFC 8118, or the attribute `page`, as in LaTeX."""
    pop_attribute(image, "data-octavo-alt")
    found = re.search(r"#(?:.*&)?page=(\d{1,5})(?:&|$)", source)
    given = found[1] if found else pop_attribute(image, "data-page") or ""
    return int(given) if re.fullmatch(r"\d{1,5}", given) else 1


def _remove_from_heading(image: Element) -> bool:
    """Remove a missing picture from a heading with words, where it is a badge; tell whether it was one."""
    heading = next((each for each in image.iterancestors() if each.tag in HEADINGS), None)
    if heading is None or not reading.plain_text(heading):
        return False
    while image is not heading and not all_text(image).strip() and image.find(".//img") is None:
        holder = get_parent(image)
        drop(image)
        image = holder
    if len(heading):
        heading[-1].tail = (heading[-1].tail or "").rstrip()
    else:
        heading.text = (heading.text or "").rstrip()
    return True


def update_alt_texts(article: Element) -> None:
    """Update alt texts that are captions: citations and references have been inserted since."""
    for image in article.iter("img"):
        if pop_attribute(image, CAPTION_IS_ALT) is not None:
            figure = next(image.iterancestors("figure"), None)
            caption = figure.find("figcaption") if figure is not None else None
            if caption is not None and (words := reading.plain_text(caption)):
                image.set("alt", words)


def load_resource(
    context: ChapterContext, source: str, where: Place, shown: PictureReference | None = None, page: int = 1
) -> Resource | None:
    """Return the resource that a reference names or contains, or None after reporting why not.

    `page` is the one that is shown of a PDF.
    """
    limits = context.publication.settings.limits
    is_contained = source.lstrip()[:5].lower() == "data:"
    if is_contained:
        found, data = context.chapter.file, data_url.decode(source)
        if data is None:
            reason = picture.UnreadablePicture("image.unreadable", "is malformed", "save the picture as a file")
            _report_unusable(context, source, where, reason)
            return None
    else:
        file = context.find_file(source, where, "image")
        if file is None:
            return None
        found, read = file, sandbox.read_bytes(file, int(limits.megabytes * 1_000_000))
        if isinstance(read, sandbox.FileTooBig):
            _report_unusable(context, source, where, picture.too_large(read.size, limits))
            return None
        data = read
    seen = picture.examine(data, limits, page)
    if isinstance(seen, picture.UnreadablePicture):
        _report_unusable(context, source, where, seen)
        return None
    digest = hashlib.sha256(data).hexdigest()
    suffix = f"-{page}" if seen.conversion in (Conversion.PAGE, Conversion.LINES) and page > 1 else ""
    stem = f"picture-{digest[:16]}" if is_contained else _make_name(found, digest, context)
    name = _fix_suffix(f"{stem}{suffix}", seen.media_type)
    resource = Resource(
        name, found, seen.media_type, digest, (seen.width, seen.height), data if is_contained else None,
        seen.conversion, page, shown,
    )  # fmt: skip
    if name not in context.resources and picture.has_html(data):
        message = f"'{_find_file_name(source)}' has HTML in it, of which print and the EPUB show only the words"
        context.inform("image.html-inside", message, where, "save it with its words as text")
    context.resources.setdefault(name, resource)
    return context.resources[name]


def _report_unusable(context: ChapterContext, source: str, where: Place, why: picture.UnreadablePicture) -> None:
    context.error(why.rule, f"'{_shorten(source)}' {why.reason}", where, why.hint)


def _shorten(source: str) -> str:
    return source if len(source) <= 80 else source[:40].rstrip() + "…"


def make_image(resource: Resource, alt: str) -> Element:
    """Return an `<img>` that shows a resource."""
    image = etree.Element("img", {"alt": alt})
    _show_resource(image, resource)
    return image


def _make_name(file: Path, digest: str, context: ChapterContext) -> str:
    """Return the file's own name where it is free and safe in a URL and a zip archive; in a book, with its folders."""
    if context.publication.is_book:
        return _make_name_in_book(file.relative_to(context.publication.root.resolve()))
    stem, suffix = _make_safe(file.stem), re.sub(r"[^a-z0-9.]", "", file.suffix.lower())
    taken = context.resources.get(f"{stem}{suffix}")
    return f"{stem}{suffix}" if taken is None or taken.digest == digest else f"{stem}-{digest[:8]}{suffix}"


def _make_name_in_book(path: Path) -> str:
    """Return a name that no other file of the book can have, whatever other chapters show."""
    stem, suffix = path.with_suffix("").as_posix(), re.sub(r"[^a-z0-9.]", "", path.suffix.lower())
    name = "--".join(_make_safe(part) for part in stem.split("/"))
    plain = name.replace("--", "/") == stem and name == name.lower() and path.suffix == suffix
    return f"{name}{suffix}" if plain else f"{name}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}{suffix}"


_SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/gif": (".gif",), "image/svg+xml": (".svg",),
    "image/webp": (".webp",),
}  # fmt: skip
"""The suffixes of pictures, by media type."""


def _fix_suffix(name: str, media_type: str) -> str:
    """Return a name with a suffix that fits the media type (EPUBCheck PKG-022)."""
    ends = _SUFFIXES.get(media_type, ())
    return name if not ends or name.lower().endswith(ends) else name + ends[0]


def _make_safe(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.") or "picture"


def _show_resource(image: Element, resource: Resource) -> None:
    image.set("src", f"res:{resource.name}")
    wanted = {key: pop_attribute(image, key) for key in ("width", "height")}
    assert resource.size is not None
    width, height = resource.size
    image.set("width", str(max(1, round(width))))
    image.set("height", str(max(1, round(height))))
    style = image.get("style") or _make_style(wanted)
    if style:
        image.set("style", _keep_proportions(style))


def _keep_proportions(style: str) -> str:
    """Let the width follow from the height where a style sets only that: the attribute `width` would distort it."""
    names = {part.partition(":")[0].strip() for part in style.split(";")}
    return f"{style.rstrip('; ')}; width: auto;" if "height" in names and "width" not in names else style


def _make_style(wanted: dict[str, str | None]) -> str:
    parts = [f"{key}: {value}px;" for key, value in wanted.items() if value and re.fullmatch(r"\d{1,5}(\.\d+)?", value)]
    parts += [f"{key}: {value};" for key, value in wanted.items() if value and re.fullmatch(r"\d{1,3}(\.\d+)?%", value)]
    return " ".join(parts)


def _set_alt_text(image: Element, context: ChapterContext, where: Place, source: str, is_drawing: bool) -> None:
    figure = get_parent(image) if get_parent(image).tag == "figure" else None
    decorative = image.get("role") in ("presentation", "none") or has_class(image, DECORATIVE)
    own = pop_attribute(image, "data-fig-alt")  # Quarto's, besides the caption
    written = pop_attribute(image, _ALT_MARKUP)
    given = reading.plain_text(parse_html(f"<span>{written}</span>")) if written else image.get("alt")
    alt = " ".join((own or given or "").split())
    caption = figure.find("figcaption") if figure is not None else None
    words = reading.plain_text(caption) if caption is not None else ""
    if words and reading.words(words) == reading.words(alt) and caption is not None and _is_unfinished(caption):
        image.set(CAPTION_IS_ALT, "")
    if not alt and not decorative:
        if words:
            alt = words
        else:
            hint = "add alt text: ![what it shows](…), or mark it {.decorative}"
            if is_drawing:
                hint = 'add <title>what it shows</title> at its beginning, or mark it aria-hidden="true"'
            name = "the drawing" if is_drawing else f"'{_find_file_name(source)}'"
            context.warn("image.no-alt", f"{name} has no alt text", where, hint)
            image.set("class", " ".join([*reading.classes(image), UNDESCRIBED]))
    image.set("alt", "" if decorative else alt)
    pop_attribute(image, "role")
    if not image.get("alt"):
        image.set("role", "presentation")


def _is_unfinished(caption: Element) -> bool:
    return any({CITATION_MARK, REFERENCE_GROUP} & set(reading.classes(span)) for span in caption.iter("span"))


def _replace_by_text(image: Element, source: str) -> None:
    alt = image.get("alt") or _find_file_name(source)
    tail, given = image.tail, image.get("id")
    image.clear()
    image.tail = tail
    image.tag = "span"
    if given:
        image.set("id", given)
    image.set("class", MISSING_IMAGE)
    image.set("role", "img")
    image.set("aria-label", alt)
    image.text = alt


def _link_to_source(image: Element, source: str) -> None:
    """Link the text of a picture on another server to the picture."""
    if any(True for _ in image.iterancestors("a")):
        return
    link = etree.Element("a", {"href": source})
    link.tail, image.tail = image.tail, None
    get_parent(image).replace(image, link)
    link.append(image)


def _find_file_name(source: str) -> str:
    if source.lstrip()[:5].lower() == "data:":
        return "data:…"
    return unquote(source.rstrip("/").rpartition("/")[2])[:80] or "picture"
