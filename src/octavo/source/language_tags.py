"""Language tags: whether one is well-formed by RFC 5646, its usual spelling, and what was meant by one that is not."""

from __future__ import annotations

import re

from octavo.model import languages
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


def tag(text: str) -> str:
    """Return the tag in its usual spelling (`pt-BR`, `zh-Hant`). Raises `ValueProblem`."""
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
    """Return what somebody meant who wrote a locale (`pt_BR.UTF-8`) or the name of a language."""
    plain = re.split(r"[.@]", text.strip(), maxsplit=1)[0]
    found = _TAG.fullmatch(re.sub(r"[_ ]+", "-", plain).lower())
    if found and not _repeats(found):
        return _usual(found)
    names = languages.names()
    first = re.split(r"[\s_(,-]", plain.casefold(), maxsplit=1)[0]
    name = plain.casefold() if plain.casefold() in names else nearest(first, names, 0.8)
    return names[name] if name else None
