"""What can be said of a publication's accessibility: what was seen in its text, and the sentences that say it.

A claim is made only where the author names who has assessed the publication, and where nothing was seen against it:
EPUB Accessibility 1.1 asks for the name (section 4.3), and most of WCAG only people can judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.galley_classes import MISSING_IMAGE, UNDESCRIBED
from octavo.model.html_elements import HEADINGS
from octavo.model.reading import classes, local
from octavo.model.settings import Conformance


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What a text holds. The cover is no content; decoration carries no meaning."""

    pictures: int = 0
    undescribed: int = 0
    """Pictures that carry meaning, and that nothing describes; those that are not there too."""
    headless: int = 0
    """Tables without a header cell."""
    wordless: int = 0
    """Links that say nothing."""
    mathematics: int = 0
    headings: int = 0
    """Those below the highest."""
    pages: int = 0
    """Places where a page of the printed book begins."""
    index: int = 0

    def __add__(self, other: ContentFacts) -> ContentFacts:
        return ContentFacts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def against(self) -> str:
        """What keeps it from conforming, in words; nothing where nothing was seen."""
        known = {
            "undescribed": ("one picture has no description", "{} pictures have no description"),
            "headless": ("one table has no header cells", "{} tables have no header cells"),
            "wordless": ("one link has no words", "{} links have no words"),
        }
        counts = ((getattr(self, name), said) for name, said in known.items())
        return ", ".join(said[count > 1].format(count) for count, said in counts if count)


def examine(root: Any) -> ContentFacts:
    """Read what is in a tree."""
    elements = [element for element in root.iter() if local(element)]
    pictures = [one for one in elements if local(one) == "img" and (_means(one) or UNDESCRIBED in classes(one))]
    missing = sum(MISSING_IMAGE in classes(one) for one in elements)
    tables = (one for one in elements if local(one) == "table" and _means(one))
    links = (one for one in elements if local(one) == "a" and one.get("href"))
    return ContentFacts(
        pictures=len(pictures),
        undescribed=sum(not (one.get("alt") or "").strip() for one in pictures) + missing,
        headless=sum(not any(local(cell) == "th" for cell in table.iter()) for table in tables),
        wordless=sum(not _speaks(one) for one in links),
        mathematics=sum(local(one) == "math" for one in elements),
        headings=sum(local(one) in HEADINGS and local(one) != "h1" for one in elements),
        pages=sum(one.get("role") == "doc-pagebreak" for one in elements),
        index=sum("index" in classes(one) and len(one) > 0 for one in elements if local(one) == "div"),
    )


def _means(element: Any) -> bool:
    return element.get("role") not in ("presentation", "none")


def _speaks(link: Any) -> bool:
    """Whether a link has words, a label, or something in it that has."""
    if link.get("aria-label") or "".join(link.itertext()).strip():
        return True
    return any(each.get("alt") or each.get("aria-label") or each.get("alttext") for each in link.iter())


def claims(content: ContentFacts, conformance: Conformance) -> bool:
    """Whether a publication may say that it conforms."""
    return bool(conformance.certified_by) and not content.against()


def withdrawn(content: ContentFacts, place: Place, edition: str | None = None) -> Diagnostic:
    """That a claim is not made, and why."""
    message = f"this publication does not claim to conform: {content.against()}"
    hint = "mend that; 'octavo check' names the places"
    return warning("conformance.withdrawn", message, place, hint, edition)


def standard(conformance: Conformance) -> str:
    """What it conforms to, in the words that EPUB Accessibility 1.1 gives for it (section 4.2)."""
    version, level = conformance.wcag.split()
    return f"EPUB Accessibility 1.1 - WCAG {version} Level {level}"


def statement(content: ContentFacts, conformance: Conformance, lang: str) -> Iterator[str]:
    """What a publication says of itself to its readers, sentence by sentence."""
    said = sentences(lang)
    if claims(content, conformance):
        version, level = conformance.wcag.split()
        yield said.conforms.format(f"WCAG {version} ({level})")
        yield said.assessed.format(", ".join(filter(None, [conformance.certified_by, conformance.credential])))
    if content.undescribed:
        yield said.pictures_undescribed
    elif content.pictures:
        yield said.pictures_described


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a summary may say. `lang` is the language it is said in."""

    lang: str
    reflows: str
    pictures_described: str
    pictures_undescribed: str
    mathematics: str
    heading: str
    conforms: str
    assessed: str

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.lang in ("ja", "zh") else " "


def sentences(lang: str) -> Sentences:
    """The sentences for a language tag, or English ones."""
    primary = lang.lower().partition("-")[0]
    known = primary if primary in _TABLE else "en"
    return Sentences(known, *_TABLE[known])


_TABLE: dict[str, tuple[str, ...]] = {
    "en": (
        "The text reflows and can be enlarged, recoloured and read aloud; it has a linked table of contents.",
        "All pictures that carry meaning have a description.",
        "Some pictures have no description.",
        "Mathematics is given as MathML.",
        "Accessibility",
        "This publication conforms to {}.",
        "Assessed by {}.",
    ),
    "de": (
        (
            "Der Text passt sich der Bildschirmgröße an, lässt sich vergrößern, umfärben und vorlesen; er "
            "hat ein verlinktes Inhaltsverzeichnis."
        ),
        "Alle bedeutungstragenden Bilder sind beschrieben.",
        "Einige Bilder sind nicht beschrieben.",
        "Formeln liegen als MathML vor.",
        "Barrierefreiheit",
        "Diese Publikation entspricht {}.",
        "Geprüft von {}.",
    ),
    "fr": (
        (
            "Le texte s’adapte à l’écran ; il peut être agrandi, changer de couleurs et être lu à voix haute "
            "; il comporte une table des matières interactive."
        ),
        "Toutes les images porteuses de sens sont décrites.",
        "Certaines images ne sont pas décrites.",
        "Les formules mathématiques sont en MathML.",
        "Accessibilité",
        "Cette publication est conforme à {}.",
        "Évaluation : {}.",
    ),
    "es": (
        (
            "El texto se adapta a la pantalla y se puede ampliar, cambiar de color y leer en voz alta; tiene "
            "un índice con enlaces."
        ),
        "Todas las imágenes con significado están descritas.",
        "Algunas imágenes no están descritas.",
        "Las fórmulas matemáticas están en MathML.",
        "Accesibilidad",
        "Esta publicación cumple {}.",
        "Evaluada por {}.",
    ),
    "it": (
        (
            "Il testo si adatta allo schermo e si può ingrandire, cambiare di colore e leggere ad alta voce; "
            "ha un indice con collegamenti."
        ),
        "Tutte le immagini significative sono descritte.",
        "Alcune immagini non sono descritte.",
        "Le formule matematiche sono in MathML.",
        "Accessibilità",
        "Questa pubblicazione è conforme a {}.",
        "Valutata da {}.",
    ),
    "pt": (
        (
            "O texto adapta-se ao ecrã e pode ser ampliado, mudar de cores e ser lido em voz alta; tem um "
            "sumário com ligações."
        ),
        "Todas as imagens com significado estão descritas.",
        "Algumas imagens não estão descritas.",
        "As fórmulas matemáticas estão em MathML.",
        "Acessibilidade",
        "Esta publicação cumpre {}.",
        "Avaliada por {}.",
    ),
    "nl": (
        (
            "De tekst past zich aan het scherm aan en kan worden vergroot, van kleur veranderd en "
            "voorgelezen; hij heeft een inhoudsopgave met links."
        ),
        "Alle afbeeldingen met betekenis zijn beschreven.",
        "Sommige afbeeldingen zijn niet beschreven.",
        "Formules zijn opgenomen als MathML.",
        "Toegankelijkheid",
        "Deze publicatie voldoet aan {}.",
        "Beoordeeld door {}.",
    ),
    "sv": (
        (
            "Texten anpassar sig till skärmen och kan förstoras, byta färger och läsas upp; den har en "
            "länkad innehållsförteckning."
        ),
        "Alla betydelsebärande bilder har en beskrivning.",
        "Vissa bilder saknar beskrivning.",
        "Formler är skrivna i MathML.",
        "Tillgänglighet",
        "Publikationen uppfyller {}.",
        "Bedömd av {}.",
    ),
    "da": (
        (
            "Teksten tilpasser sig skærmen og kan forstørres, skifte farver og læses op; den har en "
            "indholdsfortegnelse med links."
        ),
        "Alle betydningsbærende billeder er beskrevet.",
        "Nogle billeder er ikke beskrevet.",
        "Formler er skrevet i MathML.",
        "Tilgængelighed",
        "Publikationen overholder {}.",
        "Vurderet af {}.",
    ),
    "pl": (
        (
            "Tekst dopasowuje się do ekranu; można go powiększać, zmieniać jego kolory i odczytywać na głos; "
            "ma spis treści z odnośnikami."
        ),
        "Wszystkie znaczące obrazy mają opis.",
        "Niektóre obrazy nie mają opisu.",
        "Wzory zapisano w MathML.",
        "Dostępność",
        "Publikacja jest zgodna z {}.",
        "Ocena: {}.",
    ),
    "ru": (
        (
            "Текст подстраивается под экран; его можно увеличивать, менять его цвета и читать вслух; он "
            "снабжён оглавлением со ссылками."
        ),
        "У всех значимых изображений есть описание.",
        "У некоторых изображений нет описания.",
        "Формулы записаны в MathML.",
        "Доступность",
        "Публикация соответствует {}.",
        "Оценка: {}.",
    ),
    "ja": (
        "本文はリフロー型で、拡大、配色の変更、読み上げができます。リンク付きの目次があります。",
        "意味のある画像にはすべて説明があります。",
        "説明のない画像があります。",
        "数式はMathMLで記述されています。",
        "アクセシビリティ",
        "この出版物は{}に適合しています。",
        "評価：{}。",
    ),
    "zh": (
        "文本可自动重排，可放大、更改颜色和朗读；有带链接的目录。",
        "所有有意义的图片均有说明。",
        "部分图片没有说明。",
        "数学公式采用 MathML。",
        "无障碍",
        "本出版物符合{}。",
        "评估：{}。",
    ),
}
