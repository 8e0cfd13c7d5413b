"""The sentences of the accessibility summary, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a summary may say. `lang` is the language it is said in."""

    lang: str
    reflows: str
    pictures_described: str
    pictures_undescribed: str
    mathematics: str

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
    ),
    "de": (
        (
            "Der Text passt sich der Bildschirmgröße an, lässt sich vergrößern, umfärben und vorlesen; er "
            "hat ein verlinktes Inhaltsverzeichnis."
        ),
        "Alle bedeutungstragenden Bilder sind beschrieben.",
        "Einige Bilder sind nicht beschrieben.",
        "Formeln liegen als MathML vor.",
    ),
    "fr": (
        (
            "Le texte s’adapte à l’écran ; il peut être agrandi, changer de couleurs et être lu à voix haute "
            "; il comporte une table des matières interactive."
        ),
        "Toutes les images porteuses de sens sont décrites.",
        "Certaines images ne sont pas décrites.",
        "Les formules mathématiques sont en MathML.",
    ),
    "es": (
        (
            "El texto se adapta a la pantalla y se puede ampliar, cambiar de color y leer en voz alta; tiene "
            "un índice con enlaces."
        ),
        "Todas las imágenes con significado están descritas.",
        "Algunas imágenes no están descritas.",
        "Las fórmulas matemáticas están en MathML.",
    ),
    "it": (
        (
            "Il testo si adatta allo schermo e si può ingrandire, cambiare di colore e leggere ad alta voce; "
            "ha un indice con collegamenti."
        ),
        "Tutte le immagini significative sono descritte.",
        "Alcune immagini non sono descritte.",
        "Le formule matematiche sono in MathML.",
    ),
    "pt": (
        (
            "O texto adapta-se ao ecrã e pode ser ampliado, mudar de cores e ser lido em voz alta; tem um "
            "sumário com ligações."
        ),
        "Todas as imagens com significado estão descritas.",
        "Algumas imagens não estão descritas.",
        "As fórmulas matemáticas estão em MathML.",
    ),
    "nl": (
        (
            "De tekst past zich aan het scherm aan en kan worden vergroot, van kleur veranderd en "
            "voorgelezen; hij heeft een inhoudsopgave met links."
        ),
        "Alle afbeeldingen met betekenis zijn beschreven.",
        "Sommige afbeeldingen zijn niet beschreven.",
        "Formules zijn opgenomen als MathML.",
    ),
    "sv": (
        (
            "Texten anpassar sig till skärmen och kan förstoras, byta färger och läsas upp; den har en "
            "länkad innehållsförteckning."
        ),
        "Alla betydelsebärande bilder har en beskrivning.",
        "Vissa bilder saknar beskrivning.",
        "Formler är skrivna i MathML.",
    ),
    "da": (
        (
            "Teksten tilpasser sig skærmen og kan forstørres, skifte farver og læses op; den har en "
            "indholdsfortegnelse med links."
        ),
        "Alle betydningsbærende billeder er beskrevet.",
        "Nogle billeder er ikke beskrevet.",
        "Formler er skrevet i MathML.",
    ),
    "pl": (
        (
            "Tekst dopasowuje się do ekranu; można go powiększać, zmieniać jego kolory i odczytywać na głos; "
            "ma spis treści z odnośnikami."
        ),
        "Wszystkie znaczące obrazy mają opis.",
        "Niektóre obrazy nie mają opisu.",
        "Wzory zapisano w MathML.",
    ),
    "ru": (
        (
            "Текст подстраивается под экран; его можно увеличивать, менять его цвета и читать вслух; он "
            "снабжён оглавлением со ссылками."
        ),
        "У всех значимых изображений есть описание.",
        "У некоторых изображений нет описания.",
        "Формулы записаны в MathML.",
    ),
    "ja": (
        "本文はリフロー型で、拡大、配色の変更、読み上げができます。リンク付きの目次があります。",
        "意味のある画像にはすべて説明があります。",
        "説明のない画像があります。",
        "数式はMathMLで記述されています。",
    ),
    "zh": (
        "文本可自动重排，可放大、更改颜色和朗读；有带链接的目录。",
        "所有有意义的图片均有说明。",
        "部分图片没有说明。",
        "数学公式采用 MathML。",
    ),
}
