"""Tags of languages: whether one is well-formed by RFC 5646, how it is written, and what was meant where it is not."""

from __future__ import annotations

import re

from octavo.source.value_problem import LANG, ValueProblem
from octavo.tools.suggest import nearest

# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, with a primary subtag that is, or could be, registered.
_TAG = re.compile(
    r"""(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)
    (?P<private>(?:-x(?:-[a-z0-9]{1,8})+)?)""",
    re.VERBOSE,
)

NAMES = {
    "afrikaans": "af", "albanian": "sq", "arabic": "ar", "armenian": "hy", "basque": "eu", "bengali": "bn",
    "bulgarian": "bg", "català": "ca", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "dansk": "da",
    "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es", "espanol": "es",
    "esperanto": "eo", "estonian": "et", "finnish": "fi", "français": "fr", "francais": "fr", "french": "fr",
    "galician": "gl", "georgian": "ka", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it", "italiano": "it",
    "japanese": "ja", "korean": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt", "malay": "ms",
    "nederlands": "nl", "norsk": "no", "norwegian": "no", "persian": "fa", "polish": "pl", "polski": "pl",
    "portuguese": "pt", "português": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
    "slovenian": "sl", "spanish": "es", "suomi": "fi", "svenska": "sv", "swedish": "sv", "thai": "th",
    "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi", "welsh": "cy", "русский": "ru",
    "中文": "zh", "日本語": "ja",
    "british": "en-GB", "british english": "en-GB", "american": "en-US", "american english": "en-US",
    "eng": "en", "ger": "de", "fre": "fr",
}  # fmt: skip


def tag(text: str) -> str:
    """The tag in its usual spelling (`pt-BR`, `zh-Hant`), or the mistake in it."""
    found = _TAG.fullmatch(text.lower())
    if found is None or _repeats(found):
        meant = _meant(text)
        hint = f"did you mean '{meant}'?" if meant else "write it as in BCP 47: en, pt-BR, zh-Hant"
        raise ValueProblem(LANG, f"is '{text}', which is not a language tag", hint)
    return _usual(found)


def _repeats(found: re.Match[str]) -> bool:
    """RFC 5646, section 2.2.9: no variant and no singleton twice."""
    variants = found["variants"].split("-")[1:]
    singletons = re.findall(r"-(\w)(?=-)", found["extensions"])
    return len(set(variants)) < len(variants) or len(set(singletons)) < len(singletons)


def _usual(found: re.Match[str]) -> str:
    script, region = found["script"], found["region"]
    rest = found["variants"] + found["extensions"] + found["private"]
    parts = [found["language"], script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part) + rest


def _meant(text: str) -> str | None:
    """What somebody meant who wrote a locale (`pt_BR.UTF-8`) or the name of a language."""
    plain = re.split(r"[.@]", text.strip(), maxsplit=1)[0]
    found = _TAG.fullmatch(re.sub(r"[_ ]+", "-", plain).lower())
    if found and not _repeats(found):
        return _usual(found)
    first = re.split(r"[\s_(,-]", plain.casefold(), maxsplit=1)[0]
    name = plain.casefold() if plain.casefold() in NAMES else nearest(first, NAMES, 0.8)
    return NAMES[name] if name else None
