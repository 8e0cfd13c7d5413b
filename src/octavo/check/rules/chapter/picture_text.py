"""Alt text: what readers who do not see a picture learn of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import languages, reading
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import Element

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|svg|gif|webp|avif|tiff?|bmp|pdf)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:IMG|DSC|DSCN|PXL|Screenshot|Screen Shot|Bildschirmfoto)[ _-]?[\d_ .:-]*(?:at [\d.:]+)?", re.IGNORECASE
)
_LONGEST = 250
"""In characters: some screen readers stop there, and none lets a listener go back."""


def _file_name(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        alt = (picture.get("alt") or "").strip()
        name = PurePosixPath(path)
        bare = alt == name.stem and re.search(r"[\d_-]", alt)
        if alt and (_FILE_NAME.fullmatch(alt) or _CAMERA.fullmatch(alt) or bare):
            yield Flaw(f"the alt text of '{name.name}' is a file name: '{alt}'", place)


def _says_nothing(chapter: SetChapter) -> Iterator[Flaw]:
    nothing = languages.find(chapter.language).proofreading.picture_words
    for picture, path, place in chapter.pictures:
        words = reading.words(picture.get("alt") or "")
        if words and all(word in nothing or word.isdigit() for word in words) and any(map(str.isalpha, words)):
            alt = picture.get("alt")
            yield Flaw(f"the alt text of '{PurePosixPath(path).name}' says only '{alt}'", place)


def _says_picture(chapter: SetChapter) -> Iterator[Flaw]:
    pattern = languages.find(chapter.language).proofreading.picture_opening
    for picture, path, place in chapter.pictures:
        found = pattern and re.match(pattern, picture.get("alt") or "", re.IGNORECASE)
        if found:
            yield Flaw(f"the alt text of '{PurePosixPath(path).name}' begins with '{found[0]}'", place)


def _is_caption(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        figure = next(picture.iterancestors("figure"), None)
        caption = figure.find("figcaption") if figure is not None else None
        if caption is not None and reading.words(picture.get("alt") or "") == reading.words(_caption(caption)):
            yield Flaw(f"the alt text of '{PurePosixPath(path).name}' repeats its caption", place)


def _caption(caption: Element) -> str:
    label = caption.find("span[@class='label']")
    words = reading.plain_text(caption)
    return words[len(reading.plain_text(label)) :] if label is not None else words


def _long(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        length = len(picture.get("alt") or "")
        if length > _LONGEST:
            yield Flaw(f"the alt text of '{PurePosixPath(path).name}' has {length} characters", place)


def _decorative(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        if not picture.get("alt"):
            yield Flaw(f"'{PurePosixPath(path).name}' is marked as decorative", place)


_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>\n'


def _shows(text: str, name: str = "dance.svg") -> dict[str, str]:
    """Return an article that shows a picture."""
    return {"x.md": f"---\ntitle: A\nlang: en\n---\n\n{text}\n", name: _DRAWING}


_DESCRIBE = "describe what it shows, or mark it `{.decorative}`"
RULES = (
    Rule(
        id="image.file-name",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason="A file name does not tell a listener what the picture shows.",
        fix=_DESCRIBE,
        wrong=_shows("Bees: ![bee_dance-2](bee_dance-2.svg) dance.", "bee_dance-2.svg"),
        right=_shows("Bees: ![A bee walks in a figure of eight](bee_dance-2.svg) dance.", "bee_dance-2.svg"),
        examine=_file_name,
    ),
    Rule(
        id="image.says-nothing",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason="Read aloud, it tells a listener only that there is a picture.",
        fix=_DESCRIBE,
        wrong=_shows("Bees: ![Image](dance.svg) dance."),
        right=_shows("Bees: ![A bee walks in a figure of eight](dance.svg) dance."),
        examine=_says_nothing,
    ),
    Rule(
        id="image.says-picture",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A screen reader announces a picture before it reads the alt text, so the listener hears it twice.",
        fix="begin with what it shows",
        wrong=_shows("Bees: ![Picture of a bee that dances](dance.svg)"),
        right=_shows("Bees: ![A bee dances](dance.svg)"),
        examine=_says_picture,
        on=False,
    ),
    Rule(
        id="image.alt-is-caption",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="Readers who cannot see the picture hear its caption twice, and nothing about what it shows.",
        fix='write what it shows: `![The caption](dance.svg){alt="What it shows"}`',
        wrong=_shows("![The dance](dance.svg)"),
        right=_shows('![The dance](dance.svg){alt="A bee walks in a figure of eight"}'),
        examine=_is_caption,
        on=False,
    ),
    Rule(
        id="image.long-alt",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A listener cannot pause within alt text, or go back a sentence.",
        fix="keep the gist, and move the rest to the text or the caption",
        wrong=_shows(f"Bees: ![{'A bee walks in a figure of eight. ' * 9}](dance.svg)"),
        right=_shows("Bees: ![A bee walks in a figure of eight](dance.svg)"),
        examine=_long,
        on=False,
    ),
    Rule(
        id="image.decorative",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A listener does not learn that a decorative picture exists, so each of them deserves a second look.",
        fix="leave it if the picture carries no information; otherwise remove `.decorative` and describe it",
        wrong=_shows("Bees: ![](dance.svg){.decorative}"),
        right=_shows("Bees: ![A bee walks in a figure of eight](dance.svg)"),
        examine=_decorative,
        on=False,
    ),
)
