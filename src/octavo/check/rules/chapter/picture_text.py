"""What is said of pictures to those who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|svg|gif|webp|avif|tiff?|bmp|pdf)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:IMG|DSC|DSCN|PXL|Screenshot|Screen Shot|Bildschirmfoto)[ _-]?[\d_ .:-]*(?:at [\d.:]+)?", re.IGNORECASE
)
_NOTHING = {
    "en": "image picture photo photograph figure graphic illustration screenshot diagram chart graph drawing logo icon alt",
    "de": "bild foto abbildung grafik illustration screenshot diagramm zeichnung logo",
    "fr": "image photo figure illustration capture d’écran schéma diagramme graphique dessin logo",
    "es": "imagen foto figura ilustración captura diagrama gráfico dibujo logo",
    "it": "immagine foto figura illustrazione diagramma grafico disegno logo",
    "nl": "afbeelding foto figuur illustratie schermafbeelding diagram grafiek tekening logo",
    "sv": "bild foto figur illustration skärmdump diagram graf teckning logotyp",
    "pl": "obraz obrazek zdjęcie rysunek ilustracja zrzut wykres schemat logo",
    "cs": "obrázek foto fotografie obraz ilustrace snímek graf schéma logo",
    "ru": "изображение картинка фото рисунок иллюстрация скриншот снимок график схема логотип",
    "pt": "imagem foto figura ilustração diagrama gráfico desenho logo",
}
_PREFIX = {
    "en": r"(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic|illustration) (?:of|showing|that shows)\b",
    "de": r"(?:ein |das )?(?:bild|foto|abbildung)(?: von| mit|, d(?:as|ie))\b",
    "fr": r"(?:une |l['’])?(?:image|photo|illustration) (?:de|du|des|montrant)\b",
    "es": r"(?:una |la )?(?:imagen|foto|ilustración) (?:de|del|que muestra)\b",
}
_LONGEST = 250
"""Characters: some screen readers stop there, and none lets a listener go back."""


def _file_name(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        alt = (picture.get("alt") or "").strip()
        name = PurePosixPath(path)
        bare = alt == name.stem and re.search(r"[\d_-]", alt)
        if alt and (_FILE_NAME.fullmatch(alt) or _CAMERA.fullmatch(alt) or bare):
            yield Flaw(f"the alternative text of '{name.name}' is a file's name: '{alt}'", place)


def _says_nothing(chapter: SetChapter) -> Iterator[Flaw]:
    nothing = _NOTHING.get(chapter.language, "").split()
    for picture, path, place in chapter.pictures:
        words = reading.words(picture.get("alt") or "")
        if words and all(word in nothing or word.isdigit() for word in words) and any(map(str.isalpha, words)):
            alt = picture.get("alt")
            yield Flaw(f"the alternative text of '{PurePosixPath(path).name}' says only '{alt}'", place)


def _says_picture(chapter: SetChapter) -> Iterator[Flaw]:
    pattern = _PREFIX.get(chapter.language)
    for picture, path, place in chapter.pictures:
        found = pattern and re.match(pattern, picture.get("alt") or "", re.IGNORECASE)
        if found:
            yield Flaw(f"the alternative text of '{PurePosixPath(path).name}' begins '{found[0]}'", place)


def _twice(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        figure = next(picture.iterancestors("figure"), None)
        caption = figure.find("figcaption") if figure is not None else None
        if caption is not None and reading.words(picture.get("alt") or "") == reading.words(_caption(caption)):
            yield Flaw(f"'{PurePosixPath(path).name}' has its caption for an alternative text", place)


def _caption(caption: Any) -> str:
    label = caption.find("span[@class='label']")
    said = reading.plain_text(caption)
    return said[len(reading.plain_text(label)) :] if label is not None else said


def _long(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        length = len(picture.get("alt") or "")
        if length > _LONGEST:
            yield Flaw(f"the alternative text of '{PurePosixPath(path).name}' has {length} characters", place)


def _decorative(chapter: SetChapter) -> Iterator[Flaw]:
    for picture, path, place in chapter.pictures:
        if not picture.get("alt"):
            yield Flaw(f"'{PurePosixPath(path).name}' is said to be decorative", place)


_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>\n'


def _with(text: str, name: str = "dance.svg") -> dict[str, str]:
    return {"x.md": f"---\ntitle: A\nlang: en\n---\n\n{text}\n", name: _DRAWING}


def _rule(name: str, reason: str, fix: str, examine: Any, wrong: str, right: str, file: str = "dance.svg",
          severity: Severity = Severity.INFO, on: bool = False) -> Rule:  # fmt: skip
    return Rule(name, "chapter", severity, reason, fix, _with(wrong, file), _with(right, file), examine, on)


_SAID = "Said aloud, it tells a listener no more than that there is a picture."
_DESCRIBE = "say what it shows, or mark it `{.decorative}`"
RULES = (
    _rule(
        "image.file-name",
        "The name of a file tells a listener nothing of what there is to see.",
        _DESCRIBE,
        _file_name,
        "Bees: ![bee_dance-2](bee_dance-2.svg) dance.",
        "Bees: ![A bee walks in a figure of eight](bee_dance-2.svg) dance.",
        "bee_dance-2.svg",
        Severity.WARNING,
        True,
    ),
    _rule(
        "image.says-nothing",
        _SAID,
        _DESCRIBE,
        _says_nothing,
        "Bees: ![Image](dance.svg) dance.",
        "Bees: ![A bee walks in a figure of eight](dance.svg) dance.",
        severity=Severity.WARNING,
        on=True,
    ),
    _rule(
        "image.says-picture",
        "A screen reader says that it is a picture before it reads the text: the listener hears it twice.",
        "begin with what it shows",
        _says_picture,
        "Bees: ![Picture of a bee that dances](dance.svg)",
        "Bees: ![A bee dances](dance.svg)",
    ),
    _rule(
        "image.alt-is-caption",
        "Those who do not see the picture hear its caption twice, and nothing of what it shows.",
        'write what it shows: `![The caption](dance.svg){alt="What it shows"}`',
        _twice,
        "![The dance](dance.svg)",
        '![The dance](dance.svg){alt="A bee walks in a figure of eight"}',
    ),
    _rule(
        "image.long-alt",
        "A listener cannot stop within an alternative text, nor go back a sentence.",
        "say the gist there, and the rest in the text or the caption",
        _long,
        f"Bees: ![{'A bee walks in a figure of eight. ' * 9}](dance.svg)",
        "Bees: ![A bee walks in a figure of eight](dance.svg)",
    ),
    _rule(
        "image.decorative",
        "What is marked as decorative does not exist for a listener; this lists them, to be looked at once.",
        "nothing, where it says nothing; else take the mark away and describe it",
        _decorative,
        "Bees: ![](dance.svg){.decorative}",
        "Bees: ![A bee walks in a figure of eight](dance.svg)",
    ),
)
