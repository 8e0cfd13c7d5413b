"""Links whose words do not say where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_VAGUE = {
    "en": {
        "here",
        "click here",
        "this",
        "this link",
        "link",
        "read more",
        "more",
        "see here",
        "this page",
        "click",
        "learn more",
        "over here",
        "this one",
        "details",
        "more info",
        "this website",
        "this article",
    },
    "de": {
        "hier",
        "klicken sie hier",
        "hier klicken",
        "klick hier",
        "link",
        "mehr",
        "weiterlesen",
        "dieser link",
        "mehr erfahren",
        "diese seite",
        "siehe hier",
        "details",
    },
    "fr": {
        "ici",
        "cliquez ici",
        "lien",
        "ce lien",
        "lire la suite",
        "en savoir plus",
        "cette page",
        "plus",
        "voir ici",
    },
    "es": {
        "aquí",
        "haz clic aquí",
        "haga clic aquí",
        "enlace",
        "este enlace",
        "leer más",
        "más",
        "esta página",
        "ver más",
    },
    "it": {"qui", "clicca qui", "link", "questo link", "leggi di più", "questa pagina", "continua"},
    "nl": {"hier", "klik hier", "link", "deze link", "lees meer", "meer", "deze pagina"},
    "pt": {"aqui", "clique aqui", "link", "este link", "leia mais", "mais", "esta página", "saiba mais"},
    "sv": {"här", "klicka här", "länk", "denna länk", "läs mer", "mer"},
    "da": {"her", "klik her", "link", "dette link", "læs mere", "mere"},
    "nb": {"her", "klikk her", "lenke", "denne lenken", "les mer", "mer"},
    "pl": {"tutaj", "tu", "kliknij tutaj", "link", "ten link", "więcej", "czytaj więcej"},
    "cs": {"zde", "klikněte zde", "odkaz", "tento odkaz", "více", "tady"},
    "fi": {"tässä", "täällä", "klikkaa tästä", "tästä", "linkki", "lue lisää", "lisää"},
    "ru": {"здесь", "тут", "нажмите здесь", "ссылка", "эта ссылка", "подробнее", "далее"},
    "tr": {"buraya", "burada", "tıklayın", "buraya tıklayın", "bağlantı", "devamı"},
    "zh": {"这里", "點擊這裡", "点击这里", "此处", "這裡", "链接", "更多"},
    "ja": {"ここ", "こちら", "ここをクリック", "リンク", "詳細"},
    "ko": {"여기", "여기를 클릭", "링크", "더 보기"},
}


def _vague(chapter: SetChapter) -> Iterator[Flaw]:
    vague = _VAGUE.get(chapter.language, set())
    for link in chapter.article.iter("a"):
        words = reading.plain_text(link)
        if words.strip(" .,:;!»«›‹→>").casefold() in vague:
            yield Flaw(f"the link text is only '{words}'", chapter.link(link))


RULE = Rule(
    id="link.vague",
    looks_at="chapter",
    severity=Severity.WARNING,
    reason=(
        "Screen reader users who go from link to link hear only its words, and on paper there is no 'here' to click."
    ),
    fix="use words that say where it leads",
    wrong="Click [here](https://example.org/) for the rules of the dance.\n",
    right="Here are the [rules of the dance](https://example.org/).\n",
    examine=_vague,
)
